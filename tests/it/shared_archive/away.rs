//! The store is away: work goes on here, and says so.

use std::fs;

use motcua::{
    archive_store::SyncOptions,
    pipeline::{IngestOverrides, PipelineRun},
};

use super::{
    builders::{OfficeMachine, counted},
    machine::{StoreRoom, at},
};

#[test]
fn what_is_taken_in_meanwhile_is_kept_here_told_and_put_there_when_it_is_back() {
    let room = StoreRoom::new();
    let (one, other) = (room.machine("one"), room.machine("other"));
    one.take_in("a", at(0));
    one.sync(1);
    room.go_away();
    one.take_in("b", at(2));
    one.try_sync(3).expect_err("it is away");
    let note = one.note();
    let away = note.away.as_ref().expect("noted");
    assert_eq!((away.since, note.asked_at), (at(3), Some(at(1))));
    one.try_sync(4).expect_err("it is away");
    assert_eq!(one.note().away.expect("noted").since, at(3), "since when it is");
    assert!(!room.store().exists(), "an unplugged disk is not made anew");
    room.come_back();
    assert_eq!(one.sync(5).put, 1);
    assert!(one.note().away.is_none());
    other.sync(6);
    assert_eq!(other.held(), one.held());
}

#[test]
fn a_build_without_the_store_counts_what_is_here_and_says_what_may_be_missing() {
    let room = StoreRoom::new();
    let one = OfficeMachine::joining(&room);
    one.take_in("A1", "2023-11-09");
    room.go_away();
    one.take_in("A2", "2023-11-12");
    assert_eq!(counted(&one), (1, 2), "one in time, one not");
    let said = one.behind().expect("it is said");
    assert!(said.contains("Có thể thiếu hồ sơ"), "{said}");
    room.come_back();
    one.share(SyncOptions::default());
    let said = one.behind().expect("it is on trial");
    assert!(said.contains("đang được dùng thử"), "{said}");
    let notes = fs::read_dir(room.store().join("archive/notes")).expect("a folder");
    assert_eq!(notes.count(), 2);
}

#[test]
fn a_build_stops_where_another_machine_erased_what_nobody_here_can_tell() {
    let room = StoreRoom::new();
    let one = OfficeMachine::joining(&room);
    one.take_in("A1", "2023-11-09");
    let folder = room.store().join("archive/erasures");
    fs::create_dir_all(&folder).expect("made");
    fs::write(folder.join(format!("{}.json", "0a".repeat(32))), "{").expect("written");
    let path = one.office.file("more.csv", one.row("A2", "2023-11-09"));
    let (catalog, data) = (&one.office.catalog, &one.office.data());
    let mut run = PipelineRun { catalog, data, now: at(9), progress: &mut |_| {} };
    let said = IngestOverrides { connector: Some("given".into()), ..IngestOverrides::default() };
    let stopped = run.ingest(&[path], &said).expect_err("no build").to_string();
    assert!(stopped.contains("không biết hồ sơ nào phải bỏ ra"), "{stopped}");
    assert_eq!(counted(&one), (1, 1), "what is published stays");
}
