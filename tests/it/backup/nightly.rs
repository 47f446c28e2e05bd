//! `[backup]`: made once a night, caught up once, proved as often as is set.

use std::fs;

use jiff::civil::DateTime;
use motcua::{
    backup::BackupRun, catalog::settings::ProgramSettings, pipeline::NightlyBackup,
    state::StateDatabase,
};

use crate::backup::vault::{Vault, names};

/// A vault that is backed up at half past one, proved never unless it says so.
fn vault(more: &str) -> Vault {
    let mut vault = Vault::of_every_metric();
    fs::create_dir(vault.folder()).expect("made");
    let text = format!("[backup]\nfolder = \"{}\"\n{more}", vault.folder().display());
    vault.settings = ProgramSettings::parse_text("motcua.toml", &text).expect("settings");
    vault.settings.check_content(&vault.office.catalog).expect("they are well");
    vault
}

fn run(vault: &Vault, time: &str) -> Option<BackupRun> {
    let now: DateTime = time.parse().expect("a time");
    let nightly = NightlyBackup {
        catalog: &vault.office.catalog,
        settings: &vault.settings,
        data: &vault.office.data(),
    };
    nightly.run_due(now).expect("tried")
}

#[test]
fn once_a_night_and_what_was_missed_is_caught_up_once() {
    let vault = vault("prove = \"never\"\nkeep = 2\n");
    assert!(run(&vault, "2024-01-02T10:00:00").is_some(), "the first one at once");
    for nothing in ["2024-01-02T10:01:00", "2024-01-02T23:59:00", "2024-01-03T01:29:00"] {
        assert!(run(&vault, nothing).is_none(), "{nothing}");
    }
    assert!(run(&vault, "2024-01-03T01:30:00").is_some());
    assert!(run(&vault, "2024-01-03T01:31:00").is_none());
    // Off for three nights: one backup when it is on again.
    assert!(run(&vault, "2024-01-06T07:15:00").is_some());
    assert!(run(&vault, "2024-01-06T07:16:00").is_none());
    assert_eq!(names(&vault.folder().join("backups")).len(), 2, "as many as are kept");
}

#[test]
fn a_clock_that_ran_ahead_does_not_put_backups_off() {
    let vault = vault("prove = \"never\"\n");
    assert!(run(&vault, "2031-05-05T03:00:00").is_some());
    assert!(run(&vault, "2024-01-02T10:00:00").is_some(), "the clock is right again");
    assert!(run(&vault, "2024-01-02T10:01:00").is_none());
}

#[test]
fn one_that_failed_is_written_down_and_tried_again_after_an_hour() {
    let vault = vault("prove = \"never\"\n");
    // The disk is not there: nothing is written to where it should be.
    fs::remove_dir(vault.folder()).expect("removed");
    let at = |time: &str| {
        let data = vault.office.data();
        let nightly = NightlyBackup {
            catalog: &vault.office.catalog,
            settings: &vault.settings,
            data: &data,
        };
        nightly.run_due(time.parse().expect("a time"))
    };
    at("2024-01-02T01:30:00").expect_err("no folder");
    let state = StateDatabase::open(&vault.office.data()).expect("a state");
    let last = state.last_backup().expect("read").expect("written down");
    assert!(!last.is_whole && last.backup_id.is_none());
    assert!(last.note.contains(&vault.folder().display().to_string()), "{}", last.note);
    assert!(!vault.folder().exists());
    assert!(at("2024-01-02T02:29:00").expect("not tried yet").is_none());
    fs::create_dir(vault.folder()).expect("made");
    assert!(at("2024-01-02T02:30:00").expect("tried").is_some());
}

#[test]
fn a_proof_once_a_week_is_not_made_every_night() {
    let vault = vault("");
    let is_proved = |time| run(&vault, time).expect("due").proof.is_some();
    assert!(is_proved("2024-01-02T01:30:00"));
    assert!(!is_proved("2024-01-03T01:30:00"));
    assert!(!is_proved("2024-01-08T01:30:00"));
    assert!(is_proved("2024-01-09T01:30:00"));
}

#[test]
fn a_time_that_is_none_is_refused_where_it_stands() {
    let text = "[backup]\nfolder = \"/srv/sao-luu\"\nat = \"25:00\"\n";
    let settings = ProgramSettings::parse_text("motcua.toml", text).expect("read");
    let vault = Vault::new();
    let refused = settings.check_content(&vault.office.catalog).expect_err("refused").to_string();
    assert!(refused.contains("`25:00`") && refused.contains("motcua.toml"), "{refused}");
}
