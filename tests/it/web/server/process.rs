//! The program as a process of few files, of a full disk, told to stop.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::support::office::Office;

/// A server in a process of its own; it goes with the value.
struct ServerProcess {
    child: Child,
    address: String,
}

impl ServerProcess {
    /// Starts the program in a shell that has run some commands first.
    fn start(data: &Path, before: &str) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", &format!("{before}; exec \"$0\" \"$@\"")])
            .args([env!("CARGO_BIN_EXE_motcua"), "--content", "tests/content"])
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("Serving on http://")?;
            Some(rest.split(',').next()?.to_owned())
        });
        // What it says later goes nowhere, and keeps it from nothing.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: address.expect("it says where it is") }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).expect("connected")
    }

    /// Status line, head and body of an answer.
    fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        let request = format!("GET {path} HTTP/1.1\r\nHost: motcua\r\nConnection: close\r\n\r\n");
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
    let server = ServerProcess::start(&office.data(), "ulimit -n 256");
    let _silent: Vec<TcpStream> = (0..600).map(|_| server.connect()).collect();
    let answer = server.get("/healthz");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
    assert!(server.get("/login").starts_with("HTTP/1.1 303"), "it can open what it needs");
    assert!(server.stop().success(), "it waits for nobody who is silent");
}
