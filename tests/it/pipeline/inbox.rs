//! The inbox: what is dropped in is taken in when it has stopped growing, then moved aside with a report.

use std::{fs, path::PathBuf, sync::Arc};

use jiff::civil::{DateTime, date};
use motcua::{catalog::settings::InboxSettings, domain::fault_point::FaultPoint, pipeline::Inbox};

use crate::{
    ingest::dirt::{GOOD, HEADING},
    simulator::faults::{Fault, Place, work_with},
    support::office::Office,
};

struct Dropped {
    office: Office,
    settings: InboxSettings,
    _folder: tempfile::TempDir,
}

impl Dropped {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let settings = InboxSettings { folder: folder.path().join("hop-thu"), keep_days: 30 };
        fs::create_dir_all(&settings.folder).expect("made");
        Self { office: Office::new(), settings, _folder: folder }
    }

    fn drop(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.settings.folder.join(name), bytes).expect("written");
    }

    fn at(&self, path: &str) -> PathBuf {
        self.settings.folder.join(path)
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Sweeps as often as there are moments; before each the file may be changed.
    fn sweep(&self, inbox: &mut Inbox) -> usize {
        inbox.ingest_settled(noon(22)).expect("swept")
    }

    fn inbox<'a>(&'a self, data: &'a std::path::Path) -> Inbox<'a> {
        Inbox::new(&self.office.catalog, data, &self.settings, Some("184".into()))
    }
}

fn noon(day: i8) -> DateTime {
    date(2024, 1, day).at(12, 0, 0, 0)
}

#[test]
fn a_file_is_taken_in_once_it_has_stopped_growing() {
    let dropped = Dropped::new();
    let data = dropped.office.data();
    let mut inbox = dropped.inbox(&data);
    dropped.drop("ho-so-2023-12-31.csv", HEADING);
    assert_eq!(dropped.sweep(&mut inbox), 0, "it is seen for the first time");
    dropped.drop("ho-so-2023-12-31.csv", format!("{HEADING}{GOOD}"));
    assert_eq!(dropped.sweep(&mut inbox), 0, "it has grown since");
    assert_eq!(dropped.sweep(&mut inbox), 1);
    assert!(dropped.at("done/2024-01-22/ho-so-2023-12-31.csv").exists());
    assert!(!dropped.at("ho-so-2023-12-31.csv").exists());
    let report = dropped.text("done/2024-01-22/ho-so-2023-12-31.csv.txt");
    assert!(
        report.contains(
            "số liệu đến 31/12/2023. Đọc 1 dòng: tính 1, chưa dùng được 0, bỏ qua 0 dòng tiêu đề, dòng cộng."
        ),
        "{report}"
    );
}

#[test]
fn rows_that_cannot_be_used_lie_beside_it_for_the_clerk() {
    let dropped = Dropped::new();
    let data = dropped.office.data();
    let mut inbox = dropped.inbox(&data);
    let bad = "B2;xã An Sơn;=1+1;06/01/2023;;Đang xử lý\n";
    dropped.drop("ho-so-2023-12-31.csv", format!("{HEADING}{GOOD}{bad}"));
    dropped.sweep(&mut inbox);
    dropped.sweep(&mut inbox);
    let rows = dropped.text("done/2024-01-22/ho-so-2023-12-31.csv.csv");
    let line = rows.lines().nth(1).expect("a row");
    assert_eq!(
        line,
        "ho-so-2023-12-31.csv;;3;Ngày tiếp nhận;'=1+1;Không phải ngày, hoặc ngày không có thật;\
         Viết 31/12/2023, 31/12/2023 16:30:00 hoặc 2023-12-31"
    );
}

#[test]
fn what_cannot_be_read_is_moved_to_failed_with_the_reason() {
    let dropped = Dropped::new();
    let data = dropped.office.data();
    let mut inbox = dropped.inbox(&data);
    dropped.drop("la.csv", "Tên;Tuổi\nA;1\n");
    dropped.sweep(&mut inbox);
    dropped.sweep(&mut inbox);
    assert!(dropped.at("failed/2024-01-22/la.csv").exists());
    let report = dropped.text("failed/2024-01-22/la.csv.txt");
    assert!(
        report.starts_with("Không nhận được la.csv: ") && report.contains("Gợi ý: "),
        "{report}"
    );
}

