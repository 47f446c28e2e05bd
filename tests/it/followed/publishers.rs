//! Who publishes: never over another's version, never into another office's store, and old versions go in their time.

use std::{
    fs::{self, File},
    path::Path,
    time::{Duration, SystemTime},
};

use motcua::{
    catalog::settings::ProgramSettings,
    pipeline::VersionPublishing,
    version_store::{ContentChange, PublishNote, PublishOptions},
};

use super::node::{MORE, ReadingNode, VersionPublisher, at, held, publish_of, write_more};

/// The folder of the same office on another machine: a copy, or what was restored.
pub fn copied(publisher: &VersionPublisher) -> VersionPublisher {
    let other = VersionPublisher::new();
    let note = other.office.data().join(PublishNote::FILE);
    fs::copy(publisher.office.data().join(PublishNote::FILE), note).expect("copied");
    other
}

pub fn publish_into(
    other: &VersionPublisher,
    publisher: &VersionPublisher,
    options: PublishOptions,
) -> Result<Option<u64>, String> {
    let (data, catalog) = (other.office.data(), &other.office.catalog);
    let made = publish_of(&data, catalog, &publisher.store(), options);
    made.map(|made| made.map(|made| made.number)).map_err(|error| error.to_string())
}

pub const TAKE_OVER: PublishOptions = PublishOptions {
    takes_over: true,
    uploads_all: false,
    checks_store: false,
    content: ContentChange::Refused,
};

#[test]
fn a_copy_that_does_not_know_the_newest_version_publishes_nothing_unless_it_is_told_to() {
    let publisher = VersionPublisher::of_one();
    let other = copied(&publisher);
    publisher.publish_more("metric_id,kind\n");
    write_more(&other.office.data(), "metric_id\n");
    let first = fs::read(publisher.manifest(1)).expect("a manifest");
    let refused = publish_into(&other, &publisher, PublishOptions::default()).expect_err("refused");
    assert!(refused.contains("kho đã có bản 2 mà thư mục này không biết"), "{refused}");
    assert_eq!(fs::read_dir(publisher.store().join("versions")).expect("a folder").count(), 2);
    assert_eq!(publish_into(&other, &publisher, TAKE_OVER), Ok(Some(3)));
    assert_eq!(fs::read(publisher.manifest(1)).expect("a manifest"), first);
    // What is the same to the byte is the folder's own.
    let same = copied(&other);
    write_more(&same.office.data(), "metric_id\n");
    let note = same.office.data().join(PublishNote::FILE);
    let text = fs::read_to_string(&note).expect("a note").replace("\"number\": 3", "\"number\": 2");
    fs::write(&note, text).expect("written");
    assert_eq!(publish_into(&same, &publisher, PublishOptions::default()), Ok(Some(3)));
    // Somebody took the next number.
    fs::write(publisher.manifest(4), "theirs").expect("written");
    write_more(&other.office.data(), "metric_id,level\n");
    assert!(publish_into(&other, &publisher, PublishOptions::default()).is_err());
    assert_eq!(publish_into(&other, &publisher, TAKE_OVER), Ok(Some(5)));
    assert_eq!(fs::read_to_string(publisher.manifest(4)).expect("there"), "theirs");
}

#[test]
fn a_folder_killed_before_it_noted_its_number_knows_its_own_version() {
    let publisher = VersionPublisher::of_one();
    let note = publisher.office.data().join(PublishNote::FILE);
    let before: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&note).expect("a note")).expect("JSON");
    publisher.publish_more("metric_id\n");
    let digest = sha256(&fs::read(publisher.manifest(2)).expect("a manifest"));
    let mut killed = before;
    killed["begun"] = digest.into();
    fs::write(&note, killed.to_string()).expect("written");
    assert_eq!(publisher.publish_more("metric_id,kind\n").number, 3);
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[test]
fn a_note_that_cannot_be_read_is_not_taken_for_a_new_office() {
    let publisher = VersionPublisher::of_one();
    let note = publisher.office.data().join(PublishNote::FILE);
    fs::write(&note, "{").expect("written");
    let refused = publisher.try_publish(PublishOptions::default()).expect_err("refused");
    assert!(refused.to_string().contains("không đọc được"), "{refused}");
    assert_eq!(fs::read_to_string(&note).expect("there"), "{");
}

#[test]
fn one_process_at_a_time_publishes_from_a_folder() {
    let publisher = VersionPublisher::of_one();
    let lock = publisher.office.data().join(PublishNote::LOCK);
    let open = File::options().write(true).open(lock).expect("there");
    open.lock().expect("free");
    write_more(&publisher.office.data(), "metric_id\n");
    let refused = publisher.try_publish(PublishOptions::default()).expect_err("refused");
    assert!(refused.to_string().contains("một motcua khác"), "{refused}");
    open.unlock().expect("held");
    assert_eq!(publisher.publish().expect("another").number, 2);
}

