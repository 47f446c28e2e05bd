//! The program as a process, killed in the act: `motcua run-due` against servers that hold it there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use jiff::{ToSpan, civil::DateTime, tz::Offset};
use motcua::{
    catalog::{Catalog, settings::ProgramSettings},
    ingest::fetch::FetchEnvironment,
    pipeline::{DueSummary, DueWork},
    state::{StateDatabase, delivery_purpose::DeliveryPurpose},
};

use crate::support::{
    office::Office,
    post_office::{PostOffice, Reply},
    sender::mail,
};

/// An office with a week's dossiers and a report that was due before the program was started.
struct Scheduled {
    office: Office,
    settings: String,
}

impl Scheduled {
    fn new(port: u16) -> Self {
        let office = Office::new();
        let today = Offset::constant(7).to_datetime(jiff::Timestamp::now()).date();
        // Of last week and this one, so that the week before is there whenever the test runs.
        let rows: Vec<String> = (0..10_i64)
            .map(|days| today.saturating_sub(days.days()))
            .map(|day| format!("finished,{day},{day},{day}"))
            .collect();
        office.given(&format!("status,received_at,due_at,ended_at\n{}\n", rows.join("\n")));
        // Due once, yesterday at midnight, and not again for a year.
        let due = today.yesterday().expect("a day");
        let settings = format!(
            "{}[[schedule]]\nid = \"weekly\"\nreport = \"brief\"\ncron = \"0 0 {} {} *\"\nperiod = \"week_before\"\n\
             newest_within_days = 3650\nto = [{{ mail = \"chutich@vanquan.example\" }}, {{ mail = \"vanthu@vanquan.example\" }}]\n",
            mail(port),
            due.day(),
            due.month()
        );
        let scheduled = Self { office, settings };
        fs::write(scheduled.config(), &scheduled.settings).expect("written");
        // First seen three days ago: it has been due since.
        let state = StateDatabase::open(&scheduled.office.data()).expect("a state");
        state
            .schedule_mark("weekly", "0 7 * * 1 week_before", now().saturating_sub(72.hours()))
            .expect("noted");
        scheduled
    }

    fn config(&self) -> PathBuf {
        self.office.folder().join("motcua.toml")
    }

    fn start(&self) -> Child {
        Command::new(env!("CARGO_BIN_EXE_motcua"))
            .args(["--content", "tests/content", "--config"])
            .arg(self.config())
            .args(["run-due", "--data"])
            .arg(self.office.data())
            .stderr(Stdio::null())
            .spawn()
            .expect("started")
    }

    /// What a process started so much later does.
    fn later(&self, minutes: i64) -> DueSummary {
        let settings =
            ProgramSettings::parse_text("motcua.toml", &self.settings).expect("settings");
        let clock = || now().saturating_add(minutes.minutes());
        let (catalog, data, outside) =
            (catalog(), self.office.data(), FetchEnvironment::from_system());
        let due = DueWork::new((&catalog, &settings), &data, &outside, &clock);
        due.run().expect("it ran")
    }

    fn states(&self) -> Vec<&'static str> {
        let state = StateDatabase::open(&self.office.data()).expect("a state");
        let all = state.deliveries(None, 10).expect("read").into_iter();
        // What the owner is told is another's.
        let reports = all.filter(|it| it.purpose == DeliveryPurpose::Report);
        let mut states: Vec<&str> = reports.map(|it| it.state.id()).collect();
        states.sort_unstable();
        states
    }
}

fn catalog() -> Catalog {
    Catalog::load_content(Some(Path::new("tests/content"))).expect("the content is well")
}

fn now() -> DateTime {
    Offset::constant(7).to_datetime(jiff::Timestamp::now())
}

/// Waits for something another process or thread does.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let patience = Instant::now();
    while !is_so() {
        assert!(patience.elapsed() < Duration::from_secs(30), "{what} never came");
        thread::sleep(Duration::from_millis(20));
    }
}

fn kill(mut child: Child) {
    child.kill().expect("killed");
    child.wait().expect("gone");
}

#[test]
fn killed_after_the_server_took_the_mail_and_before_it_is_noted_it_is_sent_exactly_once() {
    let office = PostOffice::with(|word, before| match (word, before) {
        (".", 0) => Reply::TakeAndHang,
        _ => Reply::Usual,
    });
    let scheduled = Scheduled::new(office.port);
    let child = scheduled.start();
    until("the first mail", || office.taken().len() == 1);
    kill(child);
    assert_eq!(scheduled.states(), ["due", "sending"]);

    // The lease of the dead process has run out; the run is made already and not made again.
    scheduled.later(16);
    scheduled.later(32);
    assert_eq!(scheduled.states(), ["sent", "uncertain"]);
    let mut to: Vec<String> = office.taken().into_iter().map(|mail| mail.to).collect();
    to.sort();
    let expected = ["chutich", "phutrach", "vanthu"];
    let expected = expected.map(|name| format!("RCPT TO:<{name}@vanquan.example>"));
    assert_eq!(to, expected, "each of the two once, and the owner hears of the doubt");
}

#[test]
fn killed_before_the_content_went_out_it_is_sent_once_by_the_next_process() {
    let office = PostOffice::with(|word, before| match (word, before) {
        // Never answers: the process waits there.
        ("DATA", 0) => Reply::Hang,
        _ => Reply::Usual,
    });
    let scheduled = Scheduled::new(office.port);
    let child = scheduled.start();
    until("DATA", || office.heard("DATA") == 1);
    kill(child);
    assert_eq!(scheduled.states(), ["due", "due"]);
    scheduled.later(16);
    assert_eq!(scheduled.states(), ["sent", "sent"]);
    assert_eq!(office.taken().len(), 2);
}

#[test]
fn two_processes_at_once_send_each_mail_once() {
    let office = PostOffice::open();
    let scheduled = Scheduled::new(office.port);
    let children = [scheduled.start(), scheduled.start(), scheduled.start()];
    for mut child in children {
        assert!(child.wait().expect("it ended").success());
    }
    assert_eq!(scheduled.states(), ["sent", "sent"]);
    assert_eq!(office.taken().len(), 2);
}
