//! Exports handed in from a page.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use motcua::{
    domain::progress::BuildProgress,
    domain::sight::UserRole,
    web::{DemoPages, ExportTrial, JobRunner, MendOutcome, UploadOutcome, UploadRequest},
};

use crate::support::{
    office::Office,
    visitor::{Visitor, text},
};

/// Stands where the pipeline does: says what it was given.
struct Clerk;

impl JobRunner for Clerk {
    fn take_in(
        &self,
        order: &UploadRequest,
        tell: &mut dyn FnMut(&BuildProgress),
    ) -> Vec<UploadOutcome> {
        tell(&BuildProgress::Audit);
        let told = order.files.iter().map(|path| {
            let file = path.file_name().expect("a name").to_string_lossy().into_owned();
            let bytes = std::fs::read(path).expect("still there");
            let text = format!(
                "{file}: {} bytes, {:?}, {:?}",
                bytes.len(),
                order.connector,
                order.snapshot_on
            );
            UploadOutcome { file: Some(file), source_id: None, text, is_done: true }
        });
        told.collect()
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

    fn build(&self, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        panic!("a worker that fails badly")
    }
}

fn visitor() -> Visitor {
    Visitor::of(Office::new()).with_works(Arc::new(Clerk))
}

async fn hand_in(visitor: &Visitor, cookie: &str, parts: &str) -> Response<Body> {
    let body = format!("{parts}--BOUNDARY--\r\n");
    let request = Request::post("/sources/upload")
        .header(header::HOST, "motcua.local")
        .header(header::ORIGIN, "http://motcua.local")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=BOUNDARY")
        .header(header::COOKIE, cookie);
    visitor.send(request.body(Body::from(body)).expect("a request")).await
}

fn field(name: &str, value: &str) -> String {
    format!("--BOUNDARY\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

fn file(name: &str, text: &str) -> String {
    format!(
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{text}\r\n"
    )
}

#[tokio::test]
async fn files_arrive_whole_and_by_their_names() {
    let visitor = visitor();
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    let parts = [
        field("form_token", &visitor.form_token(&cookie)),
        field("connector", "given"),
        field("snapshot_on", "2023-12-31"),
        file("sổ.csv", "a;b"),
        file("C:\\lan\\sổ.csv", "a;b;c"),
    ];
    let response = hand_in(&visitor, &cookie, &parts.concat()).await;
    assert_eq!(response.headers()[header::LOCATION], "/work");
    assert_eq!(
        visitor.work_done(&cookie).await,
        [
            "sổ.csv: 3 bytes, Some(\"given\"), Some(2023-12-31) Xem dòng chưa dùng được",
            "sổ.csv: 5 bytes, Some(\"given\"), Some(2023-12-31) Xem dòng chưa dùng được"
        ]
    );
}

#[tokio::test]
async fn nothing_is_read_before_the_token_of_the_form() {
    let visitor = visitor();
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    let token = field("form_token", &visitor.form_token(&cookie));
    for parts in [
        file("so.csv", "a;b"),
        field("form_token", "wrong") + &file("so.csv", "a;b"),
        file("so.csv", "a;b") + &token,
    ] {
        assert_eq!(hand_in(&visitor, &cookie, &parts).await.status(), StatusCode::FORBIDDEN);
    }
    let parts = field("form_token", "wrong") + &file("so.csv", "a;b");
    let wrong = hand_in(&visitor, &cookie, &parts).await;
    assert!(text(wrong).await.contains("Biểu mẫu thuộc phiên đăng nhập cũ"));
    let none = hand_in(&visitor, &cookie, &(token + &file("", ""))).await;
    assert_eq!(none.status(), StatusCode::BAD_REQUEST);
    // It is the form that is wrong, not the address.
    assert!(text(none).await.contains("<h1>Chưa nhận được</h1>"));
}

#[tokio::test]
async fn a_worker_that_fails_leaves_the_way_free() {
    let visitor = visitor();
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    let fields = format!("form_token={}", visitor.form_token(&cookie));
    for _ in 0..2 {
        let begun = visitor.post_as(&cookie, "/sources/rebuild", &fields).await;
        assert_eq!(begun.status(), StatusCode::SEE_OTHER);
        assert_eq!(
            visitor.work_done(&cookie).await,
            ["Việc dừng giữa chừng; chi tiết trong nhật ký máy chủ."]
        );
    }
}

#[tokio::test]
async fn the_page_of_uploads_has_a_script_of_its_own_and_works_without() {
    let visitor = visitor();
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    let response = visitor.get_as(&cookie, "/work").await;
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(policy.starts_with("script-src 'self'; connect-src 'self'; default-src 'none'"));
    let page = text(response).await;
    // What only the script can do is said by the script alone.
    assert!(
        page.contains("<p id=\"drop-hint\" hidden>") && page.contains("src=\"/assets/upload.js\"")
    );
    assert!(page.contains("type=\"file\" name=\"files\" multiple"));
}
