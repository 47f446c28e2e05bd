//! Whatever is wrong with the store: the node keeps what it has, says why and since when, and goes on when it is mended.

use std::fs::{self, rename};

use rstest::rstest;

use super::node::{MORE, ReadingNode, VersionPublisher, at, held, told, write_more};

/// A node that shows the first of two versions, the second of which is damaged in some way.
type Damage = fn(&VersionPublisher);

fn object(publisher: &VersionPublisher) -> std::path::PathBuf {
    publisher.object(2, MORE)
}

#[rstest]
#[case::half_a_manifest("0000000002.json", |it: &VersionPublisher| {
    let text = fs::read(it.manifest(2)).expect("a manifest");
    fs::write(it.manifest(2), &text[..text.len() / 2]).expect("written");
})]
#[case::a_manifest_that_was_edited("0000000002.json", |it: &VersionPublisher| {
    let text = fs::read_to_string(it.manifest(2)).expect("a manifest");
    fs::write(it.manifest(2), text.replace("more.txt", "more.txu")).expect("written");
})]
#[case::an_object_that_is_missing("không có", |it: &VersionPublisher| fs::remove_file(object(it)).expect("removed"))]
#[case::an_object_of_other_bytes("nội dung khác", |it: &VersionPublisher| {
    fs::write(object(it), "metric_iD\n").expect("written");
})]
#[case::an_object_that_was_cut_off("dài ngắn khác", |it: &VersionPublisher| fs::write(object(it), "met").expect("written"))]
#[case::an_office_that_is_another("văn phòng khác", |it: &VersionPublisher| {
    fs::write(it.store().join("office.json"), r#"{"office": "other"}"#).expect("written");
})]
#[case::a_store_that_is_away("store", |it: &VersionPublisher| {
    rename(it.store(), it.store().with_extension("away")).expect("renamed");
})]
fn a_version_that_is_not_whole_is_not_shown(#[case] word: &str, #[case] damage: Damage) {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    publisher.publish_more("metric_id\n");
    let kept = tempfile::tempdir().expect("a folder");
    let store = kept.path().join("store");
    copy(&publisher.store(), &store);
    damage(&publisher);
    let before = fs::read_dir(node.data()).expect("a folder").count();
    for minute in [2, 3] {
        let status = node.follower.look(at(minute));
        assert_eq!(held(&status), Some(1));
        assert!(told(&status).contains(word), "{}", told(&status));
        assert_eq!(status.problem.expect("told").since, at(2), "as old as it is");
    }
    assert_eq!(fs::read_dir(node.data()).expect("a folder").count(), before);
    let _ = fs::remove_dir_all(publisher.store());
    rename(&store, publisher.store()).expect("mended");
    let status = node.follower.look(at(4));
    assert_eq!((held(&status), told(&status).as_str()), (Some(2), ""));
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() { copy(&path, &target) } else { drop(fs::copy(&path, target)) }
    }
}

#[test]
fn a_store_that_went_back_to_an_older_version_changes_nothing() {
    let publisher = VersionPublisher::of_two();
    let node = ReadingNode::of(&publisher);
    assert_eq!(held(&node.follower.look(at(1))), Some(2));
    fs::remove_file(publisher.manifest(2)).expect("removed");
    let status = node.follower.look(at(2));
    assert_eq!(held(&status), Some(2));
    assert!(told(&status).contains("cũ hơn bản 2"), "{}", told(&status));
}

