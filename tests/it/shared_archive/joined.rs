//! Whose a store is, and who may join it.

use std::fs;

use motcua::archive_store::{ArchiveStoreError, ArchiveStoreNote};

use super::machine::{StoreRoom, at, join};

#[test]
fn a_folder_with_exports_joins_a_store_that_it_does_not_know_only_when_told_that_both_are_of_one_office()
 {
    let room = StoreRoom::new();
    room.machine("one").take_in("a", at(0));
    let other = room.alone("other");
    other.take_in("b", at(1));
    let refused = join(&other.data, &other.store, false).expect_err("refused");
    assert!(matches!(refused, ArchiveStoreError::NotEmpty { .. }), "{refused}");
    assert!(!ArchiveStoreNote::is_there(&other.data), "nothing is known of it then");
    join(&other.data, &other.store, true).expect("told");
    other.sync(2);
    assert_eq!(other.notes("b").len(), 1);
}

#[test]
fn a_folder_of_one_store_asks_no_other() {
    let room = StoreRoom::new();
    let one = room.machine("one");
    let second = room.store().with_extension("second");
    fs::create_dir(&second).expect("made");
    let refused = join(&one.data, &second, true).expect_err("refused");
    assert!(matches!(refused, ArchiveStoreError::Joined { .. }), "{refused}");
    ArchiveStoreNote::leave(&one.data).expect("left");
    join(&one.data, &second, false).expect("it is nobody's");
}

#[test]
fn a_store_that_became_another_office_s_is_not_asked() {
    let room = StoreRoom::new();
    let one = room.machine("one");
    one.take_in("a", at(0));
    one.sync(1);
    fs::write(room.store().join("archive/office.json"), "{\"office\": \"other\"}")
        .expect("written");
    let told = one.try_sync(2).expect_err("another office's").to_string();
    assert!(told.contains("một văn phòng khác"), "{told}");
    assert!(one.note().may_lack());
    fs::remove_file(room.store().join("archive/office.json")).expect("removed");
    let told = one.try_sync(3).expect_err("nobody's").to_string();
    assert!(told.contains("không còn ghi của văn phòng nào"), "{told}");
    join(&one.data, &one.store, false).expect("it knows itself");
    assert_eq!(one.sync(4).put, 0, "what lies there is known again");
}

#[test]
fn versions_and_the_archive_lie_in_one_store_without_taking_each_other_s_files_away() {
    use crate::followed::node::{VersionPublisher, at as published_at};
    use crate::support::office::Office;
    let publisher = VersionPublisher::new();
    let office: &Office = &publisher.office;
    join(&office.data(), &publisher.store(), false).expect("joined");
    super::machine::sync(
        &office.data(),
        published_at(0),
        motcua::archive_store::SyncOptions::default(),
    )
    .expect("brought together");
    publisher.publish().expect("the first");
    publisher.publish_more("metric_id\n");
    let objects = fs::read_dir(publisher.store().join("archive/objects")).expect("a folder");
    assert_eq!(objects.count(), 1);
}
