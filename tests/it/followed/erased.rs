//! What was erased at the office is in no version that stays in the store.

use std::fs;

use motcua::{
    pipeline::PipelineRun,
    version_store::{PublishNote, PublishOptions},
};

use super::{
    node::{ReadingNode, VersionPublisher, at, held},
    publishers::{TAKE_OVER, copied, make_older, publish_into},
};

#[test]
fn versions_of_before_an_erasure_go_at_once_with_what_they_alone_held() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    let build = publisher.object(1, "warehouse.duckdb");
    let mut run = PipelineRun {
        catalog: &publisher.office.catalog,
        data: &publisher.office.data(),
        now: at(1),
        progress: &mut |_| {},
    };
    run.erase_dossier("D0", "theo đơn ngày 2/1/2024").expect("erased");
    let made = publisher.publish().expect("another build");
    assert_eq!((made.number, made.removed), (2, 1));
    assert!(!publisher.manifest(1).exists() && !build.exists());
    assert_eq!(held(&node.follower.look(at(2))), Some(2));
    let builds = fs::read_dir(node.data()).expect("a folder").filter(|entry| {
        let name = entry.as_ref().expect("an entry").file_name();
        name.to_string_lossy().ends_with(".duckdb")
    });
    assert_eq!(builds.count(), 1, "the node keeps no older one either");
}

pub fn erase(publisher: &VersionPublisher, code: &str) {
    let mut run = PipelineRun {
        catalog: &publisher.office.catalog,
        data: &publisher.office.data(),
        now: at(1),
        progress: &mut |_| {},
    };
    run.erase_dossier(code, "theo đơn ngày 2/1/2024").expect("erased");
}

/// Between the ledger and the build: the build still holds the dossier, whatever the ledger says.
#[test]
fn a_build_of_before_an_erasure_is_not_published_as_one_of_after_it() {
    let publisher = VersionPublisher::of_one();
    let (data, aside) = (publisher.office.data(), tempfile::tempdir().expect("a folder"));
    let before = crate::support::office::published_file(&data);
    let kept = aside.path().join("build");
    fs::copy(&before, &kept).expect("copied");
    erase(&publisher, "D0");
    let after = crate::support::office::published_file(&data);
    let rebuilt = aside.path().join("rebuilt");
    fs::rename(&after, &rebuilt).expect("renamed");
    fs::copy(&kept, &after).expect("copied");
    let waits = publisher.try_publish(PublishOptions::default()).expect_err("it waits");
    assert!(waits.to_string().contains("không còn khớp"), "{waits}");
    fs::rename(&rebuilt, &after).expect("renamed");
    let made = publisher.publish().expect("another build");
    assert_eq!((made.number, made.removed), (2, 1));
}

#[test]
fn what_was_erased_goes_though_an_older_manifest_cannot_be_read_or_the_first_try_fails() {
    let publisher = VersionPublisher::of_one();
    let again = PublishOptions { uploads_all: true, ..PublishOptions::default() };
    publisher.try_publish(again).expect("published").expect("the second");
    let build = publisher.object(1, "warehouse.duckdb");
    fs::write(publisher.manifest(2), "{").expect("written");
    // The folder's own number all the same.
    erase(&publisher, "D0");
    publisher.publish().expect("another build");
    assert!(!publisher.manifest(1).exists() && !build.exists());
    let data = publisher.office.data();
    let last = PublishNote::read(&data).expect("read").last;
    assert!(!last.expect("published").sweep_due);
}

#[test]
fn a_folder_of_before_an_erasure_publishes_nothing_whatever_it_is_told() {
    let publisher = VersionPublisher::new();
    let other = VersionPublisher::new();
    erase(&publisher, "D0");
    publisher.publish().expect("the first");
    let options =
        PublishOptions { takes_over: true, uploads_all: true, ..PublishOptions::default() };
    let (data, catalog) = (other.office.data(), &other.office.catalog);
    let refused = super::node::publish_of(&data, catalog, &publisher.store(), options);
    assert!(refused.expect_err("refused").to_string().contains("hồ sơ bị xóa"));
}

#[test]
fn what_could_not_be_removed_is_told_and_removed_later_though_nothing_is_new() {
    let publisher = VersionPublisher::of_one();
    let build = publisher.object(1, "warehouse.duckdb");
    erase(&publisher, "D0");
    // A folder in the place of the object: it cannot be removed.
    let aside = build.with_extension("aside");
    fs::rename(&build, &aside).expect("renamed");
    fs::create_dir(&build).expect("made");
    fs::write(build.join("a"), "").expect("written");
    assert_eq!(publisher.publish().expect("another build").number, 2);
    let sweep_due = || {
        let note = PublishNote::read(&publisher.office.data()).expect("read");
        note.last.expect("published").sweep_due
    };
    assert!(sweep_due());
    publisher.try_publish(PublishOptions::default()).expect_err("still in the way");
    let address = publisher.store().display().to_string();
    let problem = || {
        let note = PublishNote::read(&publisher.office.data()).expect("read");
        note.find_problem(&address).cloned()
    };
    assert!(problem().is_some(), "it is told");
    fs::remove_dir_all(&build).expect("removed");
    assert_eq!(publisher.publish(), None);
    assert!(!sweep_due());
    assert_eq!(problem(), None);
}

#[test]
fn as_many_erasures_as_in_the_store_are_none_where_they_are_of_others() {
    let publisher = VersionPublisher::of_one();
    let other = copied(&publisher);
    erase(&publisher, "D0");
    publisher.publish().expect("the second");
    erase(&other, "D1");
    let refused = publish_into(&other, &publisher, TAKE_OVER).expect_err("D0 would come back");
    assert!(refused.contains("hồ sơ bị xóa"), "{refused}");
    assert!(!publisher.manifest(3).exists());
}

#[test]
fn of_what_was_erased_in_a_version_that_cannot_be_read_nobody_is_sure_but_who_made_it() {
    let publisher = VersionPublisher::of_one();
    let other = copied(&publisher);
    erase(&publisher, "D0");
    publisher.publish().expect("the second");
    let text = fs::read(publisher.manifest(2)).expect("a manifest");
    fs::write(publisher.manifest(2), &text[..text.len() / 2]).expect("written");
    let refused = publish_into(&other, &publisher, TAKE_OVER).expect_err("who knows");
    assert!(refused.contains("không biết hồ sơ nào đã xóa"), "{refused}");
    assert_eq!(publisher.publish_more("metric_id\n").number, 3);
}

/// A publisher that was killed leaves them, and the library lists none.
#[test]
fn what_is_left_of_an_upload_goes_after_an_hour_or_an_erasure() {
    let publisher = VersionPublisher::of_one();
    let objects = publisher.store().join("objects");
    let left = objects.join(format!("{}#1", "0a".repeat(32)));
    let publish = |day: u8| {
        publisher.office.given(&format!("status,received_at\nfinished,2023-12-0{day}\n"));
        publisher.publish().expect("another build");
    };
    fs::write(&left, "half").expect("written");
    publish(1);
    assert!(left.exists(), "somebody may be uploading it");
    make_older(&objects);
    publish(2);
    assert!(!left.exists());
    fs::write(&left, "half").expect("written");
    erase(&publisher, "D0");
    publisher.publish().expect("another build");
    assert!(!left.exists());
}
