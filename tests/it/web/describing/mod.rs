//! An export of a kind nobody described, described on a page.

mod at_once;
mod own_columns;

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::Receiver,
    },
};

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use jiff::civil::date;
use motcua::{
    catalog::{Catalog, CatalogVersions},
    domain::progress::BuildProgress,
    domain::sight::UserRole,
    pipeline::{IngestOverrides, PipelineRun},
    web::{DemoPages, ExportTrial, JobRunner, MendOutcome, UploadOutcome, UploadRequest},
};
use url::form_urlencoded::Serializer;

use crate::support::{
    office::{AGENCY, Office},
    visitor::{Visitor, all, text},
};

/// Takes in and tries as the server does.
struct Taker {
    catalog: CatalogVersions,
    data: PathBuf,
    /// Waits for a word before it takes anything in.
    gate: Mutex<Option<Receiver<()>>>,
    /// Takes nothing in, as on a full disk.
    is_refusing: AtomicBool,
}

impl Taker {
    fn ingest(
        (catalog, data): (&Catalog, &PathBuf),
        files: &[PathBuf],
        said: IngestOverrides,
    ) -> Vec<UploadOutcome> {
        let said = IngestOverrides { office: Some("184".to_owned()), ..said };
        let now = date(2024, 1, 2).at(8, 0, 0, 0);
        let mut run = PipelineRun { catalog, data, now, progress: &mut |_| {} };
        let (taken, _) = run.ingest(files, &said).expect("the run could start");
        let told = taken.into_iter().map(|(shown, taken)| UploadOutcome {
            file: shown.rsplit('/').next().map(str::to_owned),
            source_id: taken.as_ref().ok().map(|outcome| outcome.source().id.clone()),
            is_done: taken.is_ok(),
            text: taken.map_or_else(|error| error.to_string(), |_| "taken in".to_owned()),
        });
        told.collect()
    }
}

impl JobRunner for Taker {
    fn take_in(
        &self,
        order: &UploadRequest,
        _: &mut dyn FnMut(&BuildProgress),
    ) -> Vec<UploadOutcome> {
        let gate = self.gate.lock().expect("a gate").take();
        gate.map(|gate| gate.recv().expect("a word")).unwrap_or_default();
        if self.is_refusing.load(Ordering::Relaxed) {
            let text = "the disk is full".to_owned();
            return vec![UploadOutcome { file: None, source_id: None, text, is_done: false }];
        }
        let said = IngestOverrides {
            connector: order.connector.clone(),
            snapshot_on: order.snapshot_on,
            ..IngestOverrides::default()
        };
        Self::ingest((self.catalog.current(), &self.data), &order.files, said)
    }

