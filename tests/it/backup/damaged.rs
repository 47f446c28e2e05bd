//! What is damaged is found, and never restored or copied as if it were whole.

use std::fs;

use motcua::{
    backup::{BackupError, BackupFolder, verify_backups},
    ingest::archive::Archive,
    state::StateDatabase,
};

use crate::backup::vault::{Vault, flip_bit, names};

/// Each object of a backup, one after the other, has one bit changed.
#[test]
fn a_flipped_bit_in_any_object_is_found_by_verify_and_by_restore() {
    let vault = Vault::new();
    let made = vault.back_up(8).manifest;
    assert_eq!(verify_backups(&vault.folder()).expect("read").problems, [] as [String; 0]);
    for (number, file) in made.files.iter().enumerate().filter(|(_, file)| file.size > 0) {
        let object = vault.folder().join("objects").join(&file.sha256);
        flip_bit(&object);
        let found = verify_backups(&vault.folder()).expect("read");
        assert_eq!(found.problems.len(), 1, "{}", file.path);
        assert!(found.problems[0].contains(&file.sha256), "{:?}", found.problems);
        let name = format!("khac-{number}");
        let refused = vault.restore(&name, None).expect_err("nothing is restored");
        assert!(refused.to_string().contains(&file.sha256), "{refused}");
        let left = names(vault.office.folder());
        assert!(!left.iter().any(|it| it.starts_with(&name)), "nothing is left of it: {left:?}");
        flip_bit(&object);
    }
    vault.restore("khac", None).expect("whole again");
}

#[test]
fn a_manifest_that_is_not_as_it_was_written_is_refused() {
    let vault = Vault::new();
    let made = vault.back_up(8).manifest;
    let path = vault.folder().join("backups").join(format!("{}.json", made.id));
    let text = fs::read_to_string(&path).expect("a manifest");
    let state = made.files.iter().find(|file| file.path == "data/state.sqlite").expect("a state");
    // It would restore an office without users, which lets everybody in.
    fs::write(&path, text.replace(&state.path, "data/state.cu")).expect("written");
    let refused = vault.restore("khac", None).expect_err("refused");
    assert!(matches!(&refused, BackupError::Damaged { .. }), "{refused}");
    assert!(refused.to_string().contains(&path.display().to_string()), "{refused}");
}

#[test]
fn a_damaged_newest_backup_is_told_and_an_older_one_must_be_asked_for() {
    let vault = Vault::new();
    let first = vault.back_up(8).manifest;
    let second = vault.back_up(10).manifest;
    flip_bit(&vault.folder().join("backups").join(format!("{}.json", second.id)));
    let folder = BackupFolder::at_path(&vault.folder());
    folder.find_backup(None).expect_err("not passed over in silence");
    let by = Some(crate::backup::vault::at(9));
    assert_eq!(folder.find_backup(by).expect("asked for").id, first.id);
    assert!(vault.back_up(11).manifest.number > second.number, "no number is given twice");
}

#[test]
fn a_damaged_export_is_named_and_the_rest_is_backed_up() {
    let vault = Vault::new();
    vault.take_in(15, "A2");
    let archive = Archive::open_in(&vault.office.data()).expect("an archive");
    let sources = archive.list_sources().expect("notes");
    flip_bit(&archive.parquet_path(&sources[0].id));
    let made = vault.back_up(8).manifest;
    let [left_out] = made.left_out.as_slice() else { panic!("{:?}", made.left_out) };
    assert_eq!(left_out.path, sources[0].id);
    assert!(left_out.problem.contains("không còn như lúc nạp"), "{}", left_out.problem);
    let held: Vec<&str> = made.files.iter().map(|file| file.path.as_str()).collect();
    assert!(!held.iter().any(|path| path.contains(&sources[0].id)), "{held:?}");
    assert!(held.contains(&&*format!("data/archive/{}.parquet", sources[1].id)), "{held:?}");
    assert!(held.contains(&"data/state.sqlite"), "{held:?}");
}

#[test]
fn a_state_without_bytes_is_no_state_to_back_up() {
    let vault = Vault::new();
    for name in ["state.sqlite", "state.sqlite-wal", "state.sqlite-shm"] {
        let path = vault.office.data().join(name);
        if path.exists() {
            fs::remove_file(path).expect("removed");
        }
    }
    fs::write(vault.office.data().join(StateDatabase::FILE), "").expect("written");
    let made = vault.back_up(8).manifest;
    assert_eq!(made.left_out.len(), 1);
    assert!(made.left_out[0].problem.contains("rỗng"), "{:?}", made.left_out);
}
