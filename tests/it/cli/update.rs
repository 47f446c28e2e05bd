//! A newer program from a file: whose it is comes first, then the backup, then the program.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::signature::{Ed25519KeyPair, KeyPair as _};

use crate::ingest::dirt::{GOOD, HEADING};

const NEW_PROGRAM: &str = "#!/bin/sh\necho motcua 9.0.0\n";
const NEW_ENGINE: &str = "a newer engine";

/// A program in a folder of its own, with data, and a key that releases are signed with.
struct InstalledProgram {
    folder: tempfile::TempDir,
    signer: Ed25519KeyPair,
}

impl InstalledProgram {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let built = Path::new(env!("CARGO_BIN_EXE_motcua"));
        fs::copy(built, folder.path().join("motcua")).expect("copied");
        if option_env!("DUCKDB_LIB_DIR").is_some() {
            let engine = built.with_file_name("libduckdb.so");
            fs::copy(engine, folder.path().join("libduckdb.so")).expect("copied");
        }
        let signer = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a key");
        let installed = Self { folder, signer };
        installed.write_key("khoa.pem", &installed.signer);
        installed
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write_key(&self, name: &str, signer: &Ed25519KeyPair) {
        let mut der = hex_bytes("302a300506032b6570032100");
        der.extend_from_slice(signer.public_key().as_ref());
        let body = STANDARD.encode(der);
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n");
        fs::write(self.at(name), pem).expect("written");
    }

    /// A release of that version, signed.
    fn pack(&self, version: &str, files: &[(&str, &str)]) -> Vec<u8> {
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        self.pack_bytes(version, &files)
    }

    fn pack_bytes(&self, version: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let path = format!("motcua-{version}/{name}");
            zip.start_file(path, zip::write::SimpleFileOptions::default()).expect("begun");
            zip.write_all(bytes).expect("written");
        }
        let bytes = zip.finish().expect("a zip").into_inner();
        fs::write(self.at("moi.zip"), &bytes).expect("written");
        fs::write(self.at("moi.zip.sig"), self.signer.sign(&bytes).as_ref()).expect("written");
        bytes
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(self.at("motcua"));
        command.args(words).current_dir(self.folder.path()).env_clear();
        command.output().expect("it starts")
    }

    fn update(&self) -> Output {
        self.run(&["update", "--from", "moi.zip", "--key", "khoa.pem"])
    }

    /// Takes a small export in, as data to be lost.
    fn take_export_in(&self) {
        fs::write(self.at("ho-so-2023-12-31.csv"), format!("{HEADING}{GOOD}")).expect("written");
        let words = ["ingest", "--scope", "184", "--data", "data", "ho-so-2023-12-31.csv"];
        let taken = self.run(&words);
        assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
    }

    fn is_replaced(&self) -> bool {
        fs::read(self.at("motcua")).expect("a program") == NEW_PROGRAM.as_bytes()
    }

    /// Expects a refusal that says so, and that nothing was changed by it.
    fn expect_refused(&self, done: &Output, told: &str) {
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{told}: {said}");
        let folded = said.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>();
        let folded = folded.join(" ");
        assert!(folded.contains(told), "{told}: {folded}");
        assert!(folded.contains("gợi ý") || folded.contains("Gợi ý"), "{folded}");
        let is_the_built = fs::read(self.at("motcua")).expect("a program")
            == fs::read(env!("CARGO_BIN_EXE_motcua")).expect("the built one");
        assert!(is_the_built, "{told}: the program was changed");
        for left in ["motcua.old", "motcua.new", "sao-luu"] {
            assert!(!self.at(left).exists(), "{told}: {left} is there");
        }
    }
}

fn hex_bytes(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("digits"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("digits")).collect()
}

#[test]
fn a_signed_release_takes_the_place_of_program_and_engine_after_a_backup() {
    let installed = InstalledProgram::new();
    installed.take_export_in();
    installed.pack("9.0.0", &[("motcua", NEW_PROGRAM), ("libduckdb.so", NEW_ENGINE)]);
    let words = ["update", "--from", "moi.zip", "--key", "khoa.pem", "--data", "data"];
    let done = installed.run(&words);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{said}");
    assert!(said.contains("Đã thay bằng bản 9.0.0") && said.contains("motcua.old"), "{said}");
    let mut restore = Command::new(env!("CARGO_BIN_EXE_motcua"));
    restore.args(["restore", "sao-luu", "--data", "again"]).current_dir(installed.folder.path());
    let restored = restore.output().expect("it starts");
    let told = String::from_utf8_lossy(&restored.stderr).into_owned();
    assert!(restored.status.success(), "the data was backed up first: {told}");
    assert_eq!(fs::read_to_string(installed.at("motcua")).expect("text"), NEW_PROGRAM);
    assert_eq!(fs::read_to_string(installed.at("libduckdb.so")).expect("text"), NEW_ENGINE);
    let mode = fs::metadata(installed.at("motcua")).expect("there").permissions().mode();
    assert_ne!(mode & 0o100, 0, "it can be started");
    let shown = installed.run(&["--version"]);
    assert_eq!(String::from_utf8_lossy(&shown.stdout), "motcua 9.0.0\n");
    let old = fs::read(installed.at("motcua.old")).expect("the old one");
    assert!(old == fs::read(env!("CARGO_BIN_EXE_motcua")).expect("the built one"));
}

