//! The days a staged row speaks of, by which its agency is the one of that time.

use super::{column_names::PERIOD, typed_column::TypedColumn};
use crate::warehouse::{
    agency::times::AgencyTimes,
    engine::{quote_ident, quote_literal},
};

/// Columns with a day on which something happened at the agency a row names. A promised day is none.
const HAPPENED: [&str; 9] = [
    "submitted_at",
    "received_at",
    "ended_at",
    "returned_at",
    "answered_at",
    "published_at",
    "announced_at",
    "effective_at",
    "surveyed_at",
];
/// The column of results that are of a whole year.
const YEAR: &str = "year";

/// What a row says of its days.
pub enum OwnDay {
    /// Nothing: it speaks of the day the export was made.
    None,
    /// Of its period, which is matched before.
    OfPeriod,
    /// SQL of the first and the last of them, null where a row says none, over columns with what was `read` of its texts.
    Days { read: Vec<String>, first: String, last: String },
}

impl OwnDay {
    /// Chooses where the rows of a table take their days from, by the columns it has.
    pub fn of(columns: &[TypedColumn]) -> Self {
        let named = |name: &str| columns.iter().find(|column| column.name == name);
        if named(PERIOD).is_some() {
            return Self::OfPeriod;
        }
        if let Some(year) = named(YEAR) {
            let (year, read) = read_once(year);
            let day = |rest: &str| {
                format!(
                    "case when {year} between 1945 and 2199 then cast({year} || '{rest}' as date) end"
                )
            };
            // A year's result is of whoever was there when it ended.
            return Self::Days { read: vec![read], first: day("-12-31"), last: day("-12-31") };
        }
        let happened = HAPPENED.iter().filter_map(|name| named(name));
        let (days, read): (Vec<String>, Vec<String>) = happened
            .map(|column| {
                let (name, read) = read_once(column);
                (column.day_of(&name), read)
            })
            .unzip();
        match &days[..] {
            [] => Self::None,
            // The first: who has a dossier later is known from who had it.
            days => {
                let first = format!("least({})", days.join(", "));
                Self::Days { read, first: first.clone(), last: first }
            }
        }
    }

    /// Where rows are read from, and SQL of the number of their stretches there.
    pub fn stretched(&self, times: &AgencyTimes) -> StretchedRows {
        let Self::Days { read, first, last } = self else {
            let none = number((times.last_stretch(), times.last_stretch()));
            let number = format!(
                "coalesce({}.stretches, {none})",
                quote_ident(&format!("match of {PERIOD}"))
            );
            return StretchedRows { from: "canonical".into(), number };
        };
        let number = if first == last {
            format!("{} * {}", stretch("own_first", times), number((1, 1)))
        } else {
            let (first, last) = (stretch("own_first", times), stretch("own_last", times));
            format!("{first} * {} + {last}", number((1, 0)))
        };
        // Once a row, however many agencies it names; and each step once, for a text is read by a statement's worth of patterns.
        let from = format!(
            "(select *, {number} as own_stretches from (select *, {first} as own_first, {last} as own_last from \
             (select *, {} from canonical) as canonical) as canonical) as canonical",
            read.join(", ")
        );
        StretchedRows { from, number: "canonical.own_stretches".into() }
    }
}

/// Names what is read of a column for the row's own day, and the SQL that reads it.
fn read_once(column: &TypedColumn) -> (String, String) {
    let name = quote_ident(&format!("own {}", column.name));
    let read = format!("{} as {name}", column.read_expression());
    (name, read)
}

/// Rows with the number of the stretches they speak of, as SQL.
pub struct StretchedRows {
    pub from: String,
    pub number: String,
}

/// The number of a pair of stretches.
pub fn number((first, last): (usize, usize)) -> usize {
    first * 100 + last
}

/// SQL of the number of the stretch a day is in.
fn stretch(day: &str, times: &AgencyTimes) -> String {
    let before = times.stretch_starts().iter().enumerate().map(|(number, turn)| {
        format!("when {day} < date {} then {number}", quote_literal(&turn.to_string()))
    });
    let before: Vec<String> = before.collect();
    format!("(case {} else {} end)", before.join(" "), times.last_stretch())
}
