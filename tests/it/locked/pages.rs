//! What pages of a locked period say, to whom; and the forms that lock it and take its lock off.

use std::{path::PathBuf, sync::Arc};

use axum::http::{StatusCode, header};
use motcua::{
    catalog::{Catalog, settings::ProgramSettings},
    domain::{progress::BuildProgress, sight::UserRole},
    pipeline::{LockActor, LockRequest, PipelineRun},
    web::{
        DemoPages, ExportTrial, JobRunner, LockOrder, MendOutcome, UploadOutcome, UploadRequest,
    },
};
use rstest::rstest;

use super::desk::{AN_SON, LockDesk, OTHER, at, november};
use crate::support::visitor::{Visitor, all, text};

const PERIOD: &str = "?period=2023-11";

/// November 2023 locked with its weekly report, and three exports since.
fn changed() -> (Visitor, Vec<u8>) {
    let desk = LockDesk::with_papers();
    let locked = desk.lock(&["weekly"]).expect("locked");
    let paper = locked.note.papers.iter().find(|paper| paper.format == "html").expect("kept");
    let bytes = locked.read_paper(paper).expect("whole");
    desk.take_in_three_more();
    (Visitor::of(desk.office), bytes)
}

#[rstest]
#[case::who_sees_all(UserRole::Officer, None, "đã báo cáo 83,33%, nay 80,00%: 7 hồ sơ")]
#[case::who_sees_one_agency(
    UserRole::Commune,
    Some(OTHER),
    "đã báo cáo 66,67%, nay 50,00%: 3 hồ sơ"
)]
#[case::who_sees_numbers_alone(UserRole::Viewer, None, "đã báo cáo 83,33%, nay 80,00%")]
#[tokio::test]
async fn a_tile_says_what_was_reported(
    #[case] role: UserRole,
    #[case] agency: Option<&str>,
    #[case] expected: &str,
) {
    let (visitor, _) = changed();
    let cookie = visitor.let_in("hoa", role, agency);
    let page = visitor.page_as(&cookie, &format!("/{PERIOD}")).await;
    let marks = all(&page, "[data-metric=on_time_rate] .lock");
    assert_eq!(marks, [expected]);
}

/// 7 of An Sơn's first eight, A9, B1, A11 and A13 of 13 there; B4 of B3 and B4 elsewhere.
#[tokio::test]
async fn each_row_of_the_api_says_what_was_reported_of_it_as_far_as_it_is_told() {
    let (visitor, _) = changed();
    let told = async |name, role, agency| {
        let cookie = visitor.let_in(name, role, agency);
        let address = format!("/api/v1/metrics/on_time_rate/values{PERIOD}");
        let answer = text(visitor.get_as(&cookie, &address).await).await;
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(answer["locked_at"], "2024-01-03T08:00:00");
        assert_eq!(
            (answer["is_reported"].as_bool(), answer.get("lock_problem")),
            (Some(true), None)
        );
        let rows = answer["rows"].as_array().expect("rows").clone();
        let row = |row: serde_json::Value| {
            let count = |name: &str| row[name].as_i64();
            let names = ["numerator", "denominator", "reported_numerator", "reported_denominator"];
            (row["agency_code"].as_str().expect("a code").to_owned(), names.map(count))
        };
        rows.into_iter().map(row).filter(|(_, counts)| *counts != [None; 4]).collect::<Vec<_>>()
    };
    let an_son = (AN_SON.to_owned(), [11, 13, 8, 9].map(Some));
    let other = (OTHER.to_owned(), [1, 2, 2, 3].map(Some));
    let all = told("hoa", UserRole::Officer, None).await;
    assert_eq!(all, [an_son.clone(), other.clone()], "what is over few comes last");
    assert_eq!(told("mai", UserRole::Commune, Some(OTHER)).await, [other]);
    let few = (an_son.0, [Some(11), Some(13), None, None]);
    assert_eq!(told("an", UserRole::Viewer, None).await, [few], "nine are too few to tell");
    let address = format!("/api/v1/metrics/on_time_rate/values{PERIOD}&published=true");
    let cookie = visitor.let_in("ha", UserRole::Officer, None);
    let published = text(visitor.get_as(&cookie, &address).await).await;
    assert!(!published.contains("locked_at"), "{published}");
}

#[tokio::test]
async fn the_page_of_locks_lists_dossiers_to_who_may_see_them_alone() {
    let (visitor, _) = changed();
    let address = format!("/locks{PERIOD}&metric=on_time_rate");
    let officer = visitor.let_in("hoa", UserRole::Officer, None);
    let page = visitor.page_as(&officer, &address).await;
    let codes = all(&page, "#ho-so ~ div .code");
    assert_eq!(codes[..7], ["A11", "A12", "A13", "B4", "A8", "A9", "B2"], "{codes:?}");
    let commune = visitor.let_in("mai", UserRole::Commune, Some(OTHER));
    let page = visitor.page_as(&commune, &address).await;
    assert_eq!(all(&page, "#ho-so ~ div .code"), ["B4", "B2", "B1"]);
    let whole = all(&page, "main").concat();
    assert!(!whole.contains("A8") && !whole.contains("10 / 12"), "{whole}");
    assert!(!whole.contains("1.csv"), "the exports are the office's: {whole}");
    let viewer = visitor.let_in("an", UserRole::Viewer, None);
    let page = visitor.page_as(&viewer, &address).await;
    let whole = all(&page, "main").concat();
    assert!(!whole.contains("A8") && !whole.contains("B4"), "{whole}");
}

