//! Petitions, survey answers, procedures and tasks of plans: drawn by chance, told in an older and a newer export, and counted naively.

use fastrand::Rng;
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use motcua::{domain::period::Period, pipeline::IngestOverrides, warehouse::query::Warehouse};

use super::{
    PERIODS, answered,
    calendar::add_working_days,
    dossier::{AGENCIES, KNOWN},
    of_dossier::{Counted, Span},
};
use crate::support::office::Office;

const KINDS: [(&str, &str); 4] = [
    (
        "petition",
        "petition_code,agency_code,received_at,due_at,answered_at,petition_status,satisfied",
    ),
    ("survey", "agency_code,surveyed_at,survey_kind,factor,question,answer,answer_count"),
    ("procedure", "procedure_code,procedure_name,agency_code,announced_at,published_at"),
    ("plan_task", "task,office_in_charge,due_at,done_at"),
];

/// What one row of an export says: its key, the agency it counts for, its days, its text, and how many it stands for.
#[derive(Debug, Clone)]
struct Row {
    key: String,
    agency: Option<&'static str>,
    begun: Date,
    due: Option<Date>,
    done: Option<Date>,
    text: &'static str,
    satisfied: Option<bool>,
    count: i64,
}

const STATUSES: [&str; 4] = ["received", "in_progress", "refused", "answered"];
const ANSWERS: [&str; 4] = ["very_satisfied", "satisfied", "dissatisfied", ""];
const SURVEYS: [&str; 3] = ["desk", "sipas", ""];

impl Row {
    fn draw(number: usize, random: &mut Rng) -> Self {
        let day = |from: Date, days: i32, random: &mut Rng| from + random.i32(0..days).days();
        let begun = day(date(2022, 10, 1), 400, random);
        // Whatever is told of a day is told after it.
        let later = |random: &mut Rng| Some(day(begun, 40, random)).filter(|day| *day <= KNOWN);
        Self {
            key: format!("K{number}"),
            agency: (random.u8(0..6) > 0).then(|| AGENCIES[random.usize(0..4)]),
            begun,
            due: (random.u8(0..3) > 0).then(|| day(begun, 30, random)).filter(|day| *day != KNOWN),
            done: later(random).filter(|_| random.u8(0..4) > 0),
            text: STATUSES[random.usize(0..4)],
            satisfied: (random.u8(0..3) > 0).then(|| random.bool()),
            count: random.i64(1..5),
        }
    }

    /// The same number says different things of each kind.
    fn line(&self, kind: &str) -> String {
        let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        let (begun, due, done) = (day(Some(self.begun)), day(self.due), day(self.done));
        let agency = self.agency.unwrap_or_default();
        match kind {
            "petition" => {
                let satisfied = self.satisfied.map_or(String::new(), |yes| yes.to_string());
                let agency = self.of_office();
                format!("{},{agency},{begun},{due},{done},{},{satisfied}", self.key, self.text)
            }
            "survey" => {
                let (survey, answer) = self.answer();
                let agency = self.of_office();
                format!("{agency},{begun},{survey},thái độ,{},{answer},{}", self.key, self.count)
            }
            "procedure" => format!("{},Thủ tục,{agency},{begun},{done}", self.key),
            _ => format!("{},Văn phòng,{due},{done}", self.key),
        }
    }

    /// Who is not named is the first.
    fn of_office(&self) -> &'static str {
        self.agency.unwrap_or(AGENCIES[0])
    }

    fn answer(&self) -> (&'static str, &'static str) {
        let number = usize::try_from(self.begun.day()).expect("a day");
        (SURVEYS[number % 3], ANSWERS[number % 4])
    }
}

/// The day a row counts and what it counts, of one metric; none if it does not.
fn counted(metric: &str, row: &Row) -> Option<(Date, Counted)> {
    let is = |yes: bool| i64::from(yes);
    match metric {
        "petition_on_time_rate" => {
            let due = row.due.unwrap_or_else(|| add_working_days(row.begun, 15));
            let on_time = row.done.is_some_and(|done| done <= due);
            let is_open = matches!(row.text, "received" | "in_progress") && due < KNOWN;
            let day = row.done.filter(|_| on_time).unwrap_or(due + 1.day());
            (row.done.is_some() || is_open).then_some((day, (is(on_time), 1)))
        }
        "petition_satisfaction_rate" => Some((row.done?, (is(row.satisfied?), 1))),
        "desk_satisfaction_rate" | "sipas_rate" => {
            let (survey, answer) = row.answer();
            let is_sipas = metric == "sipas_rate";
            let is_satisfied = matches!(answer, "very_satisfied" | "satisfied");
            let counts = !answer.is_empty() && (survey == "sipas") == is_sipas;
            counts.then_some((row.begun, (is(is_satisfied) * row.count, row.count)))
        }
        "publication_on_time_rate" => {
            let due = add_working_days(row.begun, 5);
            let on_time = row.done.is_some_and(|done| done <= due);
            (row.done.is_some() || due < KNOWN).then_some((row.begun, (is(on_time), 1)))
        }
        "plan_task_on_time_rate" => {
            let due = row.due?;
            let on_time = row.done.is_some_and(|done| done <= due);
            (row.done.is_some() || due < KNOWN).then_some((due, (is(on_time), 1)))
        }
        _ => unreachable!("no other metric is of these"),
    }
}

