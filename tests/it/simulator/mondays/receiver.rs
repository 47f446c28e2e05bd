//! Whoever is sent something: a mail server and a web server with their moods, which write down what they took and when.

use std::{
    io::{BufRead, BufReader, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    thread,
};

use fastrand::Rng;
use parking_lot::Mutex;

/// What was taken: by whom, the mail's own name, when.
#[derive(Debug, Clone)]
pub struct Taken {
    pub to: String,
    pub subject: String,
    /// Message-ID, or the key of a webhook.
    pub key: String,
    pub is_whole: bool,
    /// Seconds of true time.
    pub at: i64,
}

/// The world's clock, and what is taken by whom.
#[derive(Default)]
pub struct Receiver {
    pub clock: Arc<AtomicI64>,
    pub taken: Mutex<Vec<Taken>>,
    /// Seconds of true time until which nobody is served well.
    pub outage_until: AtomicI64,
    moods: Mutex<Option<Rng>>,
    connections: AtomicU64,
}

/// What a server does at one word of a conversation.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mood {
    Well,
    /// Come again later.
    Later,
    /// A no that stands.
    Never,
    /// The line goes dead; the other side waits until it has enough of it.
    Stall,
    HangUp,
    /// It has the mail, and the line goes dead before it says so.
    TakeAndStall,
}

/// How long a client waits for a word, in seconds.
const PATIENCE: i64 = 90;

impl Receiver {
    pub fn open(seed: u64, clock: Arc<AtomicI64>) -> (Arc<Self>, u16, u16) {
        let receiver = Arc::new(Self { clock, ..Self::default() });
        *receiver.moods.lock() = Some(Rng::with_seed(seed));
        let mail = serve(&receiver, Self::take_mail);
        let hook = serve(&receiver, Self::take_post);
        (receiver, mail, hook)
    }

    fn mood(&self) -> (Mood, usize) {
        let mut moods = self.moods.lock();
        let random = moods.as_mut().expect("seeded");
        let word = random.usize(..6);
        let is_out = self.clock.load(Ordering::SeqCst) < self.outage_until.load(Ordering::SeqCst);
        let mood = match random.u32(..if is_out { 6 } else { 60 }) {
            0 | 1 => Mood::Later,
            2 => Mood::Stall,
            3 => Mood::HangUp,
            4 if !is_out => Mood::Never,
            5 if !is_out => Mood::TakeAndStall,
            _ if is_out => Mood::Later,
            _ => Mood::Well,
        };
        (mood, word)
    }

    fn note(&self, to: &str, subject: &str, key: &str, is_whole: bool) {
        let at = self.clock.load(Ordering::SeqCst);
        let (to, subject, key) = (to.into(), subject.into(), key.into());
        self.taken.lock().push(Taken { to, subject, key, is_whole, at });
    }

    /// The line is dead: the client's clock goes on until it gives up.
    fn stall(&self, stream: &TcpStream) -> Option<()> {
        self.clock.fetch_add(PATIENCE, Ordering::SeqCst);
        let _ = stream.shutdown(Shutdown::Both);
        None
    }

    fn take_mail(&self, stream: &TcpStream) -> Option<()> {
        let (mood, word) = self.mood();
        let say = |text: &str| (&*stream).write_all(format!("{text}\r\n").as_bytes()).ok();
        let mut lines = BufReader::new(stream).lines();
        let (mut to, mut text) = (String::new(), None::<Vec<String>>);
        say("220 sim")?;
        loop {
            let line = lines.next()?.ok()?;
            if let Some(text) = text.as_mut().filter(|_| line != ".") {
                text.push(line);
                continue;
            }
            let heard = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let place =
                ["EHLO", "MAIL", "RCPT", "DATA", ".", "."].iter().position(|it| *it == heard);
            let is_here = place.is_some_and(|place| place == word.min(4));
            let take = |text: Vec<String>| {
                let of = |name: &str| {
                    let line = text.iter().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_default().trim().to_owned()
                };
                let is_whole = text.iter().any(|line| line.starts_with("--"))
                    && text
                        .iter()
                        .rev()
                        .find(|it| !it.is_empty())
                        .is_some_and(|it| it.ends_with("--"));
                self.note(&to, &of("Subject:"), &of("Message-ID:"), is_whole);
            };
            match mood {
                Mood::Later if is_here => say("451 4.7.1 come again")?,
                Mood::Never if is_here && place > Some(1) => say("550 5.1.1 no")?,
                Mood::HangUp if is_here => {
                    let _ = stream.shutdown(Shutdown::Both);
                    return None;
                }
                Mood::Stall if is_here => return self.stall(stream),
                Mood::TakeAndStall if heard == "." => {
                    take(text.take()?);
                    return self.stall(stream);
                }
                _ => match heard.as_str() {
                    "." => {
                        take(text.take()?);
                        say("250 taken")?;
                    }
                    "EHLO" => say("250-sim\r\n250 8BITMIME")?,
                    "RCPT" => {
                        line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
                        say("250 ok")?;
                    }
                    "DATA" => {
                        text = Some(Vec::new());
                        say("354 go on")?;
                    }
                    "QUIT" => return say("221 bye"),
                    _ => say("250 ok")?,
                },
            }
            // What was refused at its end is no mail.
            if heard == "." {
                text = None;
            }
        }
    }

    fn take_post(&self, stream: &TcpStream) -> Option<()> {
        let (mood, _) = self.mood();
        let (mut reader, mut key, mut length) = (BufReader::new(stream), String::new(), 0);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim().to_lowercase();
            if let Some(text) = line.strip_prefix("content-length:") {
                length = text.trim().parse().ok()?;
            }
            if let Some(text) = line.strip_prefix("idempotency-key:") {
                text.trim().clone_into(&mut key);
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let body = String::from_utf8(body).ok()?;
        let status = match mood {
            Mood::Later => 503,
            Mood::Never => 404,
            Mood::HangUp | Mood::Stall => return self.stall(stream),
            Mood::Well | Mood::TakeAndStall => 200,
        };
        if status == 200 {
            self.note("hook", body.trim_matches(['{', '}', '"']), &key, body.ends_with('}'));
        }
        if mood == Mood::TakeAndStall {
            return self.stall(stream);
        }
        let head = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        (&*stream).write_all(head.as_bytes()).ok()
    }
}

/// A thread each connection: a sender may be held up while another is at work.
fn serve(receiver: &Arc<Receiver>, take: fn(&Receiver, &TcpStream) -> Option<()>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port();
    let receiver = Arc::clone(receiver);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            receiver.connections.fetch_add(1, Ordering::Relaxed);
            let receiver = Arc::clone(&receiver);
            thread::spawn(move || take(&receiver, &stream));
        }
    });
    port
}