#[tokio::test]
async fn a_report_of_it_is_the_one_that_was_locked_unless_the_present_one_is_asked_for() {
    let (visitor, locked) = changed();
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    let address = format!("/reports/weekly/file{PERIOD}&format=html");
    let handed = text(visitor.get_as(&cookie, &address).await).await;
    assert_eq!(handed.as_bytes(), locked);
    let present = text(visitor.get_as(&cookie, &format!("{address}&now=1")).await).await;
    assert!(present.contains("Đây là số hiện nay"), "it says that it differs");
    assert!(present.contains("do 8 hồ sơ"), "seven that count otherwise, and B1 that moved");
    let own = visitor.let_in("mai", UserRole::Commune, Some(OTHER));
    let own = text(visitor.get_as(&own, &address).await).await;
    assert!(!own.contains("Xã An Sơn"), "the locked paper is of all");
}

#[tokio::test]
async fn a_damaged_lock_is_named_on_every_page_and_marks_nothing() {
    let desk = LockDesk::new();
    let path = desk.lock(&[]).expect("locked").folder.join("numbers.csv");
    std::fs::write(path, "khác").expect("written");
    let visitor = Visitor::of(desk.office);
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    let page = visitor.page_as(&cookie, &format!("/{PERIOD}")).await;
    assert_eq!(all(&page, ".tile .lock"), [] as [String; 0]);
    let said = all(&page, ".stale").concat();
    assert!(said.contains("numbers.csv") && said.contains("không còn như lúc khóa"), "{said}");
    let address = format!("/api/v1/metrics/on_time_rate/values{PERIOD}");
    let answer = text(visitor.get_as(&cookie, &address).await).await;
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    assert!(answer["lock_problem"].as_str().expect("told").contains("numbers.csv"), "{answer}");
    assert!(answer.get("locked_at").is_none(), "{answer}");
}

/// The page is seen whole first: what is known of a lock does not outlive its files.
#[rstest]
#[case::note("lock.json")]
#[case::numbers("numbers.csv")]
#[case::subjects("subjects.parquet")]
#[tokio::test]
async fn a_lock_that_loses_a_file_while_pages_are_served_is_named(#[case] file: &str) {
    let desk = LockDesk::new();
    let path = desk.lock(&[]).expect("locked").folder.join(file);
    let visitor = Visitor::of(desk.office);
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    let page = visitor.page_as(&cookie, &format!("/{PERIOD}")).await;
    assert_eq!(all(&page, "[data-metric=on_time_rate] .lock"), ["đã khóa"]);
    std::fs::remove_file(path).expect("removed");
    let page = visitor.page_as(&cookie, &format!("/{PERIOD}")).await;
    assert_eq!(all(&page, ".tile .lock"), [] as [String; 0]);
    let said = all(&page, ".stale").concat();
    assert!(said.contains(file) && said.contains("không còn như lúc khóa"), "{said}");
}

#[tokio::test]
async fn beside_published_numbers_the_period_is_locked_all_the_same() {
    let (visitor, locked) = changed();
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    let address = format!("/reports/weekly/file{PERIOD}&format=html&published=1");
    assert_eq!(text(visitor.get_as(&cookie, &address).await).await.as_bytes(), locked);
    let page = visitor.page_as(&cookie, &format!("/locks{PERIOD}&published=1")).await;
    let whole = all(&page, "main").concat();
    assert!(whole.contains("lan khóa lúc") && !whole.contains("Khóa kỳ này"), "{whole}");
}

struct LockClerk {
    catalog: Catalog,
    data: PathBuf,
}

impl JobRunner for LockClerk {
    fn take_in(&self, _: &UploadRequest, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
    }

    fn try_export(&self, _: &ExportTrial) -> Result<(), String> {
        Err("nothing is tried here".to_owned())
    }

    fn open_demo(&self) -> Result<Vec<DemoPages>, String> {
        Err("no samples are shown here".to_owned())
    }

    fn send_test(&self, _: &str, _: &str) -> Result<(), String> {
        Err("nothing is sent here".to_owned())
    }

    fn send_test_mail(&self, _: &str) -> Result<(), String> {
        Err("nothing is sent here".to_owned())
    }

    fn build(&self, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
    }

    fn mend(&self) -> MendOutcome {
        MendOutcome::Sound
    }

