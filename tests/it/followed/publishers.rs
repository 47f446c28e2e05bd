//! Who publishes: never over another's version, never into another office's store, and old versions go in their time.

use std::{
    fs::{self, File},
    path::Path,
    time::{Duration, SystemTime},
};

use motcua::{
    catalog::settings::ProgramSettings,
    pipeline::VersionPublishing,
    version_store::{PublishNote, PublishOptions},
};

use super::node::{Publisher, ReadingNode, at, held, publish_of};

#[test]
fn two_who_publish_for_one_office_never_write_over_one_another() {
    let publisher = Publisher::new();
    publisher.publish().expect("the first");
    let first = fs::read(publisher.manifest(1)).expect("a manifest");
    // The same office on another machine.
    let other = Publisher::new();
    let note = other.office.data().join("published-version.json");
    fs::copy(publisher.office.data().join("published-version.json"), note).expect("copied");
    fs::write(other.office.data().join("targets.csv"), "metric_id\n").expect("written");
    let of_other = || {
        let (data, catalog) = (other.office.data(), &other.office.catalog);
        publish_of(&data, catalog, &publisher.store(), PublishOptions::default())
    };
    assert_eq!(of_other().expect("published").expect("another").number, 2);
    assert_eq!(publisher.publish_more("metric_id,kind\n").number, 3);
    assert_eq!(fs::read(publisher.manifest(1)).expect("a manifest"), first);
    // Somebody took the next number meanwhile.
    fs::write(publisher.manifest(4), "theirs").expect("written");
    assert_eq!(publisher.publish_more("metric_id,level\n").number, 5);
    assert_eq!(fs::read_to_string(publisher.manifest(4)).expect("there"), "theirs");
}

#[test]
fn a_store_is_one_offices_unless_it_is_said_to_be_this_ones() {
    let (publisher, other) = (Publisher::new(), Publisher::new());
    publisher.publish().expect("the first");
    let (data, catalog) = (other.office.data(), &other.office.catalog);
    let publish = |options| publish_of(&data, catalog, &publisher.store(), options);
    let refused = publish(PublishOptions::default()).expect_err("refused").to_string();
    assert!(refused.contains("văn phòng khác"), "{refused}");
    assert!(!publisher.manifest(2).exists());
    fs::write(data.join("targets.csv"), "metric_id\n").expect("written");
    let options = PublishOptions { takes_over: true, ..PublishOptions::default() };
    assert_eq!(publish(options).expect("published").expect("another").number, 2);
}

#[test]
fn what_is_damaged_in_the_store_is_published_again_as_another_version() {
    let publisher = Publisher::new();
    publisher.publish().expect("the first");
    let object = publisher.object(1, "warehouse.duckdb");
    let length = fs::metadata(&object).expect("there").len();
    fs::write(&object, vec![0; usize::try_from(length).expect("small")]).expect("written");
    let node = ReadingNode::of(&publisher);
    assert_eq!(held(&node.follower.look(at(1))), None);
    let options = PublishOptions { uploads_all: true, ..PublishOptions::default() };
    let made = publisher.try_publish(options).expect("published").expect("another");
    assert_eq!((made.number, made.uploaded), (2, made.files));
    assert_eq!(held(&node.follower.look(at(2))), Some(2));
}

#[test]
fn old_versions_go_an_hour_after_they_were_followed_and_their_objects_after_them() {
    let publisher = Publisher::new();
    for number in 1..=5 {
        let made = publisher.publish_more(&format!("metric_id,{number}\n"));
        assert_eq!((made.number, made.removed), (number, 0), "all are young");
    }
    let of_first = publisher.object(1, "targets.csv");
    let build = publisher.object(1, "warehouse.duckdb");
    for folder in ["versions", "objects"] {
        make_older(&publisher.store().join(folder));
    }
    let made = publisher.publish_more("metric_id,6\n");
    // The three newest stay, 4, 5 and 6.
    assert_eq!(made.removed, 3);
    assert!(!publisher.manifest(3).exists() && publisher.manifest(4).exists());
    assert!(!of_first.exists() && build.exists(), "the build is the newest's too");
}

/// Sets the time of all files of a folder back by two hours.
fn make_older(folder: &Path) {
    let then = SystemTime::now() - Duration::from_hours(2);
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let file = File::options().write(true).open(path).expect("opened");
        file.set_modified(then).expect("set");
    }
}

#[test]
fn what_could_not_be_published_is_told_and_tried_again_after_a_minute() {
    let publisher = Publisher::new();
    let (data, away) = (publisher.office.data(), publisher.store().with_extension("away"));
    let text = format!("[versions]\nstore = \"{}\"\n", publisher.store().display());
    let settings = ProgramSettings::parse_text("motcua.toml", &text).expect("settings");
    let publishing =
        VersionPublishing { catalog: &publisher.office.catalog, settings: &settings, data: &data };
    fs::rename(publisher.store(), &away).expect("renamed");
    publishing.run_due(at(0)).expect_err("the store is away");
    let problem = PublishNote::read(&data).problem.expect("written down");
    assert_eq!(problem.since, at(0));
    assert!(problem.told.contains(&publisher.store().display().to_string()), "{}", problem.told);
    fs::rename(&away, publisher.store()).expect("renamed");
    let soon = at(0).saturating_add(std::time::Duration::from_secs(59));
    assert_eq!(publishing.run_due(soon).expect("not tried yet"), None);
    assert_eq!(publishing.run_due(at(1)).expect("tried").expect("published").number, 1);
    assert_eq!(PublishNote::read(&data).problem, None);
    assert_eq!(publishing.run_due(at(2)).expect("nothing new"), None);
}
