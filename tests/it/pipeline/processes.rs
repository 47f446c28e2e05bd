//! The program as a process: killed at any step, serving on a real socket.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    support::office::{AGENCY, Office, published_file},
    warehouse::publishing::{HEADING, said},
};

/// Starts the program, waits until it says a word, and kills it there.
fn killed_at(word: &str, data: &Path, export: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
    command
        .args(["--content", "tests/content", "ingest"])
        .arg(export)
        .arg("--data")
        .arg(data)
        .args(["--snapshot-on", "2023-12-15"]);
    kill_at(command, word);
}

/// Starts the program, waits until it has said a word, and kills it there.
pub fn kill_at(mut command: Command, word: &str) {
    let command = command.env("MOTCUA_LOG", "info").stderr(Stdio::piped());
    let mut child = command.spawn().expect("started");
    let said = BufReader::new(child.stderr.take().expect("piped"));
    let reached = said.lines().map_while(Result::ok).any(|line| line.contains(word));
    child.kill().expect("killed");
    child.wait().expect("gone");
    assert!(reached, "it never said `{word}`");
}

#[test]
fn killed_at_any_step_the_published_warehouse_stays_and_the_next_run_finishes() {
    let row =
        |code: &str| format!("{HEADING}{code},06283,finished,2023-12-01,2023-12-08,2023-12-05\n");
    for step in ["killed-2023-12-15.csv", "01_dossier", "on_time_rate", "audit", "publish"] {
        let office = Office::new();
        office.ingest(&office.file("5.csv", row("A1")), &said(5));
        let before = fs::read(published_file(&office.data())).expect("published");
        // Read by its headings: the file must fit a connector on its own.
        let export = office.file("killed-2023-12-15.csv", row("A2"));
        killed_at(step, &office.data(), &export);
        let after = fs::read(published_file(&office.data())).expect("still there");
        // The kill may come a moment late: then the whole new build is there, never half of one.
        let counted = |office: &Office| {
            office.value("update_count", "2023", AGENCY).map(|value| value.measure.numerator)
        };
        assert!(after == before || counted(&office) == Some(2), "killed at `{step}`");

        office.ingest(&export, &said(15));
        assert_eq!(counted(&office), Some(2), "after being killed at `{step}`");
    }
}

#[test]
fn the_server_answers_on_its_address_and_stops_when_told() {
    let office = Office::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(office.data())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let mut said = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    said.read_line(&mut line).expect("it says where it is");
    let address = line
        .trim()
        .trim_start_matches("Đang phục vụ ở http://")
        .split(',')
        .next()
        .expect("an address")
        .to_owned();
    let mut stream = TcpStream::connect(&address).expect("it listens");
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: motcua\r\nConnection: close\r\n\r\n")
        .expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    child.kill().expect("stopped");
    child.wait().expect("gone");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
}
