//! A portal on the loopback address that does what a test tells it to.

use std::{
    future::poll_fn,
    io::{BufRead, BufReader, Read, Write},
    net::{IpAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    task::{Poll, Waker},
    thread,
    time::Duration,
};

use motcua::ingest::fetch::{BoxedWait, FetchClock, NameResolver};

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The first line and the headers, in small letters.
    pub head: String,
    pub body: String,
}

pub enum Reply {
    /// Status, headers, body.
    With(u16, String, String),
    /// Promises more than it sends.
    Cut(String),
    /// Never answers.
    Stall,
}

type Script = dyn FnMut(usize, &Asked) -> Reply + Send;

pub struct Portal {
    pub port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Portal {
    /// Answers one request a connection; the script is told how many came before.
    pub fn open(mut script: Box<Script>, time: Arc<Time>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = asked.clone();
        // The thread ends with the process; a test has one portal or two.
        thread::spawn(move || {
            let mut stalled = Vec::new();
            for stream in listener.incoming().map_while(Result::ok) {
                let Some(request) = read(&stream) else {
                    continue;
                };
                let before = seen.lock().expect("whole").len();
                seen.lock().expect("whole").push(request.clone());
                match script(before, &request) {
                    Reply::With(status, headers, body) => {
                        send(&stream, status, &headers, body.len(), &body);
                    }
                    Reply::Cut(body) => send(&stream, 200, "", body.len() + 100, &body),
                    Reply::Stall => {
                        stalled.push(stream);
                        time.is_stalling();
                    }
                }
            }
        });
        Self { port, asked }
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("whole").clone()
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let (mut reader, mut head, mut length) = (BufReader::new(stream), String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim().to_lowercase();
        if let Some(text) = line.strip_prefix("content-length:") {
            length = text.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
        head += &(line + "\n");
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    Some(Asked { head, body })
}

/// A client that hangs up early is no concern of the portal's.
fn send(mut stream: &TcpStream, status: u16, headers: &str, length: usize, body: &str) {
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n");
    let _ = stream.write_all(format!("{head}{headers}\r\n{body}").as_bytes());
}

/// Time that passes only when somebody sleeps.
#[derive(Default)]
pub struct Time {
    slept: Mutex<Vec<Duration>>,
    stalling: Mutex<(bool, Option<Waker>)>,
}

impl Time {
    /// The waits so far, in seconds.
    pub fn slept(&self) -> Vec<u64> {
        let slept = self.slept.lock().expect("whole");
        slept.iter().map(Duration::as_secs).collect()
    }

    fn is_stalling(&self) {
        let mut stalling = self.stalling.lock().expect("whole");
        stalling.0 = true;
        if let Some(waker) = stalling.1.take() {
            waker.wake();
        }
    }
}

impl FetchClock for Time {
    fn elapsed_time(&self) -> Duration {
        self.slept.lock().expect("whole").iter().sum()
    }

    fn sleep_for(&self, length: Duration) -> BoxedWait<'_> {
        self.slept.lock().expect("whole").push(length);
        Box::pin(async {})
    }

    /// Patience ends the moment the portal stalls, and never otherwise.
    fn time_out(&self, _: Duration) -> BoxedWait<'_> {
        Box::pin(poll_fn(|context| {
            let mut stalling = self.stalling.lock().expect("whole");
            if std::mem::take(&mut stalling.0) {
                return Poll::Ready(());
            }
            stalling.1 = Some(context.waker().clone());
            Poll::Pending
        }))
    }

    fn random_part(&self, _: Duration) -> Duration {
        Duration::ZERO
    }
}

/// Names that lead where a test says, each time they are asked somewhere else if it says so.
#[derive(Default)]
pub struct Book {
    pub entries: Mutex<Vec<(&'static str, IpAddr)>>,
}

impl NameResolver for Book {
    fn resolve_host<'n>(&'n self, host: &'n str) -> BoxedWait<'n, std::io::Result<Vec<IpAddr>>> {
        let mut entries = self.entries.lock().expect("whole");
        let found = entries.iter().position(|(name, _)| *name == host);
        let found: Vec<IpAddr> = found.map(|at| entries.remove(at).1).into_iter().collect();
        Box::pin(async move { Ok(found) })
    }
}
