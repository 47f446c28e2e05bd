//! An SMTP server on the loopback address that answers as a test tells it to, and keeps what it took.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// Told which word came (`MAIL`, `RCPT`, `DATA`, `.` for the end of a mail) and how often before; its answer, or the usual one.
type Script = dyn FnMut(&str, usize) -> Reply + Send;

pub enum Reply {
    Usual,
    Say(&'static str),
    /// Takes the mail, and never says so.
    TakeAndHang,
    /// Says nothing.
    Hang,
    /// Cuts the line.
    HangUp,
}

#[derive(Debug, Clone)]
pub struct Mail {
    pub to: String,
    /// As it came, without the dots that SMTP doubles.
    pub text: String,
}

pub struct PostOffice {
    pub port: u16,
    taken: Arc<Mutex<Vec<Mail>>>,
    words: Arc<Mutex<Vec<String>>>,
}

impl PostOffice {
    pub fn open() -> Self {
        Self::with(|_, _| Reply::Usual)
    }

    pub fn with(script: impl FnMut(&str, usize) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let words = Arc::new(Mutex::new(Vec::new()));
        let script: Arc<Mutex<Box<Script>>> = Arc::new(Mutex::new(Box::new(script)));
        let (keep, note) = (taken.clone(), words.clone());
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (keep, note, script) = (keep.clone(), note.clone(), script.clone());
                thread::spawn(move || serve(&stream, &keep, &note, &script));
            }
        });
        Self { port, taken, words }
    }

    pub fn taken(&self) -> Vec<Mail> {
        self.taken.lock().expect("whole").clone()
    }

    /// What came since this was asked last.
    pub fn take(&self) -> Vec<Mail> {
        std::mem::take(&mut self.taken.lock().expect("whole"))
    }

    /// How often a word came.
    pub fn heard(&self, word: &str) -> usize {
        self.words.lock().expect("whole").iter().filter(|it| *it == word).count()
    }
}

/// One connection. A client that hangs up early is no concern of the server's.
fn serve(
    stream: &TcpStream,
    taken: &Mutex<Vec<Mail>>,
    words: &Mutex<Vec<String>>,
    script: &Mutex<Box<Script>>,
) -> Option<()> {
    let say = |text: &str| (&*stream).write_all(format!("{text}\r\n").as_bytes()).ok();
    let mut lines = BufReader::new(stream).lines();
    let (mut to, mut text) = (String::new(), None::<String>);
    say("220 test")?;
    loop {
        let line = lines.next()?.ok()?;
        if let Some(text) = text.as_mut().filter(|_| line != ".") {
            *text += line.strip_prefix('.').unwrap_or(&line);
            *text += "\n";
            continue;
        }
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let before = words.lock().expect("whole").iter().filter(|it| **it == word).count();
        words.lock().expect("whole").push(word.clone());
        let reply = script.lock().expect("whole")(&word, before);
        let mail = text.take().map(|text| Mail { to: to.clone(), text });
        let take = || taken.lock().expect("whole").extend(mail.clone());
        match reply {
            Reply::Say(answer) => say(answer)?,
            Reply::HangUp => {
                let _ = stream.shutdown(std::net::Shutdown::Both);
                return None;
            }
            Reply::Hang => {
                lines.next();
                return None;
            }
            Reply::TakeAndHang => {
                take();
                // Until the other side has gone.
                lines.next();
                return None;
            }
            Reply::Usual => match word.as_str() {
                "." => {
                    take();
                    say("250 taken")?;
                }
                "EHLO" => say("250-test\r\n250 8BITMIME")?,
                "RCPT" => {
                    line.clone_into(&mut to);
                    say("250 ok")?;
                }
                "DATA" => {
                    text = Some(String::new());
                    say("354 go on")?;
                }
                "QUIT" => {
                    say("221 bye")?;
                    return Some(());
                }
                _ => say("250 ok")?,
            },
        }
    }
}