#[test]
fn another_version_of_the_same_number_is_not_taken_for_it() {
    let (publisher, other) = (VersionPublisher::new(), VersionPublisher::new());
    publisher.publish().expect("the first");
    let node = ReadingNode::holding(&publisher);
    // As a store that was restored from before it looks, after the office published again.
    copy(&publisher.store().join("objects"), &other.store().join("objects"));
    fs::copy(publisher.store().join("office.json"), other.store().join("office.json"))
        .expect("copied");
    let memo = publisher.office.data().join("published-version.json");
    let text = fs::read_to_string(memo)
        .expect("a memo")
        .replace(&publisher.store().display().to_string(), "");
    fs::write(
        other.office.data().join("published-version.json"),
        text.replace("\"number\": 1", "\"number\": 0"),
    )
    .expect("written");
    write_more(&other.office.data(), "metric_id\n");
    assert_eq!(other.publish().expect("published").number, 1);
    fs::copy(other.manifest(1), publisher.manifest(1)).expect("copied");
    let status = node.follower.look(at(2));
    assert_eq!(held(&status), Some(1));
    assert!(told(&status).contains("không còn là bản 1"), "{}", told(&status));
}

/// A node is new, and the newest version is damaged: an older one that is whole is better than none, and it says that it is older.
#[test]
fn a_node_without_any_version_takes_the_newest_that_is_whole() {
    let publisher = VersionPublisher::of_two();
    fs::write(publisher.manifest(2), "{").expect("written");
    let node = ReadingNode::of(&publisher);
    let status = node.follower.look(at(1));
    assert_eq!(held(&status), Some(1));
    assert!(told(&status).contains("0000000002.json"), "{}", told(&status));
}

#[test]
fn a_node_that_was_killed_in_a_download_begins_it_again() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    publisher.publish_more("metric_id\n");
    let name = object(&publisher).file_name().expect("a name").to_owned();
    let incoming = node.data().join("follow/incoming");
    fs::create_dir_all(&incoming).expect("made");
    fs::write(incoming.join(&name).with_extension("new"), "met").expect("half of it");
    let node = node.restarted();
    assert_eq!(held(&node.follower.status()), Some(1), "it goes on with what it had");
    assert_eq!(held(&node.follower.look(at(2))), Some(2));
    assert_eq!(fs::read_to_string(node.data().join(MORE)).expect("taken"), "metric_id\n");
}

#[test]
fn a_build_that_cannot_be_read_any_more_is_taken_again() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    fs::write(node.data().join("warehouse-0000000001.duckdb"), "torn").expect("written");
    node.follower.distrust_build();
    assert_eq!(held(&node.follower.look(at(2))), Some(1));
    let taken = fs::read(node.data().join("warehouse-0000000002.duckdb")).expect("taken");
    assert!(taken == fs::read(publisher.object(1, "warehouse.duckdb")).expect("an object"));
}

#[cfg(fault_points)]
#[test]
fn a_disk_that_fails_anywhere_leaves_what_is_shown() {
    use std::{cell::Cell, io, rc::Rc};

    use motcua::domain::fault_point::{FaultPoint, work_under_faults};

    let publisher = VersionPublisher::of_two();
    let node = ReadingNode::of(&publisher);
    fs::rename(publisher.manifest(2), publisher.store().join("aside")).expect("renamed");
    assert_eq!(held(&node.follower.look(at(1))), Some(1));
    fs::rename(publisher.store().join("aside"), publisher.manifest(2)).expect("renamed");
    let (mut failing, mut failures) = (0, 0);
    loop {
        failing += 1;
        let passed = Rc::new(Cell::new(0));
        let counted = Rc::clone(&passed);
        let decide = move |point: FaultPoint| {
            counted.set(counted.get() + 1);
            let is_it = point.id().starts_with("version.") && counted.get() == failing;
            if is_it { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        };
        let status = work_under_faults(Rc::new(decide), || node.follower.look(at(2)));
        if passed.get() < failing {
            assert_eq!((held(&status), told(&status).as_str()), (Some(2), ""));
            break;
        }
        if held(&status) == Some(1) {
            failures += 1;
            assert!(told(&status).contains("đầy"), "{}", told(&status));
        }
        assert!(failing < 500, "it never comes to an end");
    }
    assert!(failures > 5, "{failures} places failed before it was shown");
}
