//! What whoever runs the machines is told, and what is kept back until the store was asked.

use motcua::{
    archive_store::ArchiveStoreNote,
    catalog::settings::ProgramSettings,
    health::{HealthCheck, HealthExamination, HealthFinding, HealthState, run_checks},
    pipeline::{LockActor, LockRequest, PipelineRun, VersionPublishing},
    version_store::PublishOptions,
};

use super::{
    builders::OfficeMachine,
    machine::{SharingMachine, StoreRoom, at},
};
use crate::{health::examined::sound_machine, support::office::Office};

/// What the check of the store finds in a data folder.
fn find(machine: &SharingMachine, minute: i8) -> Vec<HealthFinding> {
    let (office, probe) = (Office::new(), sound_machine());
    let settings = ProgramSettings::default();
    let examined =
        HealthExamination::new((&office.catalog, &settings), &machine.data, &probe, at(minute));
    let found = run_checks(&examined).into_iter();
    let of_store = found.filter(|finding| finding.check == HealthCheck::ArchiveStore);
    of_store.collect()
}

#[test]
fn doctor_says_how_many_exports_are_on_this_machine_alone() {
    let room = StoreRoom::new();
    assert!(find(&room.alone("alone"), 0).is_empty(), "without a store nothing is said");
    let one = room.machine("one");
    assert_eq!(find(&one, 0)[0].case, "begun");
    one.take_in("a", at(0));
    one.sync(1);
    let found = find(&one, 2).remove(0);
    assert_eq!((found.state, found.case), (HealthState::Attention, "shared"));
    room.go_away();
    one.take_in("b", at(3));
    one.take_in("c", at(4));
    one.try_sync(5).expect_err("it is away");
    let HealthFinding { state, case, values, .. } = find(&one, 6).remove(0);
    assert_eq!((state, case), (HealthState::Attention, "away"));
    assert!(values.contains(&("count", "2".to_owned())), "{values:?}");
}

#[test]
fn no_version_goes_to_the_nodes_from_a_folder_whose_archive_lies_in_a_store() {
    let room = StoreRoom::new();
    let one = OfficeMachine::joining(&room);
    one.take_in("A1", "2023-11-09");
    let versions = tempfile::tempdir().expect("a folder");
    let text = format!("[versions]\nstore = {:?}\n", versions.path());
    let settings = ProgramSettings::parse_text("motcua.toml", &text).expect("settings");
    let (catalog, data) = (&one.office.catalog, &one.office.data());
    let publish = || {
        let options = PublishOptions::default();
        let ran = VersionPublishing { catalog, settings: &settings, data, options }.run(at(20));
        ran.expect("nothing is wrong").map(|it| it.number)
    };
    let phrases = &one.office.catalog.phrases;
    assert_eq!(publish(), None);
    assert!(ArchiveStoreNote::ensure_not_shared(data, phrases).is_err());
    ArchiveStoreNote::leave(data).expect("left");
    assert!(ArchiveStoreNote::ensure_not_shared(data, phrases).is_ok());
    assert_eq!(publish(), Some(1));
}

#[test]
fn a_period_is_locked_as_incomplete_where_the_archive_lies_in_a_store() {
    let room = StoreRoom::new();
    let one = OfficeMachine::joining(&room);
    one.take_in("A1", "2023-11-09");
    let (catalog, data) = (&one.office.catalog, &one.office.data());
    let period = "2023-11".parse().expect("a period");
    let lock = |takes_incomplete| {
        let mut run = PipelineRun { catalog, data, now: at(20), progress: &mut |_| {} };
        let request = LockRequest { period, reports: &[], on: None, note: "", takes_incomplete };
        let actor = LockActor { user: None, name: "lan", address: "" };
        run.lock_period(&ProgramSettings::default(), &request, actor)
    };
    let told = lock(false).expect_err("refused").to_string();
    assert!(told.contains("đang được dùng thử"), "{told}");
    assert!(lock(true).expect("locked").note.is_incomplete);
}
