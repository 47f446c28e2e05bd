//! A year of Mondays.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    path::Path,
    rc::Rc,
    sync::{Arc, LazyLock},
    time::Duration,
};

use fastrand::Rng;
use jiff::{
    ToSpan,
    civil::{DateTime, date},
};
use motcua::{
    catalog::{Catalog, settings::ProgramSettings},
    delivery::{DeliveryError, Outbox, OwnerNotices, ReportOrder, ReportScheduler, ReportSource},
    domain::fault_point::FaultPoint,
    ingest::fetch::FetchEnvironment,
    state::{
        StateDatabase,
        outbox_message::{MessageFile, OutboxMessage},
    },
    warehouse::query::Warehouse,
};

use super::{
    POINTS,
    place::place_state,
    receiver::Receiver,
    week::{DAY, HOUR, Week, draw_fault},
};
use crate::{
    simulator::{
        faults::{Coverage, Fault, Place, work_with},
        hints::assert_hint,
        lives::Tally,
    },
    support::{office::Office, portal::Time, sender::mail},
};

/// Midnight of the first Monday; the year's data is there.
const BEGIN: DateTime = date(2023, 1, 2).at(0, 0, 0, 0);
const MONDAYS: i64 = 52;
const MAILS: [&str; 2] = ["chutich@vanquan.example", "vanthu@vanquan.example"];

/// An office whose warehouse knows the whole year.
static OFFICE: LazyLock<Office> = LazyLock::new(|| {
    let office = Office::new();
    office.given("status,received_at,due_at,ended_at\nfinished,2023-12-30,2023-12-31,2023-12-31\n");
    office
});

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::load_content(None).expect("the content is well"));

pub struct Life {
    pub random: RefCell<Rng>,
    pub receiver: Arc<Receiver>,
    /// By how many seconds the machine's clock is wrong, and until when.
    pub wrong_by: Cell<i64>,
    pub wrong_until: Cell<i64>,
    pub told: RefCell<Tally>,
    pub settings: ProgramSettings,
    outside: FetchEnvironment,
    warehouse: Warehouse,
    has_data: Cell<bool>,
    unmade: Cell<u32>,
    /// When a file was first seen in the folder, by period.
    pub in_folder: RefCell<BTreeMap<String, i64>>,
    pub folder: tempfile::TempDir,
    coverage: Arc<Coverage>,
}

/// Does what is due as one process does, under a fault.
pub fn work_once(life: &Rc<Life>, fault: Option<(Place, Fault)>) {
    life.told.borrow_mut().add("starts", 1);
    let name = fault.as_ref().map(|(_, fault)| match fault {
        Fault::Kill => "killed",
        Fault::DiskFull(_) => "disk full",
        Fault::Meanwhile(_) => "held up or overtaken",
    });
    let worked = work_with(fault, &life.coverage, || life.work());
    if let (Some(name), true) = (name, worked.has_happened) {
        life.told.borrow_mut().add(name, 1);
    }
    for error in worked.done {
        assert_hint(&error);
    }
    life.set_clock_right();
}

impl Life {
    pub fn begin(seed: u64, coverage: &Arc<Coverage>) -> Rc<Self> {
        let (receiver, mail_port, hook_port) = Receiver::open(seed, Arc::default());
        // Where files cost no disk, if there is such a place.
        let memory = Path::new("/dev/shm");
        let folder =
            if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.expect("a folder");
        std::fs::create_dir(folder.path().join("chung")).expect("made");
        place_state(folder.path());
        let to = MAILS.map(|mail| format!("{{ mail = \"{mail}\" }}")).join(", ");
        // A webhook costs a process more than all the rest.
        let (hook, to_hook) = if seed.is_multiple_of(4) {
            let hook = format!(
                "[http]\nallow_private = [\"127.0.0.1\"]\n[[webhook]]\nid = \"nhom\"\n\
                 url = \"http://127.0.0.1:{hook_port}/\"\nbody = {{ text = \"{{subject}}\" }}\n"
            );
            (hook, ", { webhook = \"nhom\" }")
        } else {
            (String::new(), "")
        };
        let settings = format!(
            "{}{hook}[[folder]]\nid = \"chung\"\npath = \"{}\"\n[[schedule]]\nid = \"tuan\"\nreport = \"weekly\"\ncron = \"0 7 * * 1\"\n\
             period = \"week_before\"\nto = [{to}, {{ folder = \"chung\" }}{to_hook}]\n",
            mail(mail_port),
            folder.path().join("chung").display(),
        );
        let settings = ProgramSettings::parse_text("motcua.toml", &settings).expect("settings");
        settings.check_content(&CATALOG).expect("they are well");
        let outside = FetchEnvironment {
            clock: Arc::new(Time::default()),
            ..FetchEnvironment::from_system()
        };
        Rc::new(Self {
            random: RefCell::new(Rng::with_seed(seed)),
            receiver,
            wrong_by: Cell::default(),
            wrong_until: Cell::default(),
            told: RefCell::default(),
            settings,
            outside,
            warehouse: Warehouse::open_published(&OFFICE.data()).expect("published"),
            has_data: Cell::default(),
            unmade: Cell::default(),
            in_folder: RefCell::default(),
            folder,
            coverage: Arc::clone(coverage),
        })
    }

    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    pub fn machine_time(&self) -> DateTime {
        BEGIN.saturating_add((self.true_time() + self.wrong_by.get()).seconds())
    }

