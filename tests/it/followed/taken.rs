//! What a node takes: the build, what pages read beside it, the office's own content, and nothing twice.

use std::{
    fs,
    path::{Path, PathBuf},
};

use motcua::{
    catalog::{Catalog, CatalogVersions},
    version_store::{PublishOptions, VersionFollower, load_held_catalog},
};

use super::node::{ReadingNode, VersionPublisher, at, held, publish_of, told};
use crate::support::office::published_file;

#[test]
fn a_node_shows_the_build_of_the_office_byte_for_byte_and_takes_it_once() {
    let publisher = VersionPublisher::new();
    let made = publisher.publish().expect("the first");
    assert_eq!((made.number, made.files), (1, made.uploaded));
    let node = ReadingNode::of(&publisher);
    let status = node.follower.look(at(1));
    assert_eq!((held(&status), told(&status).as_str()), (Some(1), ""));
    let bytes = |data: &Path| fs::read(published_file(data)).expect("a build");
    assert!(bytes(&node.data()) == bytes(&publisher.office.data()), "the builds differ");
    let again = node.follower.look(at(2));
    assert_eq!(again.held, status.held, "it was taken at minute one, and not again");
    assert_eq!(again.looked_at, Some(at(2)));
}

#[test]
fn nothing_is_published_where_nothing_changed_and_no_object_is_uploaded_twice() {
    let publisher = VersionPublisher::of_one();
    assert_eq!(publisher.publish(), None);
    let more = publisher.publish_more("metric_id\n");
    assert_eq!((more.number, more.uploaded, more.bytes), (2, 1, 10));
}

const TARGETS: &str = "metric_id,kind,agency_code,level,value,valid_from,valid_to,source\non_time_rate,floor,,,85,2018-06-21,,UBND\n";

#[test]
fn locks_and_targets_come_with_the_version_and_go_with_one_that_has_none() {
    let publisher = VersionPublisher::new();
    let (own, data) = (publisher.office.data(), |node: &ReadingNode, path: &str| {
        fs::read_to_string(node.data().join(path)).ok()
    });
    fs::create_dir_all(own.join("locks/2023-11/papers")).expect("made");
    fs::write(own.join("locks/2023-11/lock.json"), "note").expect("written");
    fs::write(own.join("locks/2023-11/papers/weekly.html"), "paper").expect("written");
    fs::write(own.join("targets.csv"), TARGETS).expect("written");
    publisher.office.run_again();
    publisher.publish().expect("the first");
    let node = ReadingNode::holding(&publisher);
    assert_eq!(data(&node, "locks/2023-11/lock.json").as_deref(), Some("note"));
    assert_eq!(data(&node, "locks/2023-11/papers/weekly.html").as_deref(), Some("paper"));
    assert_eq!(data(&node, "targets.csv").as_deref(), Some(TARGETS));
    fs::write(own.join("locks/2023-11/lock.json"), "released").expect("written");
    publisher.publish().expect("the second");
    assert_eq!(held(&node.follower.look(at(2))), Some(2));
    assert_eq!(data(&node, "locks/2023-11/lock.json").as_deref(), Some("released"));
    fs::remove_dir_all(own.join("locks")).expect("removed");
    fs::remove_file(own.join("targets.csv")).expect("removed");
    publisher.office.run_again();
    publisher.publish().expect("the third");
    assert_eq!(held(&node.follower.look(at(3))), Some(3));
    assert!(
        !node.data().join("locks/2023-11").exists() && !node.data().join("targets.csv").exists()
    );
}

/// The offices of these tests lay `tests/content` over what is built in.
#[test]
fn the_content_of_the_office_comes_with_the_version() {
    let publisher = VersionPublisher::of_one();
    let (folder, plain) = (tempfile::tempdir().expect("a folder"), Catalog::load_content(None));
    let catalog = CatalogVersions::from(plain.expect("the content is well"));
    let own = publisher.office.catalog.content.content_version();
    assert_ne!(catalog.content_version(), own);
    let address = publisher.store().display().to_string();
    let follower = VersionFollower::new(folder.path(), &address, catalog.clone()).expect("a node");
    assert_eq!(held(&follower.look(at(1))), Some(1));
    assert_eq!(catalog.content_version(), own);
    // The next process begins with it.
    let loaded = load_held_catalog(folder.path()).expect("read").expect("it holds one");
    assert_eq!(loaded.content.content_version(), own);
}

#[test]
fn of_a_version_with_the_same_build_none_is_downloaded_and_what_was_goes_when_it_is_shown() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    publisher.publish_more("metric_id\n");
    // It would have to be there.
    fs::remove_file(publisher.object(2, "warehouse.duckdb")).expect("removed");
    assert_eq!(held(&node.follower.look(at(2))), Some(2));
    let names = |folder: PathBuf| -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry"));
        let mut names: Vec<String> =
            entries.map(|it| it.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let of_node = names(node.data());
    assert_eq!(of_node, ["follow", "locks", "warehouse-0000000001.duckdb"]);
    assert_eq!(
        names(node.data().join("follow")),
        ["content", "follow.lock", "held.json", "node.json", "status.json"]
    );
    assert_eq!(names(node.data().join("follow/content")), ["2"]);
}

#[test]
fn a_folder_of_an_office_is_no_nodes_and_a_node_follows_one_store() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    let catalog = || CatalogVersions::from(publisher.office.catalog.clone());
    let address = publisher.store().display().to_string();
    let of_office = VersionFollower::new(&publisher.office.data(), &address, catalog());
    assert!(of_office.err().expect("refused").to_string().contains("văn phòng"));
    let other = VersionFollower::new(&node.data(), "/another/store", catalog());
    assert!(other.err().expect("refused").to_string().contains(&address));
    // Nor does a node publish.
    let copied =
        publish_of(&node.data(), &catalog(), &publisher.store(), PublishOptions::default());
    assert!(copied.expect_err("refused").to_string().contains("văn phòng khác"));
}
