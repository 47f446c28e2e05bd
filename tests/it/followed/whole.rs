//! A node shows one whole version or none, wherever it was stopped and whatever was lost of it; the store need not be there.

use std::{
    fs::{self, rename},
    path::PathBuf,
};

use motcua::{catalog::CatalogVersions, version_store::VersionFollower};
use rstest::rstest;

use super::node::{ReadingNode, VersionPublisher, at, held, told};

const LOCK: &str = "locks/2023-11/lock.json";

/// Publishes what tells by each of its parts which version it is of.
fn publish_lock(publisher: &VersionPublisher, text: &str) {
    let lock = publisher.office.data().join(LOCK);
    fs::create_dir_all(lock.parent().expect("a folder")).expect("made");
    fs::write(lock, text).expect("written");
    fs::write(publisher.office.data().join("targets.csv"), targets_of(text)).expect("written");
    publisher.office.run_again();
    publisher.publish().expect("it is another");
}

fn targets_of(text: &str) -> String {
    format!(
        "metric_id,kind,agency_code,level,value,valid_from,valid_to,source\non_time_rate,floor,,,85,2018-06-21,,{text}\n"
    )
}

fn go_away(publisher: &VersionPublisher) {
    rename(publisher.store(), publisher.store().with_extension("away")).expect("renamed");
}

fn come_back(publisher: &VersionPublisher) {
    rename(publisher.store().with_extension("away"), publisher.store()).expect("renamed");
}

#[cfg(fault_points)]
#[test]
fn a_node_that_is_killed_anywhere_shows_one_whole_version_though_the_store_is_away() {
    use std::{cell::Cell, io, rc::Rc};

    use motcua::domain::fault_point::{FaultPoint, work_under_faults};

    use crate::support::office::published_file;

    let publisher = VersionPublisher::new();
    publish_lock(&publisher, "one");
    publish_lock(&publisher, "two");
    let aside = publisher.store().join("aside");
    let (mut last, mut shown) = (0, [0, 0]);
    loop {
        last += 1;
        rename(publisher.manifest(2), &aside).expect("renamed");
        let node = ReadingNode::holding(&publisher);
        rename(&aside, publisher.manifest(2)).expect("renamed");
        let passed = Rc::new(Cell::new(0));
        let counted = Rc::clone(&passed);
        // Nothing is written any more from there on.
        let decide = move |point: FaultPoint| {
            counted.set(counted.get() + u32::from(point.id().starts_with("version.")));
            if counted.get() < last { Ok(()) } else { Err(io::ErrorKind::StorageFull.into()) }
        };
        work_under_faults(Rc::new(decide), || node.follower.look(at(2)));
        go_away(&publisher);
        let node = node.restarted();
        come_back(&publisher);
        let status = node.follower.status();
        assert!(status.is_shown(), "at {last}: {:?}", status.unshown);
        let number = held(&status).expect("one is shown");
        let text = |path: &str| fs::read_to_string(node.data().join(path)).expect("there");
        let word = ["one", "two"][usize::try_from(number).expect("small") - 1];
        assert_eq!(text(LOCK), word, "at {last}");
        assert_eq!(text("targets.csv"), targets_of(word), "at {last}");
        let build = fs::read(published_file(&node.data())).expect("a build");
        let object = publisher.object(number, "warehouse.duckdb");
        assert!(build == fs::read(object).expect("an object"), "at {last}");
        shown[usize::from(number == 2)] += 1;
        assert_eq!(held(&node.follower.look(at(3))), Some(2), "at {last}");
        if passed.get() < last {
            break;
        }
    }
    assert!(shown[0] > 5 && shown[1] > 5, "stopped before and after it was begun: {shown:?}");
}

