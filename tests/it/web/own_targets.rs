//! Targets an administrator sets on Quản trị, and what is judged by them.

use std::{path::PathBuf, sync::Arc};

use axum::http::{StatusCode, header};
use jiff::civil::date;
use motcua::{
    catalog::Catalog,
    domain::progress::BuildProgress,
    domain::sight::UserRole,
    pipeline::PipelineRun,
    web::{DemoPages, ExportTrial, JobRunner, MendOutcome, UploadOutcome, UploadRequest},
};
use rstest::rstest;

use crate::support::{
    office::Office,
    visitor::{Visitor, all},
};

/// Builds as the server does.
struct Builder {
    catalog: Catalog,
    data: PathBuf,
}

impl JobRunner for Builder {
    fn take_in(&self, _: &UploadRequest, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
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

    fn try_export(&self, _: &ExportTrial) -> Result<(), String> {
        Err("nothing is tried here".to_owned())
    }

    fn mend(&self) -> MendOutcome {
        MendOutcome::Sound
    }

    fn build(&self, tell: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        let now = date(2024, 1, 2).at(8, 0, 0, 0);
        let mut run = PipelineRun { catalog: &self.catalog, data: &self.data, now, progress: tell };
        let text = run.build().expect("built").map_or("nothing", |_| "built").to_owned();
        vec![UploadOutcome { file: None, source_id: None, text, is_done: true }]
    }
}

/// One commune with 4 of 5 dossiers on time in December, one of one in November.
fn visitor() -> Visitor {
    let office = Office::new();
    office.given(
        "dossier_code,solving_agency,status,received_at,due_at,ended_at\n\
         A1,06283,finished,2023-12-01,2023-12-05,2023-12-04\n\
         A2,06283,finished,2023-12-01,2023-12-05,2023-12-04\n\
         A3,06283,finished,2023-12-01,2023-12-05,2023-12-04\n\
         A4,06283,finished,2023-12-01,2023-12-05,2023-12-04\n\
         A5,06283,finished,2023-12-01,2023-12-05,2023-12-09\n\
         B1,06283,finished,2023-11-01,2023-11-05,2023-11-04\n",
    );
    let builder = Builder { catalog: office.catalog.clone(), data: office.data() };
    Visitor::of(office).with_works(Arc::new(builder))
}

const SET: &str = "metric=on_time_rate&kind=floor&value=75%2C5&level=commune&agency=&valid_from=2023-12-01\
    &valid_to=&source=K%E1%BA%BF+ho%E1%BA%A1ch+12";

/// Sends a form of Quản trị, and waits until what it began is done; says where it led.
async fn sent(visitor: &Visitor, cookie: &str, address: &str, fields: &str) -> String {
    let fields = format!("form_token={}&{fields}", visitor.form_token(cookie));
    let response = visitor.post_as(cookie, address, &fields).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let to = response.headers()[header::LOCATION].to_str().expect("an address").to_owned();
    if to == "/work" {
        visitor.work_done(cookie).await;
    }
    to
}

async fn tile(visitor: &Visitor, cookie: &str, period: &str) -> String {
    let page = visitor.page_as(cookie, &format!("/agencies/06283?period={period}")).await;
    all(&page, "[data-metric=on_time_rate]").remove(0)
}

#[tokio::test]
async fn a_target_holds_from_its_day_on_until_it_is_taken_back() {
    let visitor = visitor();
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    assert!(tile(&visitor, &cookie, "2023-12").await.contains("ngưỡng 90%"));
    assert_eq!(sent(&visitor, &cookie, "/admin/targets", SET).await, "/work");
    // 4 of 5 is 80 %: above 75,5 %, under the 90 % of the content that held before.
    let now = tile(&visitor, &cookie, "2023-12").await;
    assert!(now.contains("80,00%") && now.contains("ngưỡng 75,5%"), "{now}");
    assert!(tile(&visitor, &cookie, "2023-11").await.contains("ngưỡng 90%"));
    let page = visitor.page_as(&cookie, "/admin").await;
    let own = all(&page, "#muc-dat-ra .users tbody tr").remove(0);
    // Somebody else sets the same from a page of before: it is there once, and noted once.
    let again = sent(&visitor, &cookie, "/admin/targets", SET).await;
    assert_eq!(again, "/admin?said=target_there#muc-dat-ra");
    let page = visitor.page_as(&cookie, "/admin?said=target_there").await;
    assert_eq!(all(&page, "#muc-dat-ra .users tbody tr").len(), 1);
    assert!(all(&page, "[role=status]").join(" ").contains("Mức này đã có rồi"));
    assert!(own.contains("ngưỡng 75,5%") && own.contains("Kế hoạch 12"), "{own}");
    let log = all(&page, ".log tbody tr").join("\n");
    assert!(
        log.contains("Đặt ngưỡng 75,5% của đơn vị cấp xã, chỉ tiêu")
            && log.contains("từ ngày 01/12/2023"),
        "{log}"
    );
    let field = scraper::Selector::parse("#muc-dat-ra input[name=target]").expect("a selector");
    let target = page.select(&field).next().expect("a form").attr("value").expect("a target");
    let fields: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("target", target).finish();
    assert_eq!(sent(&visitor, &cookie, "/admin/targets/remove", &fields).await, "/work");
    assert!(tile(&visitor, &cookie, "2023-12").await.contains("ngưỡng 90%"));
    assert!(!visitor.office.data().join("targets.csv").exists());
    let gone = sent(&visitor, &cookie, "/admin/targets/remove", &fields).await;
    assert_eq!(gone, "/admin?said=target_gone#muc-dat-ra", "somebody has taken it back");
    let log = all(&visitor.page_as(&cookie, "/admin").await, ".log tbody tr").join("\n");
    assert_eq!((log.matches("Đặt ngưỡng").count(), log.matches("Bỏ ngưỡng").count()), (1, 1));
}

#[rstest]
#[case::no_number("value=75%2C5", "value=nhi%E1%BB%81u", "target_value")]
#[case::more_than_all("value=75%2C5", "value=101", "target_value")]
#[case::an_agency_nobody_has("agency=", "agency=00000", "target_agency")]
#[case::ended_before_it_began("valid_to=", "valid_to=2023-11-30", "target_days")]
#[case::for_no_reason("source=K%E1%BA%BF+ho%E1%BA%A1ch+12", "source=+", "target_source")]
#[tokio::test]
async fn what_cannot_be_is_said_and_nothing_changes(
    #[case] field: &str,
    #[case] wrong: &str,
    #[case] said: &str,
) {
    let visitor = visitor();
    let cookie = visitor.let_in("quantri", UserRole::Admin, None);
    let fields = SET.replace(field, wrong);
    let to = sent(&visitor, &cookie, "/admin/targets", &fields).await;
    assert_eq!(to, format!("/admin?said={said}#muc-dat-ra"));
    assert!(!visitor.office.data().join("targets.csv").exists());
}
