//! The papers of a locked period: which are kept, and what those made since say of themselves.

use std::collections::BTreeMap;

use jiff::civil::date;
use motcua::{
    catalog::settings::ProgramSettings,
    pipeline::LockRequest,
    report::{ReportContext, ReportFormat, make_each, units},
};

use super::desk::{AN_SON, LockDesk, OTHER, at, november, on_time};

#[test]
fn a_report_that_is_named_twice_is_kept_once() {
    let desk = LockDesk::with_papers();
    let locked = desk.lock(&["weekly", "weekly"]).expect("locked");
    assert_eq!(locked.note.papers.len(), 4, "docx, xlsx, html, pdf");
    assert_eq!(locked.note.files.len(), 6, "with the numbers and the subjects");
}

/// The later export tells of A9 of An Sơn only: 8 of 9 were reported on time, 9 of 9 are.
#[test]
fn a_paper_of_a_unit_says_of_its_own_numbers_whether_they_differ() {
    let desk = LockDesk::with_papers();
    let locked = desk.lock(&[]).expect("locked");
    desk.take_in(10, &[on_time("A9", AN_SON)]);
    let (catalog, warehouse) = (&desk.office.catalog, desk.office.warehouse());
    let settings = ProgramSettings::default();
    let context = ReportContext::new(catalog, &settings.office, &warehouse, date(2023, 12, 4))
        .with_lock(Some(&locked));
    let report = catalog.find_report("weekly").expect("a report");
    let units = units(&context, november()).expect("units");
    let mut said = BTreeMap::new();
    make_each(&context, (report, november()), &units, &[ReportFormat::Html], &mut |made| {
        let documents = made.documents.expect("made");
        let html = String::from_utf8_lossy(&documents[0].bytes).into_owned();
        said.insert(made.agency.code, html.contains("vẫn như đã báo cáo"));
        true
    });
    assert_eq!((said[AN_SON], said[OTHER]), (false, true));
}

/// November is the month, and the days from its first to its last.
#[test]
fn the_days_of_a_period_are_locked_under_whatever_name() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    let period = "2023-11-01..2023-11-30".parse().expect("a period");
    let found = desk.folder().find_in_force(period).expect("whole").expect("locked");
    assert_eq!(found.note.id, "2023-11");
    let request = LockRequest { period, reports: &[], on: None, note: "", takes_incomplete: false };
    let told = desk.lock_as(&request, at(3, 9)).expect_err("taken").to_string();
    assert!(told.contains("lan khóa lúc"), "{told}");
    let shorter = "2023-11-01..2023-11-29".parse().expect("a period");
    assert!(desk.folder().find_in_force(shorter).expect("whole").is_none());
}

#[test]
fn the_cover_of_a_giai_trinh_is_no_report_and_is_not_locked() {
    let desk = LockDesk::new();
    let told = desk.lock(&["evidence"]).expect_err("refused").to_string();
    assert!(told.contains("evidence"), "{told}");
    assert!(desk.folder().list_locks().expect("listed").is_empty());
}

#[test]
fn a_file_that_no_note_names_is_told_of_and_swept() {
    let desk = LockDesk::with_papers();
    let folder = desk.lock(&["weekly"]).expect("locked").folder;
    for name in ["subjects-9.parquet", "papers/weekly-cu.docx"] {
        std::fs::write(folder.join(name), "cũ").expect("written");
        let mut locks = desk.folder().list_locks().expect("listed");
        let told = locks.remove(0).verify().expect_err("unnamed").to_string();
        assert!(told.contains(name), "{told}");
        assert!(desk.folder().find_in_force(november()).expect("whole").is_some());
        desk.folder().sweep();
        desk.folder().list_locks().expect("listed").remove(0).verify().expect("as it was locked");
    }
}
