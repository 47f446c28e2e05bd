//! What is damaged is named, and nothing else is.

use std::{fs, path::Path};

use motcua::{
    domain::source::Source,
    health::{HealthCheck, HealthState},
    ingest::archive::Archive,
    state::StateDatabase,
};
use rstest::rstest;

use super::examined::{examine_plainly, found_of, healthy_office};
use crate::support::office::{Office, published_file};

/// The archive's file of the only export.
fn archived(office: &Office) -> (Source, std::path::PathBuf) {
    let archive = Archive::open_in(&office.data()).expect("an archive");
    let source = archive.list_sources().expect("notes").remove(0);
    let parquet = archive.parquet_path(&source.id);
    (source, parquet)
}

fn flip_bit(path: &Path) {
    let mut bytes = fs::read(path).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).expect("written");
}

#[test]
fn of_a_healthy_office_only_the_missing_backup_is_worth_a_look() {
    let office = healthy_office();
    let findings = examine_plainly(&office);
    let not_sound = findings.iter().filter(|finding| finding.state != HealthState::Sound);
    let not_sound: Vec<_> = not_sound.map(|finding| (finding.check, finding.case)).collect();
    assert_eq!(not_sound, [(HealthCheck::Backup, "none")]);
    assert_eq!(findings.len(), 17, "a line for each check");
}

#[test]
fn a_flipped_bit_in_the_archive_is_named_with_its_file() {
    let office = healthy_office();
    let (source, parquet) = archived(&office);
    flip_bit(&parquet);
    let findings = examine_plainly(&office);
    assert_eq!(found_of(&findings, HealthCheck::Archive), (HealthState::Broken, "damaged"));
    let said = findings.iter().find(|finding| finding.check == HealthCheck::Archive);
    let (_, problem) = &said.expect("found").values[0];
    assert!(problem.contains(&source.file_name), "{problem}");
    // What is published was made before, and is whole.
    assert_eq!(found_of(&findings, HealthCheck::Published), (HealthState::Sound, "whole"));
}

#[test]
fn a_damaged_note_and_a_file_without_its_note_are_named() {
    let office = healthy_office();
    let (_, parquet) = archived(&office);
    let note = parquet.with_extension("json");
    flip_bit(&note);
    let findings = examine_plainly(&office);
    assert_eq!(found_of(&findings, HealthCheck::Archive), (HealthState::Broken, "damaged"));
    fs::remove_file(&note).expect("removed");
    let findings = examine_plainly(&office);
    assert_eq!(found_of(&findings, HealthCheck::Archive), (HealthState::Attention, "without_note"));
}

#[rstest]
#[case::emptied(Vec::new())]
#[case::foreign(b"khong phai tep cua motcua".to_vec())]
fn a_damaged_state_is_named(#[case] bytes: Vec<u8>) {
    let office = healthy_office();
    for beside in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(office.data().join(format!("{}{beside}", StateDatabase::FILE)));
    }
    fs::write(office.data().join(StateDatabase::FILE), bytes).expect("written");
    let findings = examine_plainly(&office);
    assert_eq!(found_of(&findings, HealthCheck::State), (HealthState::Broken, "damaged"));
}

#[test]
fn a_truncated_warehouse_is_named() {
    let office = healthy_office();
    let path = published_file(&office.data());
    let half = fs::metadata(&path).expect("published").len() / 2;
    fs::File::options().write(true).open(&path).expect("opened").set_len(half).expect("cut");
    let findings = examine_plainly(&office);
    assert_eq!(found_of(&findings, HealthCheck::Published), (HealthState::Broken, "broken"));
}

#[test]
fn an_archive_that_was_never_built_from_is_named() {
    let office = healthy_office();
    fs::remove_file(published_file(&office.data())).expect("removed");
    let findings = examine_plainly(&office);
    assert_eq!(found_of(&findings, HealthCheck::Published), (HealthState::Broken, "broken"));
}

#[test]
fn a_build_of_other_content_is_to_be_made_anew() {
    let mut office = healthy_office();
    let path = "queries/metrics/update_count.sql";
    let text = office.catalog.content.file_text(path).expect("there").to_owned() + "\n";
    office.catalog.content = office.catalog.content.with_file(path, text.into_bytes());
    let findings = examine_plainly(&office);
    assert_eq!(found_of(&findings, HealthCheck::Published), (HealthState::Attention, "stale"));
}

#[test]
fn a_look_at_a_folder_that_is_not_there_makes_none() {
    let office = Office::new();
    let findings = examine_plainly(&office);
    assert_eq!(found_of(&findings, HealthCheck::DataFolder), (HealthState::Broken, "missing"));
    assert!(!office.data().exists());
}

#[test]
fn a_lost_ledger_of_erasures_and_a_folder_restored_by_half_are_named() {
    let office = healthy_office();
    fs::write(office.data().join("has-erasures.txt"), "x").expect("written");
    let findings = examine_plainly(&office);
    assert_eq!(found_of(&findings, HealthCheck::Archive), (HealthState::Broken, "ledger"));
    fs::remove_file(office.data().join("has-erasures.txt")).expect("removed");
    fs::create_dir(office.data().join("restoring")).expect("made");
    let findings = examine_plainly(&office);
    assert_eq!(
        found_of(&findings, HealthCheck::DataFolder),
        (HealthState::Broken, "half_restored")
    );
}