#[test]
fn an_export_waits_while_the_disk_is_full_and_is_taken_in_when_it_has_room() {
    let dropped = Dropped::new();
    let data = dropped.office.data();
    let mut inbox = dropped.inbox(&data);
    dropped.drop("ho-so-2023-12-31.csv", format!("{HEADING}{GOOD}"));
    assert_eq!(dropped.sweep(&mut inbox), 0, "it is seen for the first time");
    for point in [FaultPoint::ParquetWrite, FaultPoint::NoteWrite] {
        let full = Some((Place::Of(point, 1), Fault::DiskFull(1)));
        let swept = work_with(full, &Arc::default(), || inbox.ingest_settled(noon(22)));
        let error = swept.done.expect_err("it is said");
        assert!(error.is_of_disk(), "{error}");
        assert!(dropped.at("ho-so-2023-12-31.csv").exists(), "{point:?}");
        assert!(!dropped.at("failed").exists(), "nothing is wrong with it: {point:?}");
    }
    assert_eq!(dropped.sweep(&mut inbox), 1);
    assert!(dropped.at("done/2024-01-22/ho-so-2023-12-31.csv").exists());
}

#[test]
fn what_programs_leave_lying_while_they_write_is_let_be() {
    let dropped = Dropped::new();
    let data = dropped.office.data();
    let mut inbox = dropped.inbox(&data);
    for name in ["~$ho-so.xlsx", ".ho-so.csv.swp", "ho-so.csv.part", "ho-so.crdownload"] {
        dropped.drop(name, "x");
    }
    dropped.sweep(&mut inbox);
    assert_eq!(dropped.sweep(&mut inbox), 0);
    assert!(dropped.at("ho-so.csv.part").exists());
}

#[test]
fn originals_go_after_the_set_number_of_days_and_not_before() {
    let dropped = Dropped::new();
    let data = dropped.office.data();
    let mut inbox = dropped.inbox(&data);
    for day in ["2023-12-22", "2023-12-23"] {
        fs::create_dir_all(dropped.at(&format!("done/{day}"))).expect("made");
    }
    dropped.drop("ho-so-2023-12-31.csv", format!("{HEADING}{GOOD}"));
    dropped.sweep(&mut inbox);
    dropped.sweep(&mut inbox);
    assert!(!dropped.at("done/2023-12-22").exists(), "31 days old");
    assert!(dropped.at("done/2023-12-23").exists(), "30 days old");
}

#[test]
fn a_file_that_cannot_be_moved_holds_up_no_other_and_keeps_its_report() {
    let dropped = Dropped::new();
    let data = dropped.office.data();
    let mut inbox = dropped.inbox(&data);
    dropped.drop("a-2023-12-31.csv", format!("{HEADING}{GOOD}"));
    dropped.drop("b-2023-12-31.csv", format!("{HEADING}{GOOD}"));
    assert_eq!(dropped.sweep(&mut inbox), 0);
    // A folder where the file's report belongs: nothing else of it can be written.
    fs::create_dir_all(dropped.at("done/2024-01-22/a-2023-12-31.csv.txt")).expect("made");
    inbox.ingest_settled(noon(22)).expect_err("one is held");
    assert!(dropped.at("a-2023-12-31.csv").exists());
    assert!(dropped.at("done/2024-01-22/b-2023-12-31.csv").exists());
    let report = dropped.at("done/2024-01-22/a-2023-12-31.csv.txt");
    fs::remove_dir(&report).expect("removed");
    fs::write(&report, "first\n").expect("written");
    assert_eq!(dropped.sweep(&mut inbox), 1);
    assert!(dropped.at("done/2024-01-22/a-2023-12-31.csv").exists());
    assert_eq!(dropped.text("done/2024-01-22/a-2023-12-31.csv.txt"), "first\n");
}

#[test]
fn an_export_that_is_open_in_another_program_waits_and_those_behind_it_are_taken_in() {
    let dropped = Dropped::new();
    let data = dropped.office.data();
    let mut inbox = dropped.inbox(&data);
    inbox.is_held_open = |path| path.ends_with("a-2023-12-31.csv");
    dropped.drop("a-2023-12-31.csv", format!("{HEADING}{GOOD}"));
    dropped.drop("b-2023-12-31.csv", format!("{HEADING}{GOOD}"));
    assert_eq!(dropped.sweep(&mut inbox), 0, "they are seen for the first time");
    assert_eq!(dropped.sweep(&mut inbox), 1, "the one that nobody has open");
    assert!(dropped.at("done/2024-01-22/b-2023-12-31.csv").exists());
    assert!(dropped.at("a-2023-12-31.csv").exists(), "it lies where it was dropped");
    assert_eq!(dropped.sweep(&mut inbox), 0, "it is still open");
    inbox.is_held_open = |_| false;
    assert_eq!(dropped.sweep(&mut inbox), 1, "it was closed");
    assert!(dropped.at("done/2024-01-22/a-2023-12-31.csv").exists());
}
