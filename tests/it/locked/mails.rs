//! What goes out by itself of a period that was locked.

use std::{cell::Cell, collections::BTreeMap, fs};

use jiff::civil::{DateTime, date};
use motcua::{
    catalog::settings::ProgramSettings,
    ingest::fetch::FetchEnvironment,
    pipeline::{DueWork, LockRequest},
};
use rstest::rstest;

use super::desk::{AN_SON, LockDesk, at, november, overdue};

/// Every file that lies in a folder and below, by the end of its name.
fn endings(folder: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.append(&mut endings(&path));
        } else {
            let ending = path.extension().map(|it| it.to_string_lossy().into_owned());
            found.insert(ending.unwrap_or_default(), fs::read(&path).expect("read"));
        }
    }
    found
}

#[rstest]
#[case::none_is_named("", &["docx", "html"])]
#[case::one_is_named("formats = [\"pdf\"]\n", &["pdf"])]
fn a_schedule_sends_the_papers_that_were_locked(#[case] formats: &str, #[case] sent: &[&str]) {
    let desk = LockDesk::with_papers();
    let reports = ["weekly".to_owned()];
    let request = LockRequest {
        period: november(),
        reports: &reports,
        on: None,
        note: "",
        takes_incomplete: true,
    };
    let locked = desk.lock_as(&request, at(3, 8)).expect("locked");
    desk.take_in(4, &[overdue("A21", AN_SON)]);
    let folder = desk.office.folder().join("chung");
    fs::create_dir(&folder).expect("made");
    let text = format!(
        "[[folder]]\nid = \"chung\"\npath = \"{}\"\n[[schedule]]\nid = \"thang\"\nreport = \"weekly\"\n\
         cron = \"0 7 4 * *\"\nperiod = \"month_before\"\n{formats}to = [{{ folder = \"chung\" }}]\n",
        folder.display()
    );
    let settings = ProgramSettings::parse_text("motcua.toml", &text).expect("settings");
    let now: Cell<DateTime> = Cell::new(date(2023, 12, 4).at(6, 0, 0, 0));
    let clock = || now.get();
    let (data, outside) = (desk.office.data(), FetchEnvironment::from_system());
    let due = DueWork::new((&desk.office.catalog, &settings), &data, &outside, &clock);
    due.run().expect("it ran");
    now.set(date(2023, 12, 4).at(8, 0, 0, 0));
    let done = due.run().expect("it ran");
    assert!(done.problems.is_empty(), "{:?}", done.problems);
    let mut written = endings(&folder);
    for format in sent {
        let paper = locked.note.papers.iter().find(|paper| paper.format == *format).expect("kept");
        assert_eq!(written.remove(*format), Some(locked.read_paper(paper).expect("whole")));
    }
    assert!(
        !written.keys().any(|ending| ["docx", "html", "pdf", "xlsx"].contains(&ending.as_str()))
    );
}