#[rstest]
#[case::content_that_is_lost("content", "follow/content/1", None)]
#[case::a_lock_that_is_lost(LOCK, LOCK, None)]
#[case::a_lock_that_was_written_over(LOCK, LOCK, Some("eno"))]
#[case::targets_that_were_written_over("targets.csv", "targets.csv", Some("metric_id,eno\n"))]
#[case::a_lock_too_many("locks/2023-12/lock.json", "locks/2023-12/lock.json", Some("one"))]
#[case::a_build_that_was_cut_off(
    "warehouse-0000000001.duckdb",
    "warehouse-0000000001.duckdb",
    Some("o")
)]
fn what_is_not_as_it_was_published_is_not_shown_and_taken_again(
    #[case] named: &str,
    #[case] path: &str,
    #[case] text: Option<&str>,
) {
    let publisher = VersionPublisher::new();
    publish_lock(&publisher, "one");
    let node = ReadingNode::holding(&publisher);
    go_away(&publisher);
    let place: PathBuf = node.data().join(path);
    match text {
        Some(text) => {
            fs::create_dir_all(place.parent().expect("a folder")).expect("made");
            fs::write(&place, text).expect("written");
        }
        None if place.is_dir() => fs::remove_dir_all(&place).expect("removed"),
        None => fs::remove_file(&place).expect("removed"),
    }
    let node = node.restarted();
    for status in [node.follower.status(), node.follower.look(at(2))] {
        assert!(!status.is_shown());
        assert!(status.unshown.as_ref().is_some_and(|told| told.contains(named)), "{status:?}");
    }
    come_back(&publisher);
    let status = node.follower.look(at(3));
    assert!(status.is_shown() && told(&status).is_empty(), "{status:?}");
    assert_eq!(fs::read_to_string(node.data().join(LOCK)).expect("there"), "one");
    assert!(!node.data().join("locks/2023-12").exists());
    assert!(node.restarted().follower.status().is_shown());
}

#[test]
fn a_node_of_another_program_shows_nothing_of_the_version_it_holds_and_says_so() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    go_away(&publisher);
    let path = node.data().join("follow/status.json");
    let text = fs::read_to_string(&path).expect("a note");
    let status = node.follower.status().held.expect("held");
    let text = text.replace(&status.content_version, "of-another");
    fs::write(&path, text.replace(env!("CARGO_PKG_VERSION"), "9.9.9")).expect("written");
    let status = node.restarted().follower.status();
    assert!(status.unshown.as_ref().is_some_and(|told| told.contains("9.9.9")), "{status:?}");
}

#[test]
fn numbers_go_back_no_more_after_a_node_lost_what_it_showed() {
    let publisher = VersionPublisher::of_two();
    let node = ReadingNode::of(&publisher);
    assert_eq!(held(&node.follower.look(at(1))), Some(2));
    fs::remove_file(publisher.manifest(2)).expect("removed");
    fs::remove_file(node.data().join("follow/status.json")).expect("removed");
    let node = node.restarted();
    let status = node.follower.look(at(2));
    assert_eq!(held(&status), None);
    assert!(told(&status).contains("cũ hơn bản 2"), "{}", told(&status));
    // Nor is it another office's from then on.
    publisher.publish_more("metric_id,kind\n");
    fs::write(publisher.store().join("office.json"), r#"{"office": "other"}"#).expect("written");
    assert!(told(&node.follower.look(at(3))).contains("văn phòng khác"));
}

#[rstest]
#[case("follow/status.json")]
#[case("follow/node.json")]
fn a_note_that_cannot_be_read_is_not_taken_for_none(#[case] path: &str) {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    fs::write(node.data().join(path), "{").expect("written");
    let refused = node.try_restarted().err().expect("refused").to_string();
    assert!(refused.contains("không đọc được"), "{refused}");
}

#[test]
fn two_processes_do_not_follow_in_one_folder() {
    let publisher = VersionPublisher::new();
    let node = ReadingNode::of(&publisher);
    let catalog = CatalogVersions::from(publisher.office.catalog.clone());
    let address = publisher.store().display().to_string();
    let second = VersionFollower::new(&node.data(), &address, catalog);
    assert!(second.err().expect("refused").to_string().contains("một motcua khác"));
}

#[rstest]
#[case("locks/2023-11/lock.json")]
#[case("content/connectors/a/connector.toml")]
#[case("targets.csv")]
fn a_folder_that_holds_anything_of_an_office_is_no_nodes(#[case] path: &str) {
    let publisher = VersionPublisher::new();
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join(path);
    fs::create_dir_all(place.parent().expect("a folder")).expect("made");
    fs::write(&place, "").expect("written");
    let catalog = CatalogVersions::from(publisher.office.catalog.clone());
    let address = publisher.store().display().to_string();
    let refused = VersionFollower::new(folder.path(), &address, catalog);
    assert!(refused.err().expect("refused").to_string().contains("văn phòng"));
}
