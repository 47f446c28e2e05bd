//! Who connects and asks for nothing, or sends and takes too slowly, keeps nobody else waiting.

use std::time::Duration;

use motcua::{
    catalog::settings::ProgramSettings,
    web::{ConnectionLimits, ServedSite, serve},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
};

use crate::support::office::Office;

/// Longer than any test: what ends earlier was ended by something else.
const NEVER: Duration = Duration::from_mins(10);
/// Soon: what is waited for to end by itself.
const SOON: Duration = Duration::from_millis(40);

/// Limits of which none is met by chance.
fn patient() -> ConnectionLimits {
    ConnectionLimits {
        head: NEVER,
        stalled_answer: NEVER,
        body_grace: NEVER,
        ..ConnectionLimits::for_files(1024)
    }
}

/// A server within limits, for as long as the test runs.
struct LimitedServer {
    port: u16,
    _office: Office,
}

impl LimitedServer {
    async fn start(connections: ConnectionLimits) -> Self {
        let office = Office::new();
        let now = || jiff::civil::date(2026, 11, 22).at(8, 0, 0, 0);
        let settings = ProgramSettings::default();
        let mut site =
            ServedSite::new(office.catalog.clone(), settings, &office.data(), now).expect("a site");
        site.connections = connections;
        let (tell, told) = oneshot::channel();
        let address = "127.0.0.1:0".parse().expect("an address");
        tokio::spawn(serve(site, address, |address| tell.send(address).expect("heard")));
        Self { port: told.await.expect("it listens").port(), _office: office }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).await.expect("connected")
    }

    /// Connects, sends, and reads until the server closes.
    async fn ask(&self, request: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.expect("sent");
        read_to_end(&mut stream).await
    }
}

/// What comes until the server closes; that it closes with something unread is no fault.
async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8(bytes).expect("text")
}

const HEALTH: &str = "GET /healthz HTTP/1.1\r\nHost: motcua\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn silent_connections_above_the_cap_are_closed_and_a_request_is_answered() {
    let server = LimitedServer::start(ConnectionLimits { per_loopback: 4, ..patient() }).await;
    let mut silent = Vec::new();
    for _ in 0..10 {
        silent.push(server.connect().await);
    }
    // The four newest stay; of the others each makes room for a later one.
    for stream in &mut silent[..6] {
        assert_eq!(read_to_end(stream).await, "");
    }
    let answer = server.ask(HEALTH).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
    assert_eq!(read_to_end(&mut silent[6]).await, "", "it made room for the request");
}

/// A login whose form is begun and waited for.
async fn begin_form(server: &LimitedServer, length: usize) -> TcpStream {
    let mut stream = server.connect().await;
    let head = format!(
        "POST /login HTTP/1.1\r\nHost: motcua\r\nOrigin: http://motcua\r\nContent-Length: {length}\r\n\
        Expect: 100-continue\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut told = [0; 25];
    stream.read_exact(&mut told).await.expect("told to go on");
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[tokio::test]
async fn where_all_connections_are_at_work_the_next_is_refused_and_none_of_them_is_closed() {
    let server = LimitedServer::start(ConnectionLimits { in_all: 1, ..patient() }).await;
    let mut at_work = begin_form(&server, 9).await;
    let refused = read_to_end(&mut server.connect().await).await;
    assert!(
        refused.starts_with("HTTP/1.1 503") && refused.contains("quá nhiều kết nối"),
        "{refused}"
    );
    at_work.write_all(b"name=lan&").await.expect("sent");
    let answer = read_to_end(&mut at_work).await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
}

#[rstest::rstest]
#[case::of_nothing("")]
#[case::of_half_a_head("GET /healthz HTTP/1.1\r\nHost: mot")]
#[tokio::test]
async fn a_head_that_does_not_come_is_not_waited_for(#[case] begun: &str) {
    let server = LimitedServer::start(ConnectionLimits { head: SOON, ..patient() }).await;
    assert_eq!(server.ask(begun).await, "");
}

#[tokio::test]
async fn a_connection_that_asks_for_nothing_more_is_closed_after_its_answer() {
    let server = LimitedServer::start(ConnectionLimits { head: SOON, ..patient() }).await;
    let answer = server.ask("GET /healthz HTTP/1.1\r\nHost: motcua\r\n\r\n").await;
    assert!(answer.ends_with("ok\n") && !answer.contains("connection: close"), "{answer}");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let server = LimitedServer::start(ConnectionLimits { body_grace: SOON, ..patient() }).await;
    let answer = read_to_end(&mut begin_form(&server, 9).await).await;
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("Gửi quá chậm"), "{answer}");
}

#[tokio::test]
async fn a_body_that_keeps_its_pace_may_take_longer_than_the_grace() {
    // Each byte buys a second, of which no more than the grace is kept.
    let grace = SOON * 15;
    let limits = ConnectionLimits { body_grace: grace, body_bytes_a_second: 1, ..patient() };
    let server = LimitedServer::start(limits).await;
    let mut stream = begin_form(&server, 20).await;
    let began = std::time::Instant::now();
    for byte in b"name=lan&password=no" {
        tokio::time::sleep(SOON).await;
        stream.write_all(&[*byte]).await.expect("sent");
    }
    assert!(began.elapsed() > grace);
    let answer = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
}
