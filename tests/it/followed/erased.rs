//! What was erased at the office is in no version that stays in the store.

use std::fs;

use motcua::pipeline::PipelineRun;

use super::node::{Publisher, ReadingNode, at, held};

#[test]
fn versions_of_before_an_erasure_go_at_once_with_what_they_alone_held() {
    let publisher = Publisher::new();
    publisher.publish().expect("the first");
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
