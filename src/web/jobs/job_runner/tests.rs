use super::*;

#[test]
fn one_work_at_a_time() {
    let board = JobBoard::default();
    let work = || UploadJob {
        by: "lan".into(),
        files: Vec::new(),
        began_at: "2026-11-22T08:00:00".parse().expect("a time"),
        step: None,
        steps: 0,
        ended: None,
    };
    assert!(board.begin(work()));
    assert!(!board.begin(work()));
    board.tell(&BuildProgress::Audit);
    assert_eq!(board.shown().expect("a work").steps, 1);
    board.end(Vec::new());
    assert!(board.begin(work()));
}
