//! Two offices' machines that build of what either took in.

use std::cell::Cell;

use jiff::civil::date;
use motcua::{
    archive_store::{ArchiveStoreNote, SyncOptions, SyncSummary},
    pipeline::{IngestOverrides, PipelineRun},
    warehouse::query::Warehouse,
};

use super::machine::{StoreRoom, at, join};
use crate::support::office::{AGENCY, Office};

/// A machine that builds.
pub struct OfficeMachine {
    pub office: Office,
    minute: Cell<i8>,
}

impl OfficeMachine {
    pub fn joining(room: &StoreRoom) -> Self {
        let office = Office::new();
        join(&office.data(), &room.store(), false).expect("joined");
        Self { office, minute: Cell::new(0) }
    }

    /// A finished dossier that was due on 10/11/2023.
    pub fn row(&self, code: &str, ended: &str) -> String {
        format!(
            "dossier_code,solving_agency,status,received_at,due_at,ended_at\n{code},{AGENCY},finished,2023-11-01,2023-11-10,{ended}\n"
        )
    }

    pub fn take_in(&self, code: &str, ended: &str) {
        self.minute.set(self.minute.get() + 1);
        let path = self.office.file(&format!("{code}.csv"), self.row(code, ended));
        let said = IngestOverrides {
            connector: Some("given".into()),
            snapshot_on: Some(date(2024, 1, 1)),
            ..IngestOverrides::default()
        };
        let (taken, _) = self.office.ingest_at(&path, &said, at(self.minute.get()));
        assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    }

    pub fn share(&self, options: SyncOptions) -> SyncSummary {
        let (catalog, data) = (&self.office.catalog, &self.office.data());
        let mut run = PipelineRun { catalog, data, now: at(50), progress: &mut |_| {} };
        run.share_archive(options).expect("brought together").expect("it joined").0
    }

    pub fn behind(&self) -> Option<String> {
        ArchiveStoreNote::describe_folder(&self.office.data(), &self.office.catalog.phrases)
    }
}

/// How many dossiers ended in time, of how many.
pub fn counted(machine: &OfficeMachine) -> (i64, i64) {
    let value = machine.office.value("on_time_rate", "2023-11", AGENCY).expect("counted");
    (value.measure.numerator, value.measure.denominator.expect("a rate"))
}

#[test]
fn two_machines_that_took_in_different_exports_build_the_same() {
    let room = StoreRoom::new();
    let (one, other) = (OfficeMachine::joining(&room), OfficeMachine::joining(&room));
    one.take_in("A1", "2023-11-09");
    // It asks before it takes in, and puts what it took in there before it builds.
    other.take_in("A2", "2023-11-12");
    assert_eq!(counted(&other), (1, 2));
    assert_eq!(one.share(SyncOptions::default()).taken, 1);
    assert_eq!(counted(&one), (1, 2));
    let version = |it: &OfficeMachine| {
        Warehouse::open_published(&it.office.data()).expect("built").data_version.clone()
    };
    assert_eq!(version(&one), version(&other));
    // The same export again, on the other machine, is known.
    one.take_in("A2", "2023-11-12");
    assert_eq!(version(&one), version(&other));
}

#[test]
fn an_empty_machine_builds_what_the_others_took_in() {
    let room = StoreRoom::new();
    let one = OfficeMachine::joining(&room);
    one.take_in("A1", "2023-11-09");
    let fresh = OfficeMachine::joining(&room);
    assert_eq!(fresh.share(SyncOptions::default()).taken, 1);
    assert_eq!(counted(&fresh), (1, 1));
}

#[test]
fn what_one_machine_erased_is_out_of_the_other_s_numbers_too() {
    let room = StoreRoom::new();
    let (one, other) = (OfficeMachine::joining(&room), OfficeMachine::joining(&room));
    one.take_in("A1", "2023-11-09");
    one.take_in("A2", "2023-11-12");
    other.share(SyncOptions::default());
    assert_eq!(counted(&other), (1, 2));
    let (catalog, data) = (&one.office.catalog, &one.office.data());
    let mut run = PipelineRun { catalog, data, now: at(40), progress: &mut |_| {} };
    run.erase_dossier("A2", "theo đơn ngày 2/1/2024").expect("erased");
    assert_eq!(other.share(SyncOptions::default()).erased, 1);
    assert_eq!(counted(&other), (1, 1));
    // Nor does it come back with an export of before.
    other.take_in("A2", "2023-11-12");
    assert_eq!(counted(&other), (1, 1));
}

#[test]
fn a_file_that_is_damaged_here_is_taken_from_the_store_before_it_is_built_of() {
    let room = StoreRoom::new();
    let one = OfficeMachine::joining(&room);
    one.take_in("A1", "2023-11-09");
    let archive =
        motcua::ingest::archive::Archive::open_in(&one.office.data()).expect("an archive");
    let source = archive.list_sources().expect("whole").remove(0);
    std::fs::write(archive.parquet_path(&source.id), "no rows").expect("written");
    one.take_in("A2", "2023-11-12");
    assert_eq!(counted(&one), (1, 2));
}