/// The agency a row counts for: of what names none, the office that took it in.
fn agency_of<'r>(kind: &str, row: &'r Row) -> &'r str {
    match kind {
        "plan_task" => "184",
        "procedure" => row.agency.unwrap_or("184"),
        _ => row.of_office(),
    }
}

/// What the newer export says, and of the older one what the newer does not speak of.
fn holding<'r>(kind: &str, older: &'r [Row], newer: &'r [Row]) -> Vec<&'r Row> {
    let is_told_again = |row: &&Row| {
        newer.iter().any(|other| match kind {
            // A survey's rows have no code: of an agency's day the newer export speaks for all.
            "survey" => (other.of_office(), other.begun) == (row.of_office(), row.begun),
            // The same procedure announced on another day, or by another, is announced twice.
            "procedure" => {
                (&other.key, other.agency, other.begun) == (&row.key, row.agency, row.begun)
            }
            _ => other.key == row.key,
        })
    };
    older.iter().filter(|row| !is_told_again(row)).chain(newer).collect()
}

fn drawn(kind: &str, heading: &str) -> (Office, Warehouse, Vec<Row>, Vec<Row>) {
    let mut random = Rng::with_seed(7);
    let newer: Vec<Row> = (0..300).map(|number| Row::draw(number, &mut random)).collect();
    // Of some the older export says other things, of some the same keys and days, of some what the newer knows nothing of.
    let older: Vec<Row> = (200..400)
        .map(|number| {
            let other = Row::draw(number, &mut random);
            match newer.get(number).filter(|_| number % 2 == 0) {
                Some(same) => Row { begun: same.begun, agency: same.agency, ..other },
                None => other,
            }
        })
        .collect();
    let office = Office::of_every_metric();
    for (day, rows) in [(date(2023, 12, 1), &older), (KNOWN, &newer)] {
        let lines: Vec<String> = rows.iter().map(|row| row.line(kind)).collect();
        let path = office.file("rows.csv", format!("{heading}\n{}\n", lines.join("\n")));
        let said = IngestOverrides {
            connector: Some(format!("given_{kind}")),
            snapshot_on: Some(day),
            ..IngestOverrides::default()
        };
        office.ingest(&path, &said).0.pop().expect("one").expect("taken in");
    }
    let warehouse = office.warehouse();
    (office, warehouse, older, newer)
}

#[test]
fn what_is_no_dossier_agrees_with_a_naive_count_too() {
    for (kind, heading) in KINDS {
        let (office, warehouse, older, newer) = drawn(kind, heading);
        let rows = holding(kind, &older, &newer);
        let metrics: &[&str] = match kind {
            "petition" => &["petition_on_time_rate", "petition_satisfaction_rate"],
            "survey" => &["desk_satisfaction_rate", "sipas_rate"],
            "procedure" => &["publication_on_time_rate"],
            _ => &["plan_task_on_time_rate"],
        };
        for id in metrics {
            let metric = office.catalog.find_metric(id).expect("a metric");
            let mut compared = 0;
            for period in PERIODS.map(|text| text.parse::<Period>().expect("a period")) {
                let span = Span { start: period.start(), end: period.end() };
                for agency in AGENCIES.iter().chain(&["184"]) {
                    // The district is its own rows and those of the first three communes.
                    let is_of = |row: &&&Row| {
                        let own = agency_of(kind, row);
                        own == *agency || (*agency == "184" && AGENCIES[..3].contains(&own))
                    };
                    let naive = rows
                        .iter()
                        .filter(is_of)
                        .filter_map(|row| counted(id, row))
                        .filter(|(day, _)| (span.start..=span.end).contains(day))
                        .fold((0, 0), |sum: Counted, (_, one)| (sum.0 + one.0, sum.1 + one.1));
                    let ours = answered(&warehouse, metric, period, agency);
                    assert_eq!(ours, naive, "{id} {period} {agency}");
                    compared += usize::from(naive != (0, 0));
                }
            }
            assert!(compared >= 8, "{id}: only {compared} numbers were compared");
        }
    }
}
