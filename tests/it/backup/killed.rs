//! A backup that ends at any step is none; the next one goes on from what is there.

use std::{fs, process::Command};

use motcua::{
    backup::{BackupError, BackupFolder, BackupStep, forget_old_backups},
    ingest::archive::Archive,
};

use crate::{
    backup::vault::{Vault, at, names},
    pipeline::processes::kill_at,
};

fn broken_off() -> BackupError {
    BackupError::Inside { path: "mất điện".into() }
}

#[test]
fn whatever_step_it_ends_at_it_is_whole_or_not_there() {
    let vault = Vault::new();
    let steps = {
        let mut steps = 0;
        let other = Vault::new();
        other
            .try_back_up(8, &mut |_| {
                steps += 1;
                Ok(())
            })
            .expect("backed up");
        steps
    };
    assert!(steps > 4, "the archive, the state, content, the manifest: {steps}");
    let folder = BackupFolder::at_path(&vault.folder());
    for last in 1..=steps {
        let mut done = 0;
        let ended = vault.try_back_up(8, &mut |_| {
            done += 1;
            if done == last { Err(broken_off()) } else { Ok(()) }
        });
        assert!(matches!(ended, Err(BackupError::Inside { .. })), "step {last}: {ended:?}");
        // The last step is told when the manifest is there.
        assert_eq!(folder.find_backup(None).is_ok(), last == steps, "step {last} of {steps}");
    }
    let next = vault.back_up(9).manifest;
    assert_eq!(folder.find_backup(None).expect("there").id, next.id);
    let left: Vec<String> =
        vault.objects().into_iter().filter(|name| name.contains("new")).collect();
    assert_eq!(left, [] as [String; 0]);
    vault.restore("khac", None).expect("restored");
}

#[test]
fn ending_while_old_backups_are_let_go_of_leaves_the_newest_whole() {
    let vault = Vault::new();
    vault.back_up(8);
    vault.take_in(15, "A2");
    vault.back_up(9);
    let ended = forget_old_backups(&vault.folder(), 1, &mut |step| {
        assert_eq!(*step, BackupStep::Forgotten);
        Err(broken_off())
    });
    assert!(ended.is_err());
    assert_eq!(names(&vault.folder().join("backups")).len(), 1);
    vault.restore("khac", None).expect("restored");
    forget_old_backups(&vault.folder(), 1, &mut |_| Ok(())).expect("done the next time");
    vault.restore("khac-nua", None).expect("restored");
}

/// Starts a backup by the program, waits until it has done a step, and kills it there.
fn killed_at(word: &str, vault: &Vault) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
    command
        .args(["--content", "tests/content", "backup"])
        .arg(vault.folder())
        .arg("--data")
        .arg(vault.office.data());
    kill_at(command, word);
}

#[test]
fn a_killed_process_leaves_the_backup_of_before_and_no_lock() {
    let vault = Vault::new();
    let before = vault.back_up(7).manifest;
    for word in [".parquet", "state.sqlite", "connector.toml"] {
        vault.take_in(if word == ".parquet" { 15 } else { 16 }, word);
        killed_at(word, &vault);
        // The kill may come a moment late: then the whole new one is there.
        let found = BackupFolder::at_path(&vault.folder()).find_backup(None).expect("there");
        assert!(found.id == before.id || found.number > before.number, "killed at `{word}`");
        vault.restore(&format!("sau-{}", word.len()), None).expect("whole");
    }
    vault.back_up(9);
    vault.restore("cuoi", None).expect("whole");
}

#[test]
fn a_backup_of_an_export_that_the_newest_lacks_is_not_let_go_of() {
    let vault = Vault::new();
    vault.back_up(7);
    let archive = Archive::open_in(&vault.office.data()).expect("an archive");
    let source = archive.list_sources().expect("notes").remove(0);
    fs::remove_file(archive.parquet_path(&source.id)).expect("lost");
    fs::remove_file(archive.note_path(&source.id)).expect("lost");
    vault.back_up(8);
    let gone = forget_old_backups(&vault.folder(), 1, &mut |_| Ok(())).expect("looked through");
    assert_eq!(gone, 0);
    let kept = BackupFolder::at_path(&vault.folder()).find_backup(Some(at(7))).expect("there");
    assert!(kept.files.iter().any(|file| file.sha256 == source.parquet_sha256));
}
