//! What is told of sending before it happens: in the audit log, and to whoever sets other times.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use axum::http::StatusCode;
use motcua::{
    catalog::settings::ProgramSettings,
    domain::{progress::BuildProgress, sight::UserRole},
    state::StateDatabase,
    web::{DemoPages, ExportTrial, JobRunner, MendOutcome, UploadOutcome, UploadRequest},
};

use super::sending_desk::{FILE, NOW, SendingDesk};
use crate::support::{
    office::Office,
    visitor::{Visitor, all, text},
};

/// Looks into the audit log at the moment something is to go out.
struct LogReader {
    data: PathBuf,
    newest: Mutex<Vec<String>>,
}

impl LogReader {
    fn look(&self) -> Result<(), String> {
        let log = StateDatabase::open(&self.data).expect("a state").list_audit(None, None, 1);
        let newest = log.expect("read").pop().map(|line| line.detail).unwrap_or_default();
        self.newest.lock().expect("nobody failed").push(newest);
        Ok(())
    }
}

impl JobRunner for LogReader {
    fn take_in(&self, _: &UploadRequest, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
    }

    fn open_demo(&self) -> Result<Vec<DemoPages>, String> {
        Err("no samples are shown here".to_owned())
    }

    fn send_test(&self, _: &str, _: &str) -> Result<(), String> {
        self.look()
    }

    fn send_test_mail(&self, _: &str) -> Result<(), String> {
        self.look()
    }

    fn try_export(&self, _: &ExportTrial) -> Result<(), String> {
        Err("nothing is tried here".to_owned())
    }

    fn mend(&self) -> MendOutcome {
        MendOutcome::Sound
    }

    fn build(&self, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
    }
}

#[tokio::test]
async fn nothing_is_sent_to_try_it_that_the_log_does_not_tell_of_already() {
    let office = Office::new();
    let path = office.folder().join("motcua.toml");
    fs::write(&path, FILE).expect("written");
    let settings = ProgramSettings::load_file(Some(&path)).expect("settings");
    let reader = Arc::new(LogReader { data: office.data(), newest: Mutex::default() });
    let works = Arc::clone(&reader) as Arc<dyn JobRunner>;
    let visitor = Visitor::under(office, settings, || NOW).with_works(works);
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    let token = visitor.form_token(&cookie);
    for (address, fields) in [
        ("/admin/sending/try", "mail=lan%40a.vn"),
        ("/admin/sending/try", "schedule=tuan&mail=mai%40a.vn"),
        ("/reports/try", "schedule=tuan&mail=hoa%40a.vn"),
    ] {
        let fields = format!("form_token={token}&{fields}");
        let answer = visitor.post_as(&cookie, address, &fields).await;
        let status = answer.status();
        assert!(
            status.is_success() || status.is_redirection(),
            "{address}: {}",
            text(answer).await
        );
    }
    let seen = reader.newest.lock().expect("nobody failed").clone();
    let noted = ["lan@a.vn", "mai@a.vn", "hoa@a.vn"];
    assert_eq!(seen.len(), noted.len(), "{seen:?}");
    for (seen, to) in seen.iter().zip(noted) {
        assert!(seen.starts_with("Gửi thử") && seen.ends_with(to), "{seen}");
    }
}

/// It is Tuesday, 02/01/2024, eight o'clock.
#[tokio::test]
async fn who_sets_other_times_is_told_what_goes_out_next_and_what_is_passed_over() {
    let desk = SendingDesk::of(FILE);
    let set = async |rhythm: &str, (name, value): (&str, &str), time: &str| {
        let fields = [
            ("old_id", "tuan"),
            ("id", "tuan"),
            ("report", "weekly"),
            ("period", "week_before"),
            ("rhythm", rhythm),
            (name, value),
            ("time", time),
            ("when_incomplete", "wait"),
            ("to_each", ""),
        ];
        desk.send("schedules", &fields).await
    };
    let line = async || all(&desk.page().await, ".schedule p").remove(0);
    // From Monday to this afternoon: the week before is yet to come.
    let (status, to, _) = set("weekly", ("weekday", "2"), "16:00").await;
    assert_eq!((status, &*to), (StatusCode::SEE_OTHER, "/admin/sending?said=saved"));
    assert!(line().await.contains("lần tới: 02/01/2024 16:00, số liệu tuần 52 năm 2023"));
    // To this morning, which has passed.
    let (_, to, _) = set("weekly", ("weekday", "2"), "07:00").await;
    assert_eq!(to, "/admin/sending?said=saved&skipped=2023-W52");
    let page = desk.visitor.page_as(&desk.cookie, &to).await;
    let said = all(&page, "[role=status]").join(" ");
    assert!(said.contains("báo cáo tuần 52 năm 2023 không tự gửi nữa"), "{said}");
    assert!(line().await.contains("lần tới: 09/01/2024 07:00, số liệu tuần 1 năm 2024"));
    // The last day is one that every month has; the 31st is told for what it is.
    set("monthly", ("day", "L"), "16:00").await;
    assert!(desk.file().contains("cron = \"0 16 L * *\""), "{}", desk.file());
    assert!(line().await.contains("Ngày cuối hằng tháng, 16:00"));
    set("monthly", ("day", "31"), "16:00").await;
    let told = line().await;
    assert!(told.contains("Ngày 31 hằng tháng, 16:00 (tháng không có ngày 31"), "{told}");
}
