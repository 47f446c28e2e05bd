//! The program runs wherever it and its engine are copied to, as anybody, and names no folder of whoever built it.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

/// Nobody's number on a Debian.
const NOBODY: u32 = 65_534;

fn runs_as_nobody(folder: &Path, arguments: &[&str]) {
    use std::os::unix::{fs::MetadataExt as _, process::CommandExt as _};
    let home = folder.join("home");
    let mut command = Command::new(folder.join("motcua"));
    command.args(arguments).current_dir(&home).env_clear().env("HOME", &home);
    // Another user can be tried by root alone.
    if fs::metadata(folder).expect("a folder").uid() == 0 {
        std::os::unix::fs::chown(&home, Some(NOBODY), None).expect("given away");
        command.uid(NOBODY);
    }
    let done = command.output().expect("it starts");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{arguments:?}: {said}");
}

#[test]
fn the_program_and_its_engine_run_from_any_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let open_to_all = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.path(), open_to_all).expect("opened");
    fs::create_dir(folder.path().join("home")).expect("made");
    let built = Path::new(env!("CARGO_BIN_EXE_motcua"));
    fs::copy(built, folder.path().join("motcua")).expect("copied");
    let engine = built.with_file_name("libduckdb.so");
    if option_env!("DUCKDB_LIB_DIR").is_some() {
        fs::copy(engine, folder.path().join("libduckdb.so")).expect("copied");
    }
    runs_as_nobody(folder.path(), &["--version"]);
    runs_as_nobody(folder.path(), &["check"]);
    let samples = ["sample", "--rows", "200", "--out", "samples"];
    runs_as_nobody(folder.path(), &samples);
}

#[test]
fn the_program_does_not_say_where_its_engine_was_built_from() {
    let Some(directory) = option_env!("DUCKDB_LIB_DIR") else { return };
    let program = fs::read(env!("CARGO_BIN_EXE_motcua")).expect("a program");
    assert!(memchr::memmem::find(&program, directory.as_bytes()).is_none());
}
