//! Dossiers with every trap in them, drawn by chance.

use fastrand::Rng;
use jiff::{
    ToSpan,
    civil::{Date, DateTime, date},
};

/// Communes of two districts of two provinces.
pub const AGENCIES: [&str; 4] = ["06283", "06274", "06295", "00715"];

/// The day the first dossier came.
pub const FIRST: Date = date(2022, 10, 1);

/// The day all exports are of.
pub const KNOWN: Date = date(2023, 12, 31);

#[derive(Debug, Clone)]
pub struct Dossier {
    pub code: String,
    pub procedure: Option<&'static str>,
    pub receiving: &'static str,
    pub solving: &'static str,
    pub channel: Option<&'static str>,
    pub service_level: Option<&'static str>,
    pub submitted: Option<DateTime>,
    pub received: Option<DateTime>,
    pub due: Option<DateTime>,
    pub ended: Option<DateTime>,
    pub returned: Option<DateTime>,
    pub status: &'static str,
    pub supplements: Option<i64>,
    pub requested: Option<DateTime>,
    pub completed: Option<DateTime>,
    pub fee: Option<i64>,
    pub paid_online: Option<bool>,
    pub digitised: Option<bool>,
    pub digital_result: Option<bool>,
    pub reused: Option<bool>,
    pub return_channel: Option<&'static str>,
    pub apology: Option<DateTime>,
}

const STATUSES: [&str; 10] = [
    "registered",
    "received",
    "refused",
    "in_progress",
    "supplement_requested",
    "fee_requested",
    "withdrawn",
    "stopped",
    "finished",
    "returned",
];
/// Of the register the program knows, and one it does not.
const PROCEDURES: [&str; 4] = ["1.001193", "1.000894", "2.000884", "9.999999"];
const CHANNELS: [&str; 3] = ["direct", "online", "postal"];
const LEVELS: [&str; 3] = ["full", "partial", "information"];

impl Dossier {
    /// One of a thousand kinds; whatever can be missing sometimes is.
    pub fn draw(number: usize, random: &mut Rng) -> Self {
        let received = (random.u8(0..30) > 0).then(|| instant(FIRST, 456, random));
        let after = |at: Option<DateTime>, most: i64, random: &mut Rng| {
            at.map(|at| later(at, random.i64(0..=most), random)).filter(|at| at.date() <= KNOWN)
        };
        // Half the status is of an ended one, so that rates have something to count.
        let status = if random.bool() {
            ["finished", "returned"][random.usize(0..2)]
        } else {
            STATUSES[random.usize(0..10)]
        };
        let is_over = matches!(status, "finished" | "returned" | "withdrawn" | "stopped");
        let due = received.filter(|_| random.u8(0..10) > 0).map(|at| {
            let due = later(at, random.i64(0..25), random);
            // Some systems promise a day without an hour.
            if random.u8(0..3) == 0 { due.date().at(0, 0, 0, 0) } else { due }
        });
        // Ended on the very instant it was due, now and then.
        let on_the_dot = due.filter(|due| random.u8(0..12) == 0 && due.date() <= KNOWN);
        let ended = if is_over && random.u8(0..12) > 0 {
            on_the_dot.or(after(received, 30, random))
        } else {
            None
        };
        let requested = after(received, 6, random).filter(|_| random.u8(0..3) == 0);
        let maybe = |random: &mut Rng| match random.u8(0..3) {
            0 => None,
            drawn => Some(drawn == 1),
        };
        let agency = AGENCIES[random.usize(0..4)];
        Self {
            code: format!("H{number:05}"),
            procedure: (random.u8(0..5) > 0).then(|| PROCEDURES[random.usize(0..4)]),
            receiving: if random.u8(0..5) == 0 { AGENCIES[random.usize(0..4)] } else { agency },
            solving: agency,
            channel: (random.u8(0..6) > 0).then(|| CHANNELS[random.usize(0..3)]),
            service_level: (random.u8(0..3) == 0).then(|| LEVELS[random.usize(0..3)]),
            submitted: received
                .filter(|_| random.bool())
                .map(|at| at.saturating_sub(random.i64(0..40).hours())),
            received,
            due,
            ended,
            returned: if is_over && random.bool() {
                after(ended.or(received), 5, random)
            } else {
                None
            },
            status,
            supplements: (random.u8(0..3) > 0).then(|| random.i64(0..4)),
            completed: after(requested, 9, random).filter(|_| random.bool()),
            requested,
            fee: (random.u8(0..3) > 0).then(|| [0, 0, 8000, 150_000][random.usize(0..4)]),
            paid_online: maybe(random),
            digitised: maybe(random),
            digital_result: maybe(random),
            reused: maybe(random),
            return_channel: (random.u8(0..3) > 0).then(|| CHANNELS[random.usize(0..3)]),
            apology: (random.u8(0..3) == 0).then_some(KNOWN.at(8, 0, 0, 0)),
        }
    }

    /// By what one of two rows of an export counts: done before open, then what happened last, then returned before finished.
    pub fn last_event(&self) -> (u8, Option<DateTime>, u8) {
        let step = match self.status {
            "registered" => 0,
            "received" | "in_progress" | "supplement_requested" | "fee_requested" => 1,
            "returned" => 3,
            _ => 2,
        };
        let days = [
            self.submitted,
            self.received,
            self.requested,
            self.completed,
            self.ended,
            self.returned,
        ];
        (step.min(2), days.into_iter().flatten().max(), step)
    }

    /// The row of an export under canonical names; `HEADING` names its columns.
    pub fn line(&self) -> String {
        let day = |at: Option<DateTime>| {
            at.map_or(String::new(), |at| at.strftime("%d/%m/%Y %H:%M:%S").to_string())
        };
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let flag = |flag: Option<bool>| flag.map_or(String::new(), |flag| flag.to_string());
        let number =
            |number: Option<i64>| number.map_or(String::new(), |number| number.to_string());
        [
            self.code.clone(),
            text(self.procedure),
            self.receiving.into(),
            self.solving.into(),
            text(self.channel),
            text(self.service_level),
            day(self.submitted),
            day(self.received),
            day(self.due),
            day(self.ended),
            day(self.returned),
            self.status.into(),
            number(self.supplements),
            day(self.requested),
            day(self.completed),
            number(self.fee),
            flag(self.paid_online),
            flag(self.digitised),
            flag(self.digital_result),
            flag(self.reused),
            text(self.return_channel),
            day(self.apology),
        ]
        .join(",")
    }
}

pub const HEADING: &str = "dossier_code,procedure_code,receiving_agency,solving_agency,channel,service_level,submitted_at,received_at,due_at,\
    ended_at,returned_at,status,supplement_count,supplement_requested_at,supplement_completed_at,fee_amount,paid_online,digitised_input,\
    digital_result,reused_data,return_channel,apology_sent_at";

fn instant(from: Date, days: i64, random: &mut Rng) -> DateTime {
    later(from.at(0, 0, 0, 0), random.i64(0..days), random)
}

/// So many days later, at an hour of the day; on the same day not before.
fn later(at: DateTime, days: i64, random: &mut Rng) -> DateTime {
    let seconds = random.i64(7 * 3600..17 * 3600);
    let drawn =
        at.date().saturating_add(days.days()).at(0, 0, 0, 0).saturating_add(seconds.seconds());
    drawn.max(at)
}
