//! What a node shows is the build it holds, to the byte, and nothing that only lies there by its name.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rstest::rstest;

use super::node::{MORE, ReadingNode, VersionPublisher, at, go_away, held, told};
use crate::support::{desk::Desk, office::published_file};

/// The build of another office.
fn other_build() -> Vec<u8> {
    let other = VersionPublisher::new();
    other.office.given("status,received_at\nfinished,2023-12-01\n");
    fs::read(published_file(&other.office.data())).expect("a build")
}

/// Writes other numbers into the build a node holds, as many bytes as there were.
fn replace_build(path: &Path) {
    let length = fs::metadata(path).expect("there").len();
    let mut other = other_build();
    other.resize(usize::try_from(length).expect("small"), 0);
    fs::write(path, other).expect("written");
}

fn build_of(node: &ReadingNode) -> PathBuf {
    node.follower.find_build().expect("one is shown")
}

#[test]
fn a_build_that_was_copied_into_a_nodes_folder_is_neither_shown_nor_kept() {
    let publisher = VersionPublisher::of_one();
    let mut node = ReadingNode::holding(&publisher);
    let own = node.data().join("warehouse-0000000001.duckdb");
    let stray = node.data().join("warehouse-0000000099.duckdb");
    fs::write(&stray, other_build()).expect("written");
    assert_eq!(build_of(&node), own);
    let told = Desk::new()
        .run(&format!("show on_time_rate --period 2023 --data {}", node.data().display()));
    assert!(told.contains("warehouse-0000000099.duckdb") && !told.contains('%'), "{told}");
    assert_eq!(held(&node.follower.look(at(2))), Some(1));
    assert!(own.exists() && !stray.exists());
    fs::write(&stray, other_build()).expect("written");
    node = node.restarted();
    assert!(node.follower.status().is_shown() && !stray.exists());
    assert_eq!(build_of(&node), own);
}

#[test]
fn a_build_that_is_another_of_the_same_length_is_not_shown_and_taken_again() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    replace_build(&build_of(&node));
    assert_eq!(node.follower.find_build(), None);
    let said = node.follower.status().unshown.expect("it is said");
    assert!(said.contains("warehouse-0000000001.duckdb"), "{said}");
    let status = node.follower.look(at(2));
    assert!(status.is_shown() && told(&status).is_empty(), "{status:?}");
    let object = publisher.object(1, "warehouse.duckdb");
    assert!(fs::read(build_of(&node)).expect("read") == fs::read(object).expect("an object"));
}

#[test]
fn a_build_that_is_another_is_not_shown_after_a_restart_either() {
    let publisher = VersionPublisher::of_one();
    let mut node = ReadingNode::holding(&publisher);
    replace_build(&build_of(&node));
    let _back = go_away(&publisher);
    for _ in 0..2 {
        node = node.restarted();
        assert!(!node.follower.status().is_shown());
        node.follower.look(at(2));
        assert_eq!(node.follower.find_build(), None);
    }
    let told = Desk::new().run(&format!("doctor --data {}", node.data().display()));
    assert!(told.contains("bị mất hoặc đã đổi"), "{told}");
}

#[cfg(fault_points)]
#[test]
fn a_build_that_was_found_damaged_is_hidden_before_the_store_is_asked() {
    use std::{cell::RefCell, rc::Rc, sync::Arc};

    use motcua::domain::fault_point::work_under_faults;

    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    replace_build(&build_of(&node));
    node.follower.distrust_build();
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (follower, noted) = (Arc::clone(&node.follower), Rc::clone(&seen));
    // What is downloaded passes here.
    let decide = move |_| {
        noted.borrow_mut().push(follower.status().is_shown());
        Ok(())
    };
    work_under_faults(Rc::new(decide), || node.follower.look(at(2)));
    assert_eq!(seen.borrow().first(), Some(&false), "hidden before anything else is done");
}