    fn try_export(&self, trial: &ExportTrial) -> Result<(), String> {
        let said = IngestOverrides {
            connector: Some(trial.connector.to_owned()),
            snapshot_on: trial.snapshot_on,
            ..IngestOverrides::default()
        };
        let folder = trial.folder.to_owned();
        let told = Self::ingest((trial.catalog, &folder), &[trial.file.to_owned()], said);
        told.into_iter().find(|one| !one.is_done).map_or(Ok(()), |one| Err(one.text))
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

    fn mend(&self) -> MendOutcome {
        MendOutcome::Sound
    }

    fn build(&self, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
    }
}

/// A server without a folder of content: what is described goes into its data folder.
fn visitor() -> Visitor {
    visitor_and_taker(None).0
}

/// The same, and who takes in for it; with a folder of content that its command line names.
fn visitor_and_taker(named: Option<&std::path::Path>) -> (Visitor, Arc<Taker>) {
    let catalog = Catalog::load_content(named).expect("the content is well");
    let office = Office::with(catalog.clone());
    let versions = CatalogVersions::from(catalog);
    let taker = Arc::new(Taker {
        catalog: versions.clone(),
        data: office.data(),
        gate: Mutex::default(),
        is_refusing: AtomicBool::default(),
    });
    let visitor = Visitor::of_versions(office, versions, Arc::clone(&taker) as Arc<dyn JobRunner>);
    (visitor, taker)
}

/// Four dossiers of xã An Sơn: one on time, one overdue, one open, one with a status nobody knows.
const BOOK: &str = "Số vào sổ;Nơi làm;Tình hình;Ngày vào sổ;Phải xong trước;Xong ngày;Họ tên người nộp\n\
    VS-1001;Xã An Sơn;Đã trả kết quả;01/12/2023;05/12/2023;04/12/2023;Nguyễn Văn Bịa\n\
    VS-1002;Xã An Sơn;Đã trả kết quả;01/12/2023;05/12/2023;06/12/2023;Trần Thị Bịa\n\
    VS-1003;Xã An Sơn;Đang xử lý;02/12/2023;08/12/2023;;Lê Văn Bịa\n\
    VS-1004;Xã An Sơn;treo máy;02/12/2023;08/12/2023;;Phạm Thị Bịa\n";

/// The columns as they are proposed.
const PROPOSED: [&str; 7] =
    ["dossier_code", "solving_agency", "status", "received_at", "due_at", "ended_at", ""];

async fn send(
    visitor: &Visitor,
    cookie: &str,
    to: &str,
    name: &str,
    bytes: &str,
) -> Response<Body> {
    let token = visitor.form_token(cookie);
    let body = format!(
        "--B\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n\
         --B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{bytes}\r\n--B--\r\n"
    );
    let request = Request::post(to)
        .header(header::HOST, "motcua.local")
        .header(header::ORIGIN, "http://motcua.local")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B")
        .header(header::COOKIE, cookie);
    visitor.send(request.body(Body::from(body)).expect("a request")).await
}

/// Chooses columns, and what else fields say; the page that answers, or where it leads.
async fn choose(
    visitor: &Visitor,
    cookie: &str,
    columns: &[&str],
    fields: &[(&str, &str)],
) -> Result<String, String> {
    choose_of(visitor, cookie, ("1", columns), fields).await
}

/// The same of another file.
async fn choose_of(
    visitor: &Visitor,
    cookie: &str,
    (file, columns): (&str, &[&str]),
    fields: &[(&str, &str)],
) -> Result<String, String> {
    let mut form = Serializer::new(String::new());
    form.append_pair("form_token", &visitor.form_token(cookie)).append_pair("file", file);
    for (at, column) in columns.iter().enumerate() {
        form.append_pair(&format!("column.{at}"), column);
    }
    let answer = visitor
        .post_as(cookie, "/sources/describe/choose", &form.extend_pairs(fields).finish())
        .await;
    match answer.headers().get(header::LOCATION) {
        Some(to) => Err(to.to_str().expect("text").to_owned()),
        None => Ok(text(answer).await),
    }
}

fn said(page: &str, selector: &str) -> String {
    all(&scraper::Html::parse_document(page), selector).join(" | ")
}

#[tokio::test]
async fn an_unknown_export_is_described_tried_saved_and_taken_in() {
    let visitor = visitor();
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    // Handed in as any other, it is not known; the page of the work leads on.
    send(&visitor, &cookie, "/sources/upload", "so-2023-12-31.csv", BOOK).await;
    visitor.work_done(&cookie).await;
    let page = visitor.page_as(&cookie, "/work").await;
    assert!(visitor.links(&page, "section a").contains(&"/sources/describe?file=1".to_owned()));

    let answer = visitor.get_as(&cookie, "/sources/describe?file=1").await;
    let page = text(answer).await;
    assert!(!page.contains("Bịa") && page.contains("VS-1001"), "{page}");
    let html = scraper::Html::parse_document(&page);
    let chosen = visitor.attributes(&html, "table.describe option[selected]", "value");
    assert_eq!(chosen, PROPOSED[..6]);
    assert_eq!(visitor.attributes(&html, "input[name=name]", "value"), ["so"]);
    assert_eq!(
        visitor.attributes(&html, "label select", "name"),
        ["text.status.treo máy"],
        "what nobody knows is asked for"
    );
    // What would come of it stands there at once, and may be kept.
    assert!(said(&page, "#thu .total").starts_with("Đọc 4 dòng: dùng được 3, "), "{page}");
    assert_eq!(visitor.attributes(&html, "button[value=save]", "name"), ["act"]);

    // Tried: three of four rows can be used, and nothing is kept.
    let name = ("name", "Sổ của xã");
    let page = choose(&visitor, &cookie, &PROPOSED, &[name, ("act", "show")]).await.expect("shown");
    assert_eq!(
        said(&page, "#thu .total"),
        "Đọc 4 dòng: dùng được 3, chưa dùng được 1, bỏ qua 0 dòng tiêu đề, dòng cộng."
    );
    assert!(
        said(&page, "#thu .rejected td")
            .starts_with("Tình hình | treo máy | Chưa biết cách ghi này")
    );
    assert!(said(&page, "#thu table:not(.rejected) td").starts_with("VS-1001 | Xã An Sơn | "));
    assert!(!page.contains("Bịa"));
    let own = visitor.office.data().join("content");
    assert!(!own.exists());

    // With the meaning said, all four; saved, and taken in.
    let meaning = ("text.status.treo máy", "in_progress");
    let fields = [name, meaning, ("act", "save")];
    let to = choose(&visitor, &cookie, &PROPOSED, &fields).await.expect_err("led on");
    assert_eq!(to, "/work");
    assert_eq!(visitor.work_done(&cookie).await, ["taken in Xem dòng chưa dùng được"]);
    let written = std::fs::read_to_string(own.join("connectors/so_cua_xa/connector.toml"));
    let written = written.expect("written");
    assert!(written.contains("\"treo máy\" = \"in_progress\""), "{written}");
    assert!(!written.contains("Họ tên") && !written.contains("Bịa"), "{written}");
    let rate = visitor.office.value("on_time_rate", "2023-12", AGENCY).expect("counted");
    assert_eq!((rate.measure.numerator, rate.measure.denominator), (1, Some(2)));

    // The next of its kind is known, and what was sent is gone.
    let next = BOOK.replace("VS-1", "VS-2");
    send(&visitor, &cookie, "/sources/upload", "so-2024-01-01.csv", &next).await;
    assert_eq!(visitor.work_done(&cookie).await, ["taken in Xem dòng chưa dùng được"]);
    let known = send(&visitor, &cookie, "/sources/describe", "so-moi.csv", &next).await;
    assert!(known.status() == StatusCode::BAD_REQUEST && text(known).await.contains("Sổ của xã"));
    let gone = visitor.get_as(&cookie, "/sources/describe?file=1").await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    // Whoever starts it anew reads it from there.
    assert!(Catalog::load_content(Some(&own)).expect("well").find_connector("so_cua_xa").is_ok());
}

#[tokio::test]
async fn what_cannot_be_so_is_said_and_nothing_is_saved() {
    let visitor = visitor();
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    let sent = send(&visitor, &cookie, "/sources/describe", "so.csv", BOOK).await;
    assert_eq!(sent.headers()[header::LOCATION], "/sources/describe?file=1");
    let with = |at: usize, column: &'static str| {
        let mut columns = PROPOSED;
        columns[at] = column;
        columns
    };
    let cases = [
        (PROPOSED, "", "Ghi tên loại tệp"),
        (with(6, "procedure_name"), "Sổ", "“Họ tên người nộp” có thông tin cá nhân"),
        (with(4, "received_at"), "Sổ", "Hai cột cùng một nghĩa: Ngày vào sổ, Phải xong trước"),
        (with(0, ""), "Sổ", "Còn thiếu “Mã hồ sơ”"),
        (with(3, "source_id"), "Sổ", "“source_id” không có trong danh sách"),
    ];
    for (columns, name, told) in cases {
        let fields = [("name", name), ("act", "save")];
        let page = choose(&visitor, &cookie, &columns, &fields).await.expect("shown");
        assert!(said(&page, "[role=alert]").contains(told), "{told}: {page}");
        assert!(!page.contains("Bịa"));
    }
    assert!(!visitor.office.data().join("content").exists());
    // Another's is nobody else's.
    let other = visitor.let_in("mai", UserRole::Admin, None);
    let page = visitor.get_as(&other, "/sources/describe?file=1").await;
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    let page = visitor.page_as(&other, "/sources/describe").await;
    assert!(visitor.links(&page, "section a").is_empty());
}
