//! A backup counts when it was restored, built and compared.

use motcua::{
    backup::{
        BackupFolder, BackupOptions, BackupOrder, BackupRun, describe_backups, prove_backup,
        run_backup,
    },
    ingest::archive::Archive,
    state::StateDatabase,
};

use crate::backup::vault::{Vault, at, flip_bit, names};
use crate::support::office::published_file;

fn proved(vault: &Vault, hour: i8) -> BackupRun {
    let order = BackupOrder {
        catalog: &vault.office.catalog,
        settings: &vault.settings,
        data: &vault.office.data(),
        folder: &vault.folder(),
        now: at(hour),
    };
    let options = BackupOptions { is_proved: true, keep: Some(1), is_unattended: false };
    run_backup(&order, options, &mut |_| {}).expect("tried")
}

/// The office of these tests computes all metrics: a backup is proved by the content in it.
fn vault() -> Vault {
    Vault::of_every_metric()
}

fn told(vault: &Vault) -> String {
    let state = StateDatabase::open(&vault.office.data()).expect("a state");
    let text = describe_backups(&vault.office.catalog.phrases, &state, true);
    text.expect("read").expect("backups are set")
}

#[test]
fn a_sound_backup_is_proved_and_written_down() {
    let vault = vault();
    assert_eq!(told(&vault), "Chưa sao lưu lần nào.");
    let run = proved(&vault, 8);
    let proof = run.proof.clone().expect("asked for");
    assert!(run.is_sound() && proof.is_proved(), "{proof:?}");
    let state = StateDatabase::open(&vault.office.data()).expect("a state");
    let record = state.last_backup_proof().expect("read").expect("written down");
    assert!(record.is_proved && record.note.is_empty());
    assert_eq!((record.answers, record.differing), (proof.answers, 0));
    assert_eq!(record.backup_id, run.made.manifest.id);
    let text = told(&vault);
    assert!(text.starts_with("Sao lưu gần nhất lúc 08:00 ngày 02/01/2024. Bản sao lưu đã được khôi phục thử lúc 08:00"), "{text}");
    assert!(!names(&vault.office.data()).contains(&"proof".to_owned()), "nothing is left of it");
}

#[test]
#[expect(clippy::disallowed_types, reason = "somebody tampers with the file itself")]
fn a_tampered_answer_is_found_and_no_older_backup_is_let_go_of() {
    let vault = vault();
    vault.back_up(7);
    let path = published_file(&vault.office.data());
    let connection = duckdb::Connection::open(&path).expect("opened");
    connection
        .execute_batch(
            "update metric_day set numerator = 0 where metric_id = 'on_time_rate'; checkpoint",
        )
        .expect("tampered");
    drop(connection);
    let run = proved(&vault, 8);
    let proof = run.proof.clone().expect("asked for");
    assert!(!run.is_sound() && proof.problem.is_none(), "{proof:?}");
    assert!(proof.differing.contains(&"on_time_rate 2023-12".to_owned()), "{proof:?}");
    assert_eq!(run.forgotten, 0);
    assert_eq!(names(&vault.folder().join("backups")).len(), 2);
    let text = told(&vault);
    assert!(text.contains("Khôi phục thử lúc 08:00 ngày 02/01/2024 không đạt"), "{text}");
}

#[test]
fn a_damaged_object_fails_the_proof_and_the_next_backup_copies_it_anew() {
    let vault = vault();
    let made = vault.back_up(7).manifest;
    let archive = Archive::open_in(&vault.office.data()).expect("an archive");
    let source = archive.list_sources().expect("notes").remove(0);
    assert!(made.files.iter().any(|file| file.sha256 == source.parquet_sha256));
    flip_bit(&vault.folder().join("objects").join(&source.parquet_sha256));
    let first = proved(&vault, 8).proof.expect("asked for");
    assert!(
        first
            .describe_problem(motcua::catalog::phrases::PhraseBook::built_in())
            .contains(&source.parquet_sha256),
        "{first:?}"
    );
    let second = proved(&vault, 9);
    assert!(second.is_sound(), "{second:?}");
    // The export, and the state, in which the proof that failed is written down.
    assert_eq!(second.made.copied_files, 2);
    assert_eq!(second.forgotten, 2);
    let newest = BackupFolder::at_path(&vault.folder()).find_backup(None).expect("there");
    assert_eq!(newest.id, second.made.manifest.id);
}

/// What is published while a backup is proved may be of an export that the backup has not.
#[test]
fn a_backup_of_other_exports_than_are_published_is_neither_proved_nor_failed() {
    let vault = vault();
    let made = vault.back_up(7).manifest;
    vault.take_in(6, "B1");
    let order = BackupOrder {
        catalog: &vault.office.catalog,
        settings: &vault.settings,
        data: &vault.office.data(),
        folder: &vault.folder(),
        now: at(8),
    };
    let proof = prove_backup(&order, &made, &mut |_| {}).expect("tried");
    assert!(proof.is_incomparable && !proof.is_proved() && proof.answers == 0, "{proof:?}");
    let run = proved(&vault, 8);
    assert!(run.is_sound(), "the backup it makes has that export: {run:?}");
}

/// Content that was changed and is not built of yet is none that was proved to be lost.
#[test]
fn a_proof_that_could_not_be_compared_is_not_written_down_as_failed() {
    let vault = vault();
    assert!(proved(&vault, 7).is_sound());
    std::fs::write(vault.office.data().join("targets.csv"), "a target\n").expect("written");
    let run = proved(&vault, 8);
    let proof = run.proof.clone().expect("asked for");
    assert!(proof.is_incomparable && !run.is_sound(), "{proof:?}");
    let state = StateDatabase::open(&vault.office.data()).expect("a state");
    let last = state.last_backup_proof().expect("read").expect("written down");
    assert!(last.is_proved && last.proved_at == at(7), "{last:?}");
}

#[test]
fn two_proofs_at_once_do_not_share_a_folder() {
    let vault = vault();
    let lock = std::fs::File::create(vault.office.data().join("proof.lock")).expect("made");
    lock.try_lock().expect("nobody else has it");
    let order = BackupOrder {
        catalog: &vault.office.catalog,
        settings: &vault.settings,
        data: &vault.office.data(),
        folder: &vault.folder(),
        now: at(8),
    };
    let made = vault.back_up(7).manifest;
    let refused = prove_backup(&order, &made, &mut |_| {}).expect_err("another proof goes on");
    assert!(refused.to_string().contains("đang có việc khôi phục thử khác"), "{refused}");
    lock.unlock().expect("let go");
    assert!(prove_backup(&order, &made, &mut |_| {}).expect("tried").is_proved());
}
