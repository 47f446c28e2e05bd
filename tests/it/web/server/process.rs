//! The program as a process of few files, of a full disk, told to stop.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use jiff::civil::date;
use motcua::{domain::sight::UserRole, state::StateDatabase, warehouse::BuildLock};

use super::mending::{DOSSIERS, RATE, damage};
use crate::{
    backup::layouts::{older_state_of, shape},
    support::{
        office::{Office, published_file},
        visitor::{CHANGED, Visitor},
    },
};

/// A server in a process of its own; it goes with the value.
struct ServerProcess {
    child: Child,
    address: String,
    /// What it says on stderr once it serves.
    said: Receiver<String>,
}

impl ServerProcess {
    /// Starts the program in a shell that has run some commands first.
    fn start(data: &Path, before: &str) -> Self {
        Self::start_by(&["serve", "--listen", "127.0.0.1:0"], data, before)
    }

    /// Starts the program so by a command of its own.
    fn start_by(command: &[&str], data: &Path, before: &str) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", &format!("{before}; exec \"$0\" \"$@\"")])
            .args([env!("CARGO_BIN_EXE_motcua"), "--content", "tests/content"])
            .args(command)
            .arg("--data")
            .arg(data)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("Đang phục vụ ở http://")?;
            Some(rest.split(',').next()?.to_owned())
        });
        let (tell, said) = channel();
        std::thread::spawn(move || {
            lines.map_while(Result::ok).try_for_each(|line| tell.send(line))
        });
        Self { child, address: address.expect("it says where it is"), said }
    }

    /// Waits until it says a line that holds a text.
    fn hear(&self, text: &str) -> String {
        let patience = Duration::from_mins(1);
        std::iter::from_fn(|| self.said.recv_timeout(patience).ok())
            .find(|line| line.contains(text))
            .unwrap_or_else(|| panic!("it never says `{text}`"))
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).expect("connected")
    }

    /// Status line, head and body of an answer.
    fn get(&self, path: &str) -> String {
        self.get_as("", path)
    }

    /// The same of whoever has a cookie.
    fn get_as(&self, cookie: &str, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"), "")
    }

    fn send(&self, head: &str, body: &str) -> String {
        let mut stream = self.connect();
        let request =
            format!("{head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
        stream.write_all(request.as_bytes()).expect("asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        answer
    }

    /// Tells it to stop, and waits until it has.
    fn stop(mut self) -> std::process::ExitStatus {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().expect("told");
        self.child.wait().expect("gone")
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // Already gone where it was told to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn with_few_files_and_many_silent_connections_it_answers_and_stops_when_told() {
    let office = Office::new();
    // With nobody to log in as, the login leads to the page of the first run.
    let state = StateDatabase::open(&office.data()).expect("a state");
    let at = date(2026, 11, 22).at(8, 0, 0, 0);
    state.add_user("lan", UserRole::Admin, None, "correct horse", at).expect("added");
    let server = ServerProcess::start(&office.data(), "ulimit -n 256");
    let _silent: Vec<TcpStream> = (0..600).map(|_| server.connect()).collect();
    let answer = server.get("/healthz");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
    assert!(server.get("/login").starts_with("HTTP/1.1 200"), "it can open what it needs");
    assert!(server.stop().success(), "it waits for nobody who is silent");
}

#[test]
fn one_command_makes_the_demo_and_serves_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = ServerProcess::start_by(&["demo", "--serve=127.0.0.1:0"], folder.path(), "true");
    let page = server.get("/?period=2023");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Xã An Sơn"), "{page}");
    assert!(server.stop().success());
}

#[test]
fn where_no_file_is_left_for_a_connection_it_goes_on_taking_them() {
    let office = Office::new();
    // What it has open itself leaves fewer than the sixteen connections it takes at least.
    let server = ServerProcess::start(&office.data(), "ulimit -n 32");
    let _silent: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    let answer = server.get("/healthz");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
}

#[test]
fn a_warehouse_that_is_damaged_when_it_starts_is_built_anew_by_itself() {
    let office = Office::new();
    office.given(DOSSIERS);
    damage(&office.data());
    let server = ServerProcess::start(&office.data(), ":");
    let answer = loop {
        let answer = server.get(RATE);
        if !answer.starts_with("HTTP/1.1 503") {
            break answer;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(answer.contains("\"numerator\":4,\"denominator\":5"), "{answer}");
}

#[test]
fn a_full_disk_keeps_nobody_from_looking_and_every_page_says_so() {
    let office = Office::new();
    office.given(DOSSIERS);
    let data = office.data();
    let visitor = Visitor::of(office);
    visitor.let_in("lan", UserRole::Officer, None);
    let cookie = {
        let state = StateDatabase::open(&data).expect("a state");
        let lan = state.require_user("lan").expect("there");
        // The process has the clock of the wall.
        let id = state.begin_session(&lan, jiff::Zoned::now().datetime()).expect("in");
        format!("motcua_session={id}")
    };
    let office = visitor.office;

    // Whatever is written beyond the first byte of a file fails, as on a disk that is full.
    let server = ServerProcess::start(&office.data(), "trap '' XFSZ; ulimit -f 0");
    let numbers = server.get_as(&cookie, "/agencies?period=2023-12");
    assert!(numbers.starts_with("HTTP/1.1 200") && numbers.contains("An Sơn"), "{numbers}");
    assert!(numbers.contains("Máy chủ không ghi được"), "{numbers}");
    let dossier = server.get_as(&cookie, "/dossiers/A5");
    assert!(dossier.starts_with("HTTP/1.1 200"), "{dossier}");
    // Neither the state nor a file can hold it: whoever keeps what the program says does.
    let noted = server.hear("/dossiers/A5");
    assert!(noted.contains("lan") && noted.contains("drill_down"), "{noted}");
    let taken_away = server.get_as(&cookie, "/dossiers.csv?list=on_time_rate&period=2023-12");
    assert!(taken_away.starts_with("HTTP/1.1 507"), "what cannot be noted is not taken away");
    let form = format!("name=lan&password={}", CHANGED.replace(' ', "+"));
    let head = "POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n";
    let login = server.send(head, &form);
    assert!(
        login.starts_with("HTTP/1.1 507") && login.contains("Máy chủ không ghi được"),
        "{login}"
    );
}

#[test]
fn an_upgrade_that_cannot_be_backed_up_leaves_the_pages_to_be_looked_at() {
    let office = Office::new();
    office.given(DOSSIERS);
    older_state_of(&office.data(), "select 1");
    let inside = office.data().join("sao-luu");
    std::fs::create_dir(&inside).expect("made");
    let config = office.file("motcua.toml", format!("[backup]\nfolder = {inside:?}\n"));
    let server =
        ServerProcess::start(&office.data(), &format!("export MOTCUA_CONFIG={}", config.display()));
    let answer = server.get(RATE);
    assert!(answer.contains("\"numerator\":4,\"denominator\":5"), "{answer}");
    let page = server.get("/sources");
    assert!(page.contains("chưa nâng cấp được thư mục dữ liệu"), "{page}");
    assert_eq!(shape(&office.data()), 1, "what the older program wrote is as it was");
}

/// Takes from a published build what only builds of this program have.
#[expect(
    clippy::disallowed_types,
    reason = "what an older program left is made in the file itself"
)]
fn make_older(data: &Path) {
    let built = duckdb::Connection::open(published_file(data)).expect("opened");
    built
        .execute_batch("drop view dossier_lateness; alter table build drop column layout")
        .expect("made older");
}

#[test]
fn a_warehouse_of_another_version_is_named_and_built_anew_once_nobody_else_builds() {
    let office = Office::new();
    office.given(DOSSIERS);
    let data = office.data();
    make_older(&data);
    let held = BuildLock::acquire_lock(&data, date(2024, 1, 2).at(8, 0, 0, 0)).expect("free");

    let asked = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(["--content", "tests/content", "show", "on_time_rate", "--period", "2023-12"])
        .arg("--data")
        .arg(&data)
        .output()
        .expect("run");
    let told = String::from_utf8_lossy(&asked.stderr);
    assert_eq!(asked.status.code(), Some(2), "{told}");
    assert!(told.contains("do một phiên bản khác của motcua tính"), "{told}");
    assert!(told.contains("`motcua build`") && !told.contains("Error"), "{told}");

    let server = ServerProcess::start(&data, ":");
    for path in ["/", "/dossiers?list=on_time_rate", "/dossiers/A5", RATE] {
        let answer = server.get(path);
        assert!(answer.starts_with("HTTP/1.1 503"), "{path}: {answer}");
        assert!(answer.contains("một phiên bản khác của motcua"), "{path}: {answer}");
        assert!(answer.contains("đang tự tính lại từ kho lưu tệp"), "{path}: {answer}");
    }
    drop(held);
    let answer = loop {
        let answer = server.get(RATE);
        if !answer.starts_with("HTTP/1.1 503") {
            break answer;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(answer.contains("\"numerator\":4,\"denominator\":5"), "{answer}");
    server.hear("Đã tính lại số liệu");
}
