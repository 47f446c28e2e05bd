//! A store must refuse to write over what is there. One that does not is refused, whenever and however it is asked.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use assert_cmd::Command;
use axum::{
    body::Bytes,
    extract::State,
    handler::Handler,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use tokio::{net::TcpListener, runtime::Runtime};

use super::node::VersionPublisher;

const OWNER: &str = "/kho/van-quan/office.json";

type Objects = Arc<Mutex<BTreeMap<String, Bytes>>>;

/// Answers as S3 does, but that it takes no heed of conditions.
async fn answer(
    State(objects): State<Objects>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (mut objects, path) = (objects.lock().expect("well"), uri.path().to_owned());
    let stamps =
        [(header::ETAG, "\"a\""), (header::LAST_MODIFIED, "Tue, 02 Jan 2024 01:00:00 GMT")];
    match method {
        Method::PUT => {
            objects.insert(path, body);
            stamps.into_response()
        }
        // Several are removed at once, by their keys.
        Method::POST => {
            let text = String::from_utf8_lossy(&body).into_owned();
            let is_named =
                |path: &str| path.strip_prefix("/kho/").is_some_and(|key| text.contains(key));
            objects.retain(|path, _| !is_named(path));
            "<DeleteResult><Deleted><Key>a</Key></Deleted></DeleteResult>".into_response()
        }
        _ if uri.query().is_some_and(|query| query.contains("list-type=2")) => {
            let empty = "<?xml version=\"1.0\"?><ListBucketResult><Name>kho</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>";
            empty.into_response()
        }
        _ => {
            let Some(bytes) = objects.get(&path) else {
                return StatusCode::NOT_FOUND.into_response();
            };
            let length = bytes.len();
            let sized = [
                (header::CONTENT_LENGTH, length.to_string()),
                (header::CONTENT_RANGE, format!("bytes 0-{}/{length}", length - 1)),
            ];
            let is_part = headers.contains_key(header::RANGE);
            let status = if is_part { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
            (status, stamps, sized, bytes.clone()).into_response()
        }
    }
}

#[test]
fn a_store_that_writes_over_what_is_there_is_refused_every_time() {
    let (publisher, objects) = (VersionPublisher::new(), Objects::default());
    let runtime = Runtime::new().expect("a runtime");
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let answers = answer.with_state(Arc::clone(&objects)).into_make_service();
    runtime.spawn(async move { axum::serve(listener, answers).await });
    let publish = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("motcua").expect("built");
        command
            .args(["--content", "tests/content", "publish-version", "--store", "s3://kho/van-quan"])
            .args(arguments)
            .arg("--data")
            .arg(publisher.office.data())
            .env("AWS_ENDPOINT", format!("http://127.0.0.1:{port}"))
            .envs([("AWS_ALLOW_HTTP", "true"), ("AWS_REGION", "us-east-1")])
            .envs([("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")]);
        let output = command.output().expect("run");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    for _ in 0..2 {
        let said = publish(&[]);
        assert!(said.contains("ghi đè lên tệp đã có"), "{said}");
        assert!(objects.lock().expect("well").is_empty(), "it is nobody's");
    }
    // Another office's, which did not try it.
    let owner = Bytes::from_static(b"{\"office\": \"other\"}");
    objects.lock().expect("well").insert(OWNER.to_owned(), owner);
    let said = publish(&["--take-over"]);
    assert!(said.contains("ghi đè lên tệp đã có"), "{said}");
    let objects = objects.lock().expect("well");
    assert_eq!(objects.keys().collect::<Vec<_>>(), [OWNER], "no version is there");
}