#[rstest]
#[case::a_file_where_a_folder_was("locks/ghichu/a.txt", "locks/ghichu")]
#[case::a_folder_where_a_file_was("locks/ghichu", "locks/ghichu/a.txt")]
fn what_stood_in_the_way_of_a_version_goes_first(#[case] before: &str, #[case] after: &str) {
    let publisher = VersionPublisher::new();
    let write = |path: &str| {
        let path = publisher.office.data().join(path);
        let _ = fs::remove_dir_all(publisher.office.data().join("locks"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, "text").expect("written");
        publisher.publish().expect("another");
    };
    write(before);
    let node = ReadingNode::holding(&publisher);
    write(after);
    let status = node.follower.look(at(2));
    assert_eq!((held(&status), told(&status).as_str()), (Some(2), ""));
    assert_eq!(fs::read_to_string(node.data().join(after)).expect("there"), "text");
    assert!(node.restarted().follower.status().is_shown());
}

#[cfg(fault_points)]
#[test]
fn an_install_that_cannot_be_ended_is_given_up_for_what_the_store_holds() {
    use std::{cell::Cell, io, rc::Rc};

    use motcua::domain::fault_point::{FaultPoint, work_under_faults};

    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    publisher.publish_more("metric_id\n");
    let begun = node.data().join("follow/installing.json");
    // The first that is to be put in place after it was begun cannot be, in each look.
    let look = |minute| {
        let (begun, failed) = (begun.clone(), Cell::new(false));
        let decide = move |point: FaultPoint| {
            let is_placing = begun.exists() && point.id() == "version.file.rename";
            let fails = is_placing && !failed.replace(true);
            if fails { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
        };
        work_under_faults(Rc::new(decide), || node.follower.look(at(minute)))
    };
    assert!(!look(2).is_shown() && begun.exists());
    let away = go_away(&publisher);
    assert!(!look(3).is_shown() && begun.exists(), "nothing else can be had");
    drop(away);
    // The version that could not be put in place is no more.
    fs::remove_file(publisher.manifest(2)).expect("removed");
    publisher.publish_more("metric_id,kind\n");
    let status = look(4);
    assert_eq!((held(&status), told(&status).as_str()), (Some(3), ""));
    assert!(status.is_shown() && !begun.exists());
    assert_eq!(fs::read_to_string(node.data().join(MORE)).expect("taken"), "metric_id,kind\n");
}

#[test]
fn what_was_downloaded_is_held_against_its_digest_before_it_is_put_in_place() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    publisher.office.given("status,received_at\nfinished,2023-12-01\n");
    publisher.publish_more("metric_id\n");
    let incoming = node.data().join("follow/incoming");
    fs::create_dir_all(&incoming).expect("made");
    for path in [MORE, "warehouse.duckdb"] {
        let object = publisher.object(2, path);
        let length = fs::metadata(&object).expect("there").len();
        let other = vec![b'0'; usize::try_from(length).expect("small")];
        fs::write(incoming.join(object.file_name().expect("a name")), other).expect("written");
    }
    let status = node.follower.look(at(2));
    assert_eq!((held(&status), told(&status).as_str()), (Some(2), ""));
    assert_eq!(fs::read_to_string(node.data().join(MORE)).expect("taken"), "metric_id\n");
    let object = fs::read(publisher.object(2, "warehouse.duckdb")).expect("an object");
    assert!(fs::read(build_of(&node)).expect("read") == object);
}

#[test]
fn a_version_of_another_layout_is_not_shown_after_an_upgrade() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    let path = node.data().join("follow/held.json");
    let text = fs::read_to_string(&path).expect("a record");
    let mut record: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    record["manifest"]["layout"] = "of-another".into();
    fs::write(&path, record.to_string()).expect("written");
    let status = node.restarted().follower.status();
    assert!(status.unshown.is_some_and(|said| said.contains("không khớp nhau")));
}

#[test]
fn the_content_of_a_version_that_could_not_be_taken_goes() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    publisher.office.given("status,received_at\nfinished,2023-12-01\n");
    publisher.publish().expect("the second");
    fs::remove_file(publisher.object(2, "warehouse.duckdb")).expect("removed");
    assert_eq!(held(&node.follower.look(at(2))), Some(1));
    let contents = fs::read_dir(node.data().join("follow/content")).expect("a folder");
    let contents: Vec<_> = contents.map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(contents, ["1"]);
}
