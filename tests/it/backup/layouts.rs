//! A data folder of an older program is backed up before it is written to; one of a newer program is left alone.

use std::{fs, path::Path};

use motcua::{
    backup::{BackupError, BackupFolder, LayoutAge, check_layout},
    domain::sight::UserRole,
    state::StateDatabase,
};

use crate::{
    backup::vault::{Vault, names},
    support::desk::Desk,
};

#[test]
fn a_folder_of_a_newer_program_is_refused_in_a_sentence_and_left_as_it_is() {
    let desk = Desk::new();
    desk.write("data/layout.json", "{\"layout\": 999}");
    for command in ["show on_time_rate --period 2023", "build", "user list", "ingest x.csv"] {
        let told = desk.run(&format!("{command} --data data"));
        assert!(told.starts_with("exit 2"), "{told}");
        assert!(told.contains("do phiên bản motcua mới hơn ghi (bố cục 999"), "{told}");
    }
    assert_eq!(names(&desk.path().join("data")), ["layout.json"]);
}

#[test]
fn a_folder_of_before_there_were_marks_is_of_the_first_layout() {
    let vault = Vault::new();
    let data = vault.office.data();
    assert_eq!(check_layout(&data, 1).expect("read"), LayoutAge::Current);
    assert_eq!(check_layout(&data, 2).expect("read"), LayoutAge::Older);
    fs::write(data.join("layout.json"), "{\"layout\": 2}").expect("written");
    assert_eq!(check_layout(&data, 2).expect("read"), LayoutAge::Current);
    let refused = check_layout(&data, 1).expect_err("newer");
    assert!(matches!(refused, BackupError::Newer { found: 2, known: 1, .. }), "{refused}");
}

/// The state as the first program made it: a user alone.
fn older_state(data: &Path) {
    older_state_of(
        data,
        "insert into user values (1, 'lan', 'admin', null, 'x', 0, 0, '2024-01-02T08:00:00')",
    );
}

/// The same with what it says, where none has been.
#[expect(clippy::disallowed_types, reason = "an older program's file is made as it made it")]
pub fn older_state_of(data: &Path, said: &str) {
    fs::create_dir_all(data).expect("made");
    for name in ["state.sqlite", "state.sqlite-wal", "state.sqlite-shm", "layout.json"] {
        let _ = fs::remove_file(data.join(name));
    }
    let state = rusqlite::Connection::open(data.join(StateDatabase::FILE)).expect("opened");
    let schema = fs::read_to_string("src/state/schema/01_users.sql").expect("SQL");
    state.execute_batch(&schema).expect("made");
    state.execute_batch(&format!("{said}; pragma user_version = 1")).expect("written");
}

#[test]
fn an_older_state_is_backed_up_before_it_is_brought_up_to_date() {
    let desk = Desk::new();
    older_state(&desk.path().join("data"));
    let told = desk.run("user list --data data");
    assert!(told.starts_with("exit 0") && told.contains("lan"), "{told}");
    let beside: Vec<String> =
        names(desk.path()).into_iter().filter(|name| name.starts_with("motcua-backup-")).collect();
    let [folder] = beside.as_slice() else { panic!("{beside:?}") };
    assert!(told.contains(folder.as_str()), "it says where: {told}");
    let folder = desk.path().join(folder);
    let manifest = BackupFolder::at_path(&folder).find_backup(None).expect("there");
    let state = manifest.files.iter().find(|file| file.path == "data/state.sqlite");
    let object = folder.join("objects").join(&state.expect("a state").sha256);
    // The shape stands in the head of the file: it is still the first one.
    let head = fs::read(object).expect("an object");
    assert_eq!(head[60..64], 1_u32.to_be_bytes());
    desk.run("user list --data data");
    let again = names(&folder.join("backups"));
    assert_eq!(again.len(), 1, "it is of this program now: {again:?}");
}

/// A folder of an older program whose backup would lie inside itself.
fn desk_that_cannot_back_up() -> Desk {
    let desk = Desk::after_demo();
    let data = desk.path().join("motcua-data");
    older_state(&data);
    fs::create_dir(data.join("sao-luu")).expect("made");
    desk.write("motcua.toml", "[backup]\nfolder = \"motcua-data/sao-luu\"\n");
    desk
}

/// The shape of a state, as the head of its file says.
pub fn shape(data: &Path) -> u8 {
    fs::read(data.join(StateDatabase::FILE)).expect("a state")[63]
}

#[test]
fn an_upgrade_that_cannot_be_backed_up_keeps_nobody_from_looking() {
    let desk = desk_that_cannot_back_up();
    let data = desk.path().join("motcua-data");
    for command in ["show on_time_rate --period 2023", "sources", "verify"] {
        let told = desk.run(command);
        assert!(told.starts_with("exit 0"), "{told}");
        assert!(told.contains("chưa nâng cấp: lệnh này chỉ đọc"), "{told}");
    }
    for command in ["user list", "build"] {
        let told = desk.run(command);
        assert!(told.starts_with("exit 2"), "{told}");
        assert!(told.contains("nằm trong thư mục dữ liệu"), "{told}");
        assert!(told.contains("motcua backup THƯ-MỤC"), "{told}");
    }
    assert_eq!(shape(&data), 1, "nothing is brought up to date without a backup");
    assert!(!data.join("layout.json").exists());
    let told = desk.run("backup o-khac");
    assert!(told.starts_with("exit 0"), "{told}");
    assert!(desk.run("user list").starts_with("exit 0"));
    assert_ne!(shape(&data), 1);
}

#[test]
fn an_older_state_is_read_as_it_is_where_it_must_not_be_written() {
    let folder = tempfile::tempdir().expect("a folder");
    older_state(folder.path());
    let state = StateDatabase::open_or_read(folder.path()).expect("read");
    assert!(state.is_not_upgraded() && state.has_users().expect("asked"));
    let now = jiff::civil::date(2026, 11, 22).at(9, 0, 0, 0);
    let refused = state.add_user("mai", UserRole::Officer, None, "một hai ba bốn năm sáu", now);
    assert!(refused.is_err_and(|error| error.is_unwritable()));
    let counted = state.count_deliveries().expect("asked");
    assert!(counted.iter().all(|(_, count)| *count == 0), "what came later is there and empty");
    assert_eq!(shape(folder.path()), 1);
}

#[test]
fn a_state_that_is_damaged_is_no_reason_to_stop_before_anything_is_asked() {
    let vault = Vault::new();
    let data = vault.office.data();
    fs::write(
        data.join("state.sqlite"),
        "không phải trạng thái, và dài hơn một đầu tệp của SQLite",
    )
    .expect("written");
    for journal in ["state.sqlite-wal", "state.sqlite-shm"] {
        let _ = fs::remove_file(data.join(journal));
    }
    assert_eq!(check_layout(&data, 1).expect("looked at"), LayoutAge::Current);
}
