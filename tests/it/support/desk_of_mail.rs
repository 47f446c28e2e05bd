//! An office with data that sends what is due, by a clock a test moves.

use std::cell::Cell;

use jiff::{ToSpan, civil::DateTime};
use motcua::{
    catalog::settings::ProgramSettings,
    ingest::fetch::FetchEnvironment,
    pipeline::{DueSummary, DueWork},
    state::StateDatabase,
};

use crate::support::{
    office::Office,
    post_office::{Mail, PostOffice, Reply},
    sender::mail,
};

pub struct MailDesk {
    pub office: Office,
    pub post: PostOffice,
    pub settings: ProgramSettings,
    pub now: Cell<DateTime>,
}

impl MailDesk {
    /// What stands behind [mail] in motcua.toml. It is Tuesday, 2/1/2024, eight o'clock: the day after what is given is known.
    pub fn new(office: Office, settings: &str) -> Self {
        Self::by(office, PostOffice::with(|_, _| Reply::Usual), settings)
    }

    pub fn by(office: Office, post: PostOffice, settings: &str) -> Self {
        let settings = ProgramSettings::parse_text("motcua.toml", &(mail(post.port) + settings))
            .expect("settings");
        settings.check_content(&office.catalog).expect("they are well");
        DueWork::check(&settings).expect("they are well");
        let now = Cell::new("2024-01-02T08:00:00".parse().expect("a time"));
        Self { office, post, settings, now }
    }

    pub fn at(&self, time: &str) -> &Self {
        self.now.set(time.parse().expect("a time"));
        self
    }

    pub fn wait(&self, minutes: i64) -> &Self {
        self.now.set(self.now.get().saturating_add(minutes.minutes()));
        self
    }

    pub fn run(&self) -> DueSummary {
        self.with(|due| due.run().expect("it ran"))
    }

    pub fn send_test(&self, schedule: &str, mail: &str, agency: Option<&str>) {
        self.with(|due| due.send_test(schedule, mail, agency).expect("made"));
    }

    /// Sends a mail of a line; gives what kept it from going out.
    pub fn send_test_mail(&self, mail: &str) -> Result<(), String> {
        self.with(|due| due.send_test_mail(mail).map_err(|error| error.to_string()))
    }

    fn with<T>(&self, work: impl FnOnce(DueWork) -> T) -> T {
        let clock = || self.now.get();
        let (data, outside) = (self.office.data(), FetchEnvironment::from_system());
        work(DueWork::new((&self.office.catalog, &self.settings), &data, &outside, &clock))
    }

    pub fn state(&self) -> StateDatabase {
        StateDatabase::open(&self.office.data()).expect("a state")
    }

    /// What arrived since it was asked last, in words.
    pub fn mails(&self) -> Vec<String> {
        self.post.take().iter().map(words).collect()
    }
}

/// Recipient, subject and text of a mail.
pub fn words(mail: &Mail) -> String {
    let parsed = mail_parser(&mail.text);
    format!("{}\n{parsed}", mail.to)
}

/// Enough of MIME for what the program sends: the subject, then the first text.
fn mail_parser(text: &str) -> String {
    let folded = text.replace("\n ", " ");
    let subject =
        folded.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default();
    // A line of the body may begin with a space.
    let part = text.split("Content-Type: text/plain; charset=utf-8\n").nth(1).unwrap_or_default();
    let (head, rest) = part.split_once("\n\n").unwrap_or_default();
    let body = rest.split("\n--").next().unwrap_or_default();
    let body = match head.trim() {
        "Content-Transfer-Encoding: base64" => base64(body),
        "Content-Transfer-Encoding: quoted-printable" => quoted(body, '='),
        _ => body.as_bytes().to_vec(),
    };
    let body = String::from_utf8_lossy(&body).replace("\r\n", "\n");
    format!("{}\n{body}", unpacked(subject))
}

/// `=?utf-8?b?…?=` beside plain words; between two packed ones a space is none.
fn unpacked(subject: &str) -> String {
    let mut text = String::new();
    let mut was_packed = true;
    for word in subject.split(' ') {
        let packed = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
        if !(was_packed && packed.is_some()) {
            text.push(' ');
        }
        text += &packed.map_or(word.into(), |it| String::from_utf8(base64(it)).expect("UTF-8"));
        was_packed = packed.is_some();
    }
    text
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.bytes().filter(|it| !it.is_ascii_whitespace() && *it != b'=') {
        let value = LETTERS.iter().position(|it| *it == letter).expect("base64");
        bits = bits << 6 | u32::try_from(value).expect("six bits");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).expect("a byte"));
        }
    }
    bytes
}

fn quoted(text: &str, mark: char) -> Vec<u8> {
    let text = text.replace(&format!("{mark}\n"), "");
    let (mut bytes, mut rest) = (Vec::new(), text.as_str());
    while let Some(at) = rest.find(mark) {
        bytes.extend(rest[..at].bytes());
        bytes.push(u8::from_str_radix(&rest[at + 1..at + 3], 16).expect("two digits"));
        rest = &rest[at + 3..];
    }
    bytes.extend(rest.bytes());
    bytes
}