    fn change_lock(&self, order: &LockOrder) -> Result<(), String> {
        let mut run = PipelineRun {
            catalog: &self.catalog,
            data: &self.data,
            now: at(3, 8),
            progress: &mut |_| {},
        };
        let period = order.period.parse().expect("a period");
        let actor = LockActor { user: Some(&order.by), name: &order.by, address: &order.address };
        let done = match &order.reports {
            None => run.release_period((period, &order.text), actor).map(drop),
            Some(reports) => {
                let request = LockRequest {
                    period,
                    reports,
                    on: None,
                    note: &order.text,
                    takes_incomplete: order.takes_incomplete,
                };
                run.lock_period(&ProgramSettings::default(), &request, actor).map(drop)
            }
        };
        done.map_err(|error| error.to_string())
    }
}

#[tokio::test]
async fn the_forms_lock_a_period_and_take_the_lock_off() {
    let desk = LockDesk::new();
    let folder = desk.folder();
    let clerk = LockClerk { catalog: desk.office.catalog.clone(), data: desk.office.data() };
    let visitor = Visitor::of(desk.office).with_works(Arc::new(clerk));
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    let token = visitor.form_token(&cookie);
    let stale = visitor.post_as(&cookie, "/locks", "form_token=none&period=2023-11").await;
    assert_eq!(stale.status(), StatusCode::FORBIDDEN);
    assert!(folder.find_in_force(november()).expect("read").is_none());
    let fields = format!("form_token={token}&period=2023-11&note=12%2FUBND");
    let done = visitor.post_as(&cookie, "/locks", &fields).await;
    assert_eq!(done.headers()[header::LOCATION], "/locks?period=2023-11&said=locked");
    let lock = folder.find_in_force(november()).expect("read").expect("locked");
    assert_eq!((lock.note.locked_by.as_str(), lock.note.note.as_str()), ("hoa", "12/UBND"));
    let page = visitor.page_as(&cookie, &format!("/{PERIOD}")).await;
    assert_eq!(all(&page, "[data-metric=on_time_rate] .lock"), ["đã khóa"]);
    let refused = visitor.post_as(&cookie, "/locks", &fields).await;
    assert!(text(refused).await.contains("hoa khóa lúc"), "it is locked");
    let fields = format!("form_token={token}&period=2023-11&reason=sai");
    let done = visitor.post_as(&cookie, "/locks/release", &fields).await;
    assert_eq!(done.headers()[header::LOCATION], "/locks?period=2023-11&said=released");
    let page = visitor.page_as(&cookie, &format!("/{PERIOD}")).await;
    assert_eq!(all(&page, ".tile .lock"), [] as [String; 0], "what is kept of pages went too");
}

/// Taken off, it stays readable: its papers, its note, which days it was known of.
#[tokio::test]
async fn a_lock_that_was_taken_off_is_reached_from_the_list() {
    let desk = LockDesk::with_papers();
    let locked = desk.lock(&["weekly"]).expect("locked");
    let paper = locked.note.papers.iter().find(|paper| paper.format == "html").expect("kept");
    let bytes = locked.read_paper(paper).expect("whole");
    desk.release("báo cáo lại").expect("taken off");
    let visitor = Visitor::of(desk.office);
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    let page = visitor.page_as(&cookie, &format!("/locks{PERIOD}")).await;
    let links = visitor.attributes(&page, "main a", "href");
    let address = format!("/locks{PERIOD}&lock=2023-11");
    assert!(links.contains(&address), "{links:?}");
    let row = all(&page, "tbody tr").concat();
    assert!(row.contains("công văn 12/UBND-VP") && row.contains("báo cáo lại"), "{row}");
    let page = visitor.page_as(&cookie, &address).await;
    let said = all(&page, ".stale").concat();
    assert!(said.contains("không còn dùng") && said.contains("báo cáo lại"), "{said}");
    let links = visitor.attributes(&page, "main a", "href");
    let file = links.iter().find(|link| link.contains("/locks/paper") && link.contains(".html"));
    let file = file.expect("a link to the paper");
    assert!(file.contains("lock=2023-11"), "{file}");
    assert_eq!(text(visitor.get_as(&cookie, file).await).await.as_bytes(), bytes);
    let other = visitor.get_as(&cookie, "/locks?period=2023-10&lock=2023-11").await;
    assert_eq!(other.status(), StatusCode::NOT_FOUND, "its numbers are of its own days");
}

#[tokio::test]
async fn the_list_says_of_a_lock_that_was_not_whole_which_days_were_known() {
    let desk = LockDesk::new();
    let period = "2023-Q4".parse().expect("a period");
    let request = LockRequest { period, reports: &[], on: None, note: "", takes_incomplete: true };
    desk.lock_as(&request, at(3, 8)).expect("locked");
    let visitor = Visitor::of(desk.office);
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    let page = visitor.page_as(&cookie, "/locks?period=2023-Q4").await;
    let expected = "lúc khóa, số liệu chỉ từ ngày 01/11/2023 đến ngày 05/12/2023";
    assert!(all(&page, "tbody tr").concat().contains(expected));
    let own = "Lúc khóa, số liệu chỉ từ ngày 01/11/2023 đến ngày 05/12/2023.";
    assert!(all(&page, ".stale").iter().any(|said| said == own));
}