#[test]
fn what_is_not_signed_by_the_owner_of_the_key_changes_nothing() {
    let installed = InstalledProgram::new();
    let files = [("motcua", NEW_PROGRAM), ("libduckdb.so", NEW_ENGINE)];
    let bytes = installed.pack("9.0.0", &files);
    let no_key = installed.run(&["update", "--from", "moi.zip"]);
    installed.expect_refused(&no_key, "không kèm khóa công khai");
    fs::write(installed.at("sai.pem"), "no key").expect("written");
    let bad_key = installed.run(&["update", "--from", "moi.zip", "--key", "sai.pem"]);
    installed.expect_refused(&bad_key, "không phải khóa công khai Ed25519");
    let other = Ed25519KeyPair::from_seed_unchecked(&[8; 32]).expect("a key");
    installed.write_key("khac.pem", &other);
    let other = installed.run(&["update", "--from", "moi.zip", "--key", "khac.pem"]);
    installed.expect_refused(&other, "không đúng");
    let mut changed = bytes;
    let last = changed.len() - 1;
    changed[last] ^= 1;
    fs::write(installed.at("moi.zip"), changed).expect("written");
    installed.expect_refused(&installed.update(), "không đúng");
    fs::remove_file(installed.at("moi.zip.sig")).expect("removed");
    installed.expect_refused(&installed.update(), "không có chữ ký");
}

#[test]
fn a_signed_file_that_is_no_newer_program_of_this_system_changes_nothing() {
    let installed = InstalledProgram::new();
    installed.pack("0.0.9", &[("motcua", NEW_PROGRAM)]);
    installed.expect_refused(&installed.update(), "bản 0.0.9 cũ hơn");
    installed.pack("9.0.0", &[("motcua.exe", NEW_PROGRAM)]);
    installed.expect_refused(&installed.update(), "không phải bản phát hành cho hệ này");
    // The file of this program, for another processor: bytes 18 and 19 of an ELF file name it, 243 is RISC-V.
    let mut other = fs::read(env!("CARGO_BIN_EXE_motcua")).expect("the built one");
    other[18..20].copy_from_slice(&[243, 0]);
    // Its beginning is enough, without the table of sections that stands at its end.
    other.truncate(1 << 20);
    other[40..48].fill(0);
    other[60..64].fill(0);
    installed.pack_bytes("9.0.0", &[("motcua", &other)]);
    installed.expect_refused(&installed.update(), "cho bộ xử lý khác");
}

#[test]
fn from_another_folder_than_that_of_the_data_nothing_is_replaced_without_a_word() {
    let installed = InstalledProgram::new();
    installed.take_export_in();
    installed.pack("9.0.0", &[("motcua", NEW_PROGRAM)]);
    // Without --data it would be looked for here, where there is none.
    installed.expect_refused(&installed.update(), "không có số liệu nào trong `motcua-data`");
    let words = ["update", "--from", "moi.zip", "--key", "khoa.pem", "--no-backup"];
    let done = installed.run(&words);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success() && installed.is_replaced(), "{said}");
    assert!(!installed.at("sao-luu").exists() && !said.contains("Đã sao lưu"), "{said}");
}

#[test]
fn accounts_alone_are_backed_up_too() {
    let installed = InstalledProgram::new();
    let added = installed.run(&["user", "add", "lan", "--role", "officer", "--data", "data"]);
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    assert!(!installed.at("data/archive").exists() && installed.at("data/state.sqlite").exists());
    installed.pack("9.0.0", &[("motcua", NEW_PROGRAM)]);
    let words = ["update", "--from", "moi.zip", "--key", "khoa.pem", "--data", "data"];
    let done = installed.run(&words);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success() && installed.is_replaced(), "{said}");
    assert!(said.contains("Đã sao lưu số liệu vào"), "{said}");
    assert!(installed.at("sao-luu/backups").is_dir(), "{said}");
}
