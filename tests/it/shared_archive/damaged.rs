//! What lies in the store, or here, and is not what it was.

use std::{fs, path::Path};

use motcua::archive_store::SyncOptions;
use rstest::rstest;

use super::machine::{SharingMachine, StoreRoom, at, sync};

fn break_object(one: &SharingMachine) {
    fs::write(one.object("a"), "rows of A").expect("written");
}

fn cut_object(one: &SharingMachine) {
    fs::write(one.object("a"), "rows").expect("written");
}

fn lose_object(one: &SharingMachine) {
    fs::remove_file(one.object("a")).expect("removed");
}

fn change_note(path: &Path) {
    let text = fs::read_to_string(path).expect("a note");
    fs::write(path, text.replace("2024-01-01", "2024-01-09")).expect("written");
}

fn change_the_note(one: &SharingMachine) {
    change_note(&one.notes("a")[0]);
}

fn cut_the_note(one: &SharingMachine) {
    fs::write(&one.notes("a")[0], "{").expect("written");
}

#[rstest]
#[case::a_changed_file(break_object)]
#[case::a_file_that_was_cut_off(cut_object)]
#[case::a_lost_file(lose_object)]
#[case::a_changed_note(change_the_note)]
#[case::a_note_that_was_cut_off(cut_the_note)]
fn what_is_not_as_it_was_archived_is_not_taken_and_told_until_it_is_mended(
    #[case] damage: fn(&SharingMachine),
) {
    let room = StoreRoom::new();
    let (one, other) = (room.machine("one"), room.machine("other"));
    one.take_in("a", at(0));
    one.take_in("b", at(1));
    one.sync(2);
    damage(&one);
    let came = other.sync(3);
    assert_eq!(came.taken, 1, "the other one is");
    let lacking = &other.note().lacking;
    assert!(lacking.len() == 1 && lacking[0].is_lacked_here, "{lacking:?}");
    assert!(other.note().may_lack(), "what is built there says so");
    assert_eq!(other.held().len(), 1);
    let again = SyncOptions { uploads_all: true, ..SyncOptions::default() };
    sync(&one.data, at(4), again).expect("put there anew");
    assert_eq!(other.sync(5).taken, 1);
    assert!(!other.note().may_lack());
    assert_eq!(other.held(), one.held());
}

#[test]
fn a_file_that_the_store_lost_or_has_in_half_is_put_there_again_by_whoever_has_it() {
    let room = StoreRoom::new();
    let one = room.machine("one");
    one.take_in("a", at(0));
    one.sync(1);
    for damage in [lose_object, cut_object] {
        damage(&one);
        one.sync(2);
        assert_eq!(fs::read_to_string(one.object("a")).expect("it is there"), "rows of a");
    }
}

#[test]
fn a_pair_that_is_damaged_here_is_not_put_there_and_is_taken_from_the_store_where_it_is() {
    let room = StoreRoom::new();
    let (one, other) = (room.machine("one"), room.machine("other"));
    one.take_in("a", at(0));
    let source = one.take_in("b", at(1));
    let path = one.archive().parquet_path(&source.id);
    fs::write(&path, "rows of B").expect("written");
    let came = one.sync(2);
    assert_eq!((came.put, came.lacking.len()), (1, 1), "{came:?}");
    assert!(!came.lacking[0].is_lacked_here, "nothing of other machines is missing");
    fs::write(&path, "rows of b").expect("written");
    one.sync(3);
    other.sync(4);
    fs::write(&path, "rows of B").expect("written");
    fs::remove_file(one.archive().note_path(&source.id)).expect("removed");
    let verified = SyncOptions { verifies_own: true, ..SyncOptions::default() };
    sync(&one.data, at(6), verified).expect("brought together");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "rows of b");
}

/// Whoever may write to the store must not reach another folder by it.
#[test]
fn a_name_that_is_none_is_passed_over_and_a_note_of_another_id_is_not_taken() {
    let room = StoreRoom::new();
    let (one, other) = (room.machine("one"), room.machine("other"));
    one.take_in("a", at(0));
    one.sync(1);
    let note = &one.notes("a")[0];
    let name = note.file_name().expect("a name").to_string_lossy().into_owned();
    let of_another = name.replace("given.6161", "given.6262");
    assert_ne!(of_another, name);
    fs::copy(note, note.with_file_name(of_another)).expect("copied");
    fs::copy(note, note.with_file_name(format!("..{name}"))).expect("copied");
    let came = other.sync(2);
    assert_eq!((came.taken, came.lacking.len()), (1, 1), "{came:?}");
    assert_eq!(other.held(), one.held());
}

#[test]
fn an_export_of_a_connector_that_no_store_can_call_by_its_name_stays_here_and_is_told() {
    let room = StoreRoom::new();
    let one = room.machine("one");
    let source = one.take_in("a", at(0));
    let archive = one.archive();
    let (text, id) =
        (archive.read_note_text(&source.id).expect("read").0, "So.Cũ/6161616161616161");
    let prepared = archive.prepare_file(id).expect("a place");
    fs::copy(archive.parquet_path(&source.id), &prepared).expect("copied");
    let other =
        motcua::domain::source::Source { id: id.into(), connector: "So.Cũ".into(), ..text };
    archive.commit_file(&prepared, other).expect("archived");
    let came = one.sync(1);
    assert_eq!((came.put, came.lacking.len()), (1, 1), "{came:?}");
    assert!(!one.note().may_lack(), "nothing of other machines is missing");
}