    /// All its Mondays.
    pub fn live(self: &Rc<Self>) -> Tally {
        // First seen on the Sunday before: what was due earlier is nobody's.
        self.receiver.clock.store(-HOUR, std::sync::atomic::Ordering::SeqCst);
        work_once(self, None);
        for monday in 0..MONDAYS {
            let point = POINTS.get(usize::try_from(monday).expect("not before the first")).copied();
            self.live_week(monday * 7 * DAY, point.filter(|_| self.has_webhook()));
        }
        self.told.borrow().clone()
    }

    /// Who has a webhook dies at each point once: in each of the first weeks the first process does, at `dies_at`.
    fn live_week(self: &Rc<Self>, monday: i64, dies_at: Option<FaultPoint>) {
        let drawn = Week::draw(self);
        let week = if dies_at.is_some() { Week::default() } else { drawn };
        let date = BEGIN.saturating_add(monday.seconds()).date();
        let period = self.settings.schedules[0].period.last_before(date).to_string();
        self.receiver
            .outage_until
            .store(monday + week.outage_until, std::sync::atomic::Ordering::SeqCst);
        self.unmade.set(week.unmade);
        self.has_data.set(week.data_at == 0);
        self.set_true_time(monday + 7 * HOUR);
        match dies_at {
            Some(point) => work_once(self, Some((Place::Of(point, 1), Fault::Kill))),
            None => self.begin_with_wrong_clock(),
        }
        let mut looked = 10 * HOUR;
        loop {
            self.has_data.set(self.true_time() >= monday + week.data_at);
            self.work_in_trouble();
            self.look_into_folder(&period);
            let now = self.true_time() - monday;
            if self.is_settled(&period) || now > DAY {
                break;
            }
            if now > looked {
                self.look_at_page();
                looked = now + 2 * HOUR;
            }
            let wait = self.random.borrow_mut().i64(60..900);
            self.pass(wait);
        }
        for at in &week.later {
            self.set_true_time(monday + at);
            self.work_in_trouble();
        }
        self.wrong_by.set(0);
        self.set_true_time(monday + 7 * DAY - HOUR);
        work_once(self, None);
        self.look_into_folder(&period);
        self.check(&period, monday + DAY);
    }

    fn work_in_trouble(self: &Rc<Self>) {
        let fault = draw_fault(self);
        work_once(self, fault);
    }

    /// One process, from its start to its end; what it could not do.
    fn work(&self) -> Vec<DeliveryError> {
        let clock = || self.machine_time();
        let pause = |length: Duration| self.pass(i64::try_from(length.as_secs()).expect("short"));
        let state = match StateDatabase::open(self.data()) {
            Ok(state) => state,
            Err(error) => return vec![error.into()],
        };
        let outbox = Outbox::new(&CATALOG, &self.settings, &self.outside, &state, &clock);
        let outbox = outbox.expect("it can begin").pause_by(&pause);
        let scheduler = ReportScheduler {
            catalog: &CATALOG,
            settings: &self.settings,
            state: &state,
            warehouse: self.has_data.get().then_some(&self.warehouse),
            maker: self,
            owner: outbox.owner(),
            clock: &clock,
        };
        let notices =
            OwnerNotices { catalog: &CATALOG, settings: &self.settings, now: self.machine_time() };
        let mut failed = Vec::new();
        failed.extend(scheduler.plan_runs().err());
        failed.extend(scheduler.make_runs().err());
        failed.extend(outbox.send_due().err());
        match notices.undelivered(&state) {
            Ok(0) => {}
            Ok(_) => failed.extend(outbox.send_due().err()),
            Err(error) => failed.push(error),
        }
        failed
    }
}

pub fn paper(period: &str) -> Vec<u8> {
    format!("PK {period} {}", "x".repeat(3000)).into_bytes()
}

impl ReportSource for Life {
    fn make(&self, order: &ReportOrder) -> Result<Option<OutboxMessage>, String> {
        if self.unmade.get() > 0 {
            self.unmade.set(self.unmade.get() - 1);
            return Err("chưa làm được báo cáo".into());
        }
        let period = order.period.to_string();
        let bytes = paper(&period);
        let media_type = "application/msword".into();
        let name = "bao-cao.docx".into();
        Ok(Some(OutboxMessage {
            subject: format!("BC {period}"),
            text: format!("So lieu {period}"),
            html: format!("<p>{period}</p>"),
            files: vec![MessageFile { name, media_type, is_inline: false, bytes }],
        }))
    }

    fn under_floor(&self, _: &ReportOrder) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}