#[test]
fn a_build_of_other_content_or_fewer_exports_is_not_published() {
    let publisher = VersionPublisher::of_one();
    let (data, store) = (publisher.office.data(), publisher.store());
    let rule = publisher.office.catalog.content.list_files("queries/metrics", ".sql");
    let (path, text) =
        rule.map(|file| (file.path.clone(), file.bytes.to_vec())).next().expect("one");
    let catalog = publisher.office.catalog.clone();
    let content = catalog.content.with_file(&path, [&*text, b"\n-- other\n"].concat());
    let catalog = motcua::catalog::Catalog { content, ..catalog };
    let options = PublishOptions { content: ContentChange::Taken, ..PublishOptions::default() };
    let refused = publish_of(&data, &catalog, &store, options).expect_err("refused").to_string();
    assert!(refused.contains("không còn khớp"), "{refused}");
    assert!(!publisher.manifest(2).exists());
    let note = PublishNote::read(&data).expect("read");
    let address = store.display().to_string();
    assert_eq!(note.find_problem(&address), None, "it waits for the build");
}

#[test]
fn pages_of_other_content_are_published_by_who_serves_or_builds_alone() {
    let publisher = VersionPublisher::of_one();
    let (data, store) = (publisher.office.data(), publisher.store());
    let catalog = publisher.office.catalog.clone();
    let content = catalog.content.with_file("dashboards/note.txt", b"a".to_vec());
    let catalog = motcua::catalog::Catalog { content, ..catalog };
    let refused = publish_of(&data, &catalog, &store, PublishOptions::default());
    assert!(refused.expect_err("refused").to_string().contains("nội dung khác"));
    let options = PublishOptions { content: ContentChange::Taken, ..PublishOptions::default() };
    let made = publish_of(&data, &catalog, &store, options).expect("published").expect("another");
    assert_eq!(made.number, 2);
}

#[test]
fn a_version_that_is_gone_from_the_store_is_published_again_by_who_looks() {
    let publisher = VersionPublisher::of_two();
    let looking = PublishOptions { checks_store: true, ..PublishOptions::default() };
    assert_eq!(publisher.try_publish(looking).expect("looked"), None);
    fs::remove_file(publisher.manifest(2)).expect("removed");
    assert_eq!(publisher.publish(), None, "nothing is new");
    let made = publisher.try_publish(looking).expect("looked").expect("published again");
    assert_eq!(made.number, 3, "a number is of one version for ever");
}

#[test]
fn a_store_is_one_offices_unless_it_is_said_to_be_this_ones() {
    let (publisher, other) = (VersionPublisher::new(), VersionPublisher::new());
    publisher.publish().expect("the first");
    let (data, catalog) = (other.office.data(), &other.office.catalog);
    let publish = |options| publish_of(&data, catalog, &publisher.store(), options);
    let refused = publish(PublishOptions::default()).expect_err("refused").to_string();
    assert!(refused.contains("văn phòng khác"), "{refused}");
    assert!(!publisher.manifest(2).exists());
    write_more(&data, "metric_id\n");
    let options = PublishOptions { takes_over: true, ..PublishOptions::default() };
    assert_eq!(publish(options).expect("published").expect("another").number, 2);
}

#[test]
fn what_is_damaged_in_the_store_is_published_again_as_another_version() {
    let publisher = VersionPublisher::of_one();
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
    let publisher = VersionPublisher::new();
    for number in 1..=5 {
        let made = publisher.publish_more(&format!("metric_id,{number}\n"));
        assert_eq!((made.number, made.removed), (number, 0), "all are young");
    }
    let of_first = publisher.object(1, MORE);
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
pub fn make_older(folder: &Path) {
    let then = SystemTime::now() - Duration::from_hours(2);
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let file = File::options().write(true).open(path).expect("opened");
        file.set_modified(then).expect("set");
    }
}

#[test]
fn what_could_not_be_published_is_told_and_tried_again_after_a_minute() {
    let publisher = VersionPublisher::new();
    let (data, away) = (publisher.office.data(), publisher.store().with_extension("away"));
    let text = format!("[versions]\nstore = \"{}\"\n", publisher.store().display());
    let settings = ProgramSettings::parse_text("motcua.toml", &text).expect("settings");
    let publishing = VersionPublishing {
        catalog: &publisher.office.catalog,
        settings: &settings,
        data: &data,
        options: PublishOptions::default(),
    };
    fs::rename(publisher.store(), &away).expect("renamed");
    publishing.run_due(at(0)).expect_err("the store is away");
    let address = publisher.store().display().to_string();
    let problem = || PublishNote::read(&data).expect("read").find_problem(&address).cloned();
    let noted = problem().expect("written down");
    assert_eq!(noted.since, at(0));
    assert!(noted.told.contains(&address), "{}", noted.told);
    fs::rename(&away, publisher.store()).expect("renamed");
    let soon = at(0).saturating_add(std::time::Duration::from_secs(59));
    assert_eq!(publishing.run_due(soon).expect("not tried yet"), None);
    assert_eq!(publishing.run_due(at(1)).expect("tried").expect("published").number, 1);
    assert_eq!(problem(), None);
    assert_eq!(publishing.run_due(at(2)).expect("nothing new"), None);
}

#[test]
fn a_folder_that_publishes_into_two_stores_knows_both() {
    let publisher = VersionPublisher::of_one();
    let second = tempfile::tempdir().expect("a folder");
    let (data, catalog) = (publisher.office.data(), &publisher.office.catalog);
    let into_second =
        || publish_of(&data, catalog, second.path(), PublishOptions::default()).expect("published");
    assert_eq!(into_second().expect("the first there").number, 1);
    assert_eq!(publisher.publish(), None, "it is there already");
    assert_eq!(publisher.publish_more("metric_id\n").number, 2);
    assert_eq!(into_second().expect("another").number, 2);
}
