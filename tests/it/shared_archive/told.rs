//! What whoever runs the machines is told, and what is kept back until the store was asked.

use motcua::{
    archive_store::ArchiveStoreNote,
    catalog::settings::ProgramSettings,
    health::{HealthCheck, HealthExamination, HealthFinding, HealthState, run_checks},
    pipeline::VersionPublishing,
    version_store::PublishOptions,
};

use super::{
    builders::OfficeMachine,
    machine::{Machine, Room, at},
};
use crate::{health::examined::sound_machine, support::office::Office};

/// What the check of the store finds in a data folder.
fn find(machine: &Machine, minute: i8) -> Vec<HealthFinding> {
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
    let room = Room::new();
    assert!(find(&room.alone("alone"), 0).is_empty(), "without a store nothing is said");
    let one = room.machine("one");
    assert_eq!(find(&one, 0)[0].case, "begun");
    one.take_in("a", at(0));
    one.sync(1);
    let found = find(&one, 2).remove(0);
    assert_eq!((found.state, found.case), (HealthState::Sound, "shared"));
    room.go_away();
    one.take_in("b", at(3));
    one.take_in("c", at(4));
    one.try_sync(5).expect_err("it is away");
    let HealthFinding { state, case, values, .. } = find(&one, 6).remove(0);
    assert_eq!((state, case), (HealthState::Attention, "away"));
    assert!(values.contains(&("count", "2".to_owned())), "{values:?}");
}

#[test]
fn no_version_goes_to_the_nodes_that_may_lack_exports_of_another_machine() {
    let room = Room::new();
    let one = OfficeMachine::joining(&room);
    one.take_in("A1", "2023-11-09");
    let versions = tempfile::tempdir().expect("a folder");
    let text = format!("[versions]\nstore = {:?}\n", versions.path());
    let settings = ProgramSettings::parse_text("motcua.toml", &text).expect("settings");
    let (catalog, data) = (&one.office.catalog, &one.office.data());
    let publish = || {
        let options = PublishOptions::default();
        VersionPublishing { catalog, settings: &settings, data, options }.run(at(20))
    };
    assert!(publish().expect("published").is_some());
    room.go_away();
    one.take_in("A2", "2023-11-12");
    assert!(publish().expect("nothing is wrong").is_none());
    let phrases = &one.office.catalog.phrases;
    assert!(ArchiveStoreNote::ensure_whole(data, phrases).is_err());
    room.come_back();
    one.share(motcua::archive_store::SyncOptions::default());
    assert_eq!(publish().expect("published").map(|it| it.number), Some(2));
}
