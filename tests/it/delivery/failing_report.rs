//! A report with a block that fails is sent to nobody; its owner is told, and others get theirs.

use std::cell::{Cell, RefCell};

use jiff::{ToSpan, civil::DateTime};

use motcua::{
    catalog::settings::ProgramSettings,
    delivery::{ReportOrder, ReportScheduler, ReportSource, RunSummary},
    state::{
        StateDatabase, delivery::DeliveryRecord, delivery_purpose::DeliveryPurpose,
        outbox_message::OutboxMessage, schedule_run::RunEnded,
    },
};

use crate::support::{office::Office, sender::mail};

/// Fails for an agency, for as long as it is broken.
struct Broken {
    is_broken: RefCell<bool>,
}

impl ReportSource for Broken {
    fn make(&self, order: &ReportOrder) -> Result<Option<OutboxMessage>, String> {
        if *self.is_broken.borrow() && order.agency == Some("06283") {
            return Err("khối `bang_xa`: không vẽ được".into());
        }
        let subject = format!("của {}", order.agency.unwrap_or("tất cả"));
        Ok(Some(OutboxMessage { subject, ..OutboxMessage::default() }))
    }

    fn under_floor(&self, _: &ReportOrder) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}

struct Desk {
    office: Office,
    settings: ProgramSettings,
    state: StateDatabase,
    maker: Broken,
}

impl Desk {
    fn make(&self, time: &str) -> Vec<RunSummary> {
        let (warehouse, now) = (self.office.warehouse(), time.parse().expect("a time"));
        let scheduler = ReportScheduler {
            catalog: &self.office.catalog,
            settings: &self.settings,
            state: &self.state,
            warehouse: Some(&warehouse),
            maker: &self.maker,
            owner: "test",
            clock: &|| now,
        };
        scheduler.plan_runs().expect("planned");
        scheduler.make_runs().expect("made")
    }

    fn deliveries(&self) -> Vec<DeliveryRecord> {
        let mut all = self.state.deliveries(None, 10).expect("read");
        all.sort_by(|a, b| a.address.cmp(&b.address));
        all
    }
}

#[test]
fn who_is_not_concerned_gets_theirs_and_after_a_repair_nobody_gets_it_twice() {
    let office = Office::new();
    office.given("status,received_at,due_at,ended_at\nfinished,2023-12-20,2023-12-26,2023-12-28\n");
    let settings = mail(25)
        + "[[schedule]]\nid = \"tuan\"\nreport = \"brief\"\ncron = \"0 7 * * 1\"\nperiod = \"week_before\"\n\
           to = [{ mail = \"a@x.example\" }, { mail = \"B <b@x.example>\", agency = \"06283\" }, { mail = \"c@x.example\", agency = \"06283\" }]\n";
    let desk = Desk {
        state: StateDatabase::open(&office.data()).expect("a state"),
        office,
        settings: ProgramSettings::parse_text("motcua.toml", &settings).expect("settings"),
        maker: Broken { is_broken: RefCell::new(true) },
    };
    desk.make("2023-12-31T12:00:00");
    let steps = desk.make("2024-01-01T07:00:00");
    assert_eq!(steps[0].ended, RunEnded::Failed);
    let told: Vec<(String, String)> =
        desk.deliveries().into_iter().map(|it| (it.address, it.purpose.to_string())).collect();
    let expected =
        [("a@x.example", ""), ("phutrach@vanquan.example", "failed 2024-01-01T07:00:00")];
    assert_eq!(told, expected.map(|(address, of)| (address.to_owned(), of.to_owned())));

    *desk.maker.is_broken.borrow_mut() = false;
    let run = desk.state.runs(1).expect("read").remove(0);
    assert_eq!(run.note, "khối `bang_xa`: không vẽ được");
    let now = "2024-01-01T09:00:00";
    assert!(desk.state.retry_run(run.id, now.parse().expect("a time")).expect("noted"));
    assert_eq!(desk.make(now)[0].ended, RunEnded::Made);
    let reports: Vec<String> = (desk.deliveries().into_iter())
        .filter(|it| it.purpose == DeliveryPurpose::Report)
        .map(|it| format!("{} {} {}", it.address, it.agency_code, it.name))
        .collect();
    assert_eq!(reports, ["a@x.example  ", "b@x.example 06283 B", "c@x.example 06283 "]);
}

/// Takes ten minutes for each paper, while another looks for something to do.
struct Slow<'a> {
    state: &'a StateDatabase,
    now: &'a Cell<DateTime>,
}

impl ReportSource for Slow<'_> {
    fn make(&self, _: &ReportOrder) -> Result<Option<OutboxMessage>, String> {
        self.now.set(self.now.get().saturating_add(10.minutes()));
        let taken = self.state.claim_run(("other", &[]), self.now.get()).expect("asked");
        if taken.is_some() {
            Err("another has it".into())
        } else {
            Ok(Some(OutboxMessage::default()))
        }
    }

    fn under_floor(&self, _: &ReportOrder) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}

#[test]
fn a_run_of_many_papers_stays_with_whoever_makes_it() {
    let office = Office::new();
    office.given("status,received_at,due_at,ended_at\nfinished,2023-12-20,2023-12-26,2023-12-28\n");
    let to: String = ["06283", "06274", "06268", "06277"]
        .map(|code| format!("{{ mail = \"x{code}@x.example\", agency = \"{code}\" }},"))
        .concat();
    let settings = mail(25)
        + "[[schedule]]\nid = \"tuan\"\nreport = \"brief\"\ncron = \"0 7 * * 1\"\nperiod = \"week_before\"\n"
        + &format!("to = [{to}]\n");
    let settings = ProgramSettings::parse_text("motcua.toml", &settings).expect("settings");
    let (state, warehouse) =
        (StateDatabase::open(&office.data()).expect("a state"), office.warehouse());
    let now = Cell::new("2023-12-31T12:00:00".parse().expect("a time"));
    let maker = Slow { state: &state, now: &now };
    let clock = || now.get();
    let scheduler = ReportScheduler {
        catalog: &office.catalog,
        settings: &settings,
        state: &state,
        warehouse: Some(&warehouse),
        maker: &maker,
        owner: "test",
        clock: &clock,
    };
    scheduler.plan_runs().expect("planned");
    now.set("2024-01-01T07:00:00".parse().expect("a time"));
    scheduler.plan_runs().expect("planned");
    let steps = scheduler.make_runs().expect("made");
    assert_eq!((&steps[0].ended, steps[0].added), (&RunEnded::Made, 4), "{steps:?}");
}
