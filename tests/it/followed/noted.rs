//! What a folder remembers of the stores it publishes into, and whether it is true.

use std::fs;

use motcua::version_store::{ContentChange, PublishNote, PublishOptions};

use super::node::{
    ReadingNode, VersionPublisher, at, go_away, held, publish_at, publish_of, write_more,
};

const LOOKING: PublishOptions = PublishOptions {
    uploads_all: false,
    takes_over: false,
    checks_store: true,
    content: ContentChange::Refused,
};

fn problem_of(publisher: &VersionPublisher) -> Option<String> {
    let note = PublishNote::read(&publisher.office.data()).expect("read");
    let address = publisher.store().display().to_string();
    note.find_problem(&address).map(|problem| problem.told.clone())
}

#[test]
fn a_version_whose_manifest_is_another_is_published_again() {
    let (publisher, other) = (VersionPublisher::of_one(), VersionPublisher::of_one());
    fs::copy(other.manifest(1), publisher.manifest(1)).expect("copied");
    let made = publisher.try_publish(LOOKING).expect("looked").expect("it is not there");
    assert_eq!(made.number, 2);
    assert_eq!(held(&ReadingNode::of(&publisher).follower.look(at(1))), Some(2));
}

#[test]
fn what_a_version_names_and_is_gone_is_uploaded_again() {
    let publisher = VersionPublisher::of_one();
    let build = publisher.object(1, "warehouse.duckdb");
    fs::remove_file(&build).expect("removed");
    let made = publisher.try_publish(LOOKING).expect("looked").expect("something is gone");
    assert_eq!((made.number, made.uploaded), (1, 1));
    assert!(build.exists());
    assert_eq!(publisher.try_publish(LOOKING).expect("looked"), None);
}

#[test]
fn once_an_hour_it_is_looked_whether_the_version_is_still_there() {
    let publisher = VersionPublisher::of_one();
    let publish = |hour: i8, minute: i8| {
        let now = jiff::civil::date(2024, 1, 2).at(hour, minute, 0, 0);
        publish_at(&publisher, now).expect("published").map(|made| made.number)
    };
    assert_eq!(publish(9, 0), None, "it is there");
    fs::remove_file(publisher.manifest(1)).expect("removed");
    assert_eq!(publish(9, 59), None, "it was seen at nine");
    assert_eq!(publish(10, 0), Some(2));
}

#[test]
fn what_failed_is_told_until_the_store_was_asked() {
    let publisher = VersionPublisher::of_one();
    let locks = publisher.office.data().join("locks");
    let away = go_away(&publisher);
    write_more(&publisher.office.data(), "metric_id\n");
    publisher.try_publish(PublishOptions::default()).expect_err("the store is away");
    // As it was published: nothing is new, and yet nobody knows.
    fs::remove_dir_all(locks).expect("removed");
    publisher.try_publish(PublishOptions::default()).expect_err("the store is away");
    assert!(problem_of(&publisher).is_some());
    // Nor is it another store's.
    let second = tempfile::tempdir().expect("a folder");
    let (data, catalog) = (publisher.office.data(), &publisher.office.catalog);
    publish_of(&data, catalog, second.path(), PublishOptions::default()).expect("published");
    assert!(problem_of(&publisher).is_some());
    drop(away);
    assert_eq!(publisher.publish(), None);
    assert_eq!(problem_of(&publisher), None);
}

#[test]
fn a_store_that_could_not_be_taken_over_changes_nothing_of_whose_folder_it_is() {
    let (publisher, other) = (VersionPublisher::new(), VersionPublisher::of_one());
    super::erased::erase(&publisher, "D0");
    publisher.publish().expect("the first");
    let options = PublishOptions { takes_over: true, ..PublishOptions::default() };
    let (data, catalog) = (other.office.data(), &other.office.catalog);
    publish_of(&data, catalog, &publisher.store(), options).expect_err("fewer are erased");
    assert_eq!(other.publish_more("metric_id\n").number, 2);
}

#[test]
fn a_number_has_ten_digits_whatever_lies_in_the_store() {
    let publisher = VersionPublisher::of_one();
    fs::write(publisher.manifest(9_999_999_999), "{").expect("written");
    write_more(&publisher.office.data(), "metric_id\n");
    let options = PublishOptions { takes_over: true, ..PublishOptions::default() };
    let refused = publisher.try_publish(options).expect_err("refused").to_string();
    assert!(refused.contains("versions/9999999999.json"), "{refused}");
    assert_eq!(fs::read_dir(publisher.store().join("versions")).expect("a folder").count(), 2);
}
