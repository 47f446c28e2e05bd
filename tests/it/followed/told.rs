//! What whoever runs the machines is told: by `doctor`, and by commands in the folder of a node.

use std::fs;

use jiff::civil::DateTime;
use motcua::{
    catalog::settings::ProgramSettings,
    health::{HealthCheck, HealthExamination, HealthFinding, HealthState, run_checks},
};

use super::node::{ReadingNode, VersionPublisher, at};
use crate::{health::examined::sound_machine, support::desk::Desk};

/// What the check of the store finds in a data folder.
fn find(
    publisher: &VersionPublisher,
    (data, settings): (&std::path::Path, &str),
    now: DateTime,
) -> Option<HealthFinding> {
    let settings = ProgramSettings::parse_text("motcua.toml", settings).expect("settings");
    let machine = sound_machine();
    let examined =
        HealthExamination::new((&publisher.office.catalog, &settings), data, &machine, now);
    run_checks(&examined).into_iter().find(|finding| finding.check == HealthCheck::VersionStore)
}

#[test]
fn of_a_node_it_is_said_whether_it_has_the_newest_version() {
    let publisher = VersionPublisher::new();
    let node = ReadingNode::of(&publisher);
    let found = |now| {
        let finding = find(&publisher, (&node.data(), ""), now).expect("it is a node");
        (finding.state, finding.case)
    };
    node.follower.look(at(1));
    assert_eq!(found(at(1)), (HealthState::Broken, "nothing"));
    publisher.publish().expect("the first");
    node.follower.look(at(2));
    assert_eq!(found(at(2)), (HealthState::Sound, "followed"));
    assert_eq!(found(at(4)), (HealthState::Attention, "silent"), "it looks every fifteen seconds");
    fs::rename(publisher.store(), publisher.store().with_extension("away")).expect("renamed");
    node.follower.look(at(5));
    assert_eq!(found(at(5)), (HealthState::Attention, "behind"));
}

#[test]
fn of_an_office_it_is_said_whether_its_newest_build_is_in_the_store() {
    let publisher = VersionPublisher::new();
    let data = publisher.office.data();
    let settings = format!("[versions]\nstore = \"{}\"\n", publisher.store().display());
    let found = || find(&publisher, (&data, &settings), at(1)).map(|finding| finding.case);
    assert_eq!(find(&publisher, (&data, ""), at(1)), None, "it publishes nowhere");
    assert_eq!(found(), Some("unpublished"));
    publisher.publish().expect("the first");
    assert_eq!(found(), Some("published"));
    super::node::write_more(&data, "metric_id\n");
    assert_eq!(found(), Some("waiting"), "what is not of the build is due as well");
    publisher.publish().expect("the second");
    // Another store's is none of this one.
    let other = settings.replace("store\"\n", "other\"\n");
    let of_other = find(&publisher, (&data, &other), at(1)).map(|finding| finding.case);
    assert_eq!(of_other, Some("unpublished"));
    publisher.office.given("status,received_at\nfinished,2023-12-01\n");
    assert_eq!(found(), Some("waiting"));
    fs::remove_dir_all(publisher.store()).expect("removed");
    publisher.try_publish(motcua::version_store::PublishOptions::default()).expect_err("away");
    assert_eq!(found(), Some("failed"));
}

#[test]
fn a_command_that_works_in_a_nodes_folder_is_refused_with_where_it_is_done() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    let (desk, data) = (Desk::new(), node.data().display().to_string());
    desk.write("a.csv", "");
    for line in ["ingest a.csv", "build", "publish-version --store x", "run-due", "serve"] {
        let told = desk.run(&format!("{line} --data {data}"));
        assert!(
            told.contains("là của một máy đọc") && told.contains("máy của văn phòng"),
            "{told}"
        );
    }
    assert!(desk.run(&format!("doctor --data {data}")).contains("đang hiện bản 1"));
}

const MAY_BE_OLD: &str = "Có thể đã có số liệu mới hơn";

#[test]
fn a_command_that_shows_a_nodes_numbers_goes_by_their_content_and_says_that_they_may_be_old() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    let (desk, data) = (Desk::new(), node.data().display().to_string());
    // It looked in 2024, and the clock of a command is of today.
    let shown = desk.run(&format!("show on_time_rate --period 2023 --data {data}"));
    assert!(shown.contains(MAY_BE_OLD) && shown.contains("bản 1"), "{shown}");
    for line in [
        "evidence --period 2023-11 --out a.zip",
        "report weekly --period 2023-W45",
        "report cchc --period 2023-11 --as-known-on 2024-01-02",
        "show on_time_rate --period 2023 --as-known-on 2024-01-02",
    ] {
        let told = desk.run(&format!("{line} --data {data}"));
        assert!(told.contains("máy của văn phòng"), "{line}: {told}");
    }
    std::fs::create_dir_all(desk.path().join("own")).expect("made");
    let told = desk.run(&format!("--content own show on_time_rate --period 2023 --data {data}"));
    assert!(told.contains("không dùng `--content`"), "{told}");
    // Content that is lost: the numbers are not shown under another.
    fs::remove_dir_all(node.data().join("follow/content/1")).expect("removed");
    let told = desk.run(&format!("show on_time_rate --period 2023 --data {data}"));
    assert!(told.contains("bị mất hoặc đã đổi") && !told.contains('%'), "{told}");
}

/// Backups are the office's: a paper of a node knows nothing of them.
#[test]
fn a_paper_made_on_a_node_tells_nothing_of_backups() {
    let publisher = VersionPublisher::of_one();
    let node = ReadingNode::holding(&publisher);
    let (desk, data) = (Desk::new(), node.data().display().to_string());
    desk.write("motcua.toml", "[backup]\nfolder = \"kept\"\n");
    let made = desk.run(&format!("report cchc --period 2023-11 --format html --data {data}"));
    assert!(made.starts_with("exit 0"), "{made}");
    let paper = fs::read_dir(desk.path()).expect("a folder").filter_map(Result::ok);
    let paper = paper
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|it| it == "html"));
    let text = fs::read_to_string(paper.expect("a paper")).expect("read");
    assert!(text.contains("<html") && !text.to_lowercase().contains("sao lưu"));
}
