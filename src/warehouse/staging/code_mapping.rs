//! Turns the texts of coded columns into codes: each distinct text is looked at once, then joined.

use std::collections::BTreeSet;

use duckdb::{Connection, params};

use super::{
    super::agency::{
        lost_zero::LostZeros,
        matching::MatchFailure,
        misplaced::explain_misplaced,
        times::{AgencyTimes, StretchRange},
    },
    column::{
        row_days::{OwnDay, number},
        typed_rows::TABLE,
    },
    known_writings::KnownWritings,
};
use crate::{
    catalog::{connector::Connector, content::vocabulary::Vocabulary},
    domain::period::Period,
};

/// A coded column with more distinct texts than this was mapped to the wrong heading; the rest stays unmatched.
const MOST_TEXTS: usize = 100_000;

/// A column whose texts mean codes.
pub struct CodedColumn<'a> {
    pub name: &'a str,
    /// The text, as SQL over `canonical`.
    pub text: &'a str,
    pub coding: ColumnCoding<'a>,
}

/// How the texts of a column become values.
pub enum ColumnCoding<'a> {
    Agency(&'a AgencyTimes<'a>),
    Vocabulary(KnownWritings),
    /// Of the agencies' times too, as what is of a period is of agencies of that time.
    Period(&'a AgencyTimes<'a>),
}

impl ColumnCoding<'_> {
    /// What became of the zeros before the codes of a column.
    fn zeros<'t>(&self, texts: impl Iterator<Item = &'t str>) -> LostZeros {
        match self {
            Self::Agency(times) => {
                let now = (times.last_stretch(), times.last_stretch());
                LostZeros::judge_column(texts, &|text| times.find_agency(text, now))
            }
            _ => LostZeros::Kept,
        }
    }

    /// What the connector maps, else the vocabulary's own names, values and writings.
    pub fn vocabulary(connector: &Connector, column: &str, vocabulary: &Vocabulary) -> Self {
        Self::Vocabulary(KnownWritings::of(connector, column, vocabulary))
    }

    fn value(
        &self,
        text: &str,
        own: StretchRange,
        zeros: LostZeros,
    ) -> Result<String, MatchFailure> {
        match self {
            Self::Agency(times) => {
                let found = zeros.find_agency(text, &|text| times.find_agency(text, own));
                found.map_err(|why| explain_misplaced(text, why))
            }
            Self::Period(_) => {
                let period = text.parse::<Period>().map(|period| period.to_string());
                period.map_err(|_| MatchFailure { reason: "bad_period", names: String::new() })
            }
            Self::Vocabulary(values) => {
                let value = values.value(text).map(str::to_owned);
                value.ok_or_else(|| MatchFailure {
                    reason: "unknown_value",
                    names: values.nearest(text),
                })
            }
        }
    }
}

/// Fills the match table from the texts that stand in `canonical`, which are read once for all columns. Gives back the names of
/// the columns whose texts mean different things by the rows' own days.
pub fn fill<'c>(
    connection: &Connection,
    canonical: &str,
    columns: &[CodedColumn<'c>],
    own_day: &OwnDay,
) -> duckdb::Result<BTreeSet<&'c str>> {
    connection.execute_batch(&format!(
        "create or replace temp table {TABLE} (column_name varchar, text varchar, stretches bigint, value varchar, reason varchar, hint varchar)"
    ))?;
    let mut insert = connection
        .prepare(&format!("insert into {TABLE} values (?, ?, ?, ?, ?, nullif(?, ''))"))?;
    let texts = texts(connection, canonical, columns)?;
    let of_column = |number: usize| {
        texts.iter().filter(move |(of, _)| *of == number).map(|(_, text)| text.as_str())
    };
    let zeros: Vec<LostZeros> = (columns.iter().enumerate())
        .map(|(number, column)| column.coding.zeros(of_column(number)))
        .collect();
    let of_rows = stretches_of_rows(columns, &texts, own_day);
    let mut dated = BTreeSet::new();
    let mut found: Vec<(usize, &str, StretchRange, Result<String, MatchFailure>)> = Vec::new();
    for (column, text) in &texts {
        let coding = &columns[*column].coding;
        let all = match coding {
            ColumnCoding::Agency(_) => of_rows.clone(),
            ColumnCoding::Period(times) => vec![times.stretches_of_period(text)],
            ColumnCoding::Vocabulary(_) => vec![(0, 0)],
        };
        let values = all.into_iter().map(|own| (own, coding.value(text, own, zeros[*column])));
        let values: Vec<_> = values.collect();
        if values.iter().any(|(_, value)| *value != values[0].1) {
            dated.insert(columns[*column].name);
        }
        found.extend(values.into_iter().map(|(own, value)| (*column, text.as_str(), own, value)));
    }
    let mut last = None;
    for (column, text, own, value) in found {
        let name = columns[column].name;
        // A text that means the same on all days stands there once.
        let is_again = last.replace((column, text)) == Some((column, text));
        if is_again && !dated.contains(name) {
            continue;
        }
        let (value, why) = match value {
            Ok(value) => (Some(value), None),
            Err(why) => (None, Some(why)),
        };
        let (reason, names) = why.map(|why| (why.reason, why.names)).unzip();
        insert.execute(params![name, text, number(own), value, reason, names])?;
    }
    Ok(dated)
}

/// The stretches rows may speak of.
fn stretches_of_rows(
    columns: &[CodedColumn],
    texts: &[(usize, String)],
    own_day: &OwnDay,
) -> Vec<StretchRange> {
    let times = columns.iter().find_map(|column| match column.coding {
        ColumnCoding::Agency(times) => Some(times),
        _ => None,
    });
    let Some(times) = times else { return Vec::new() };
    let last = times.last_stretch();
    let mut all: BTreeSet<StretchRange> = match own_day {
        OwnDay::None => BTreeSet::new(),
        OwnDay::OfPeriod => (texts.iter())
            .filter(|(column, _)| matches!(columns[*column].coding, ColumnCoding::Period(_)))
            .map(|(_, text)| times.stretches_of_period(text))
            .collect(),
        OwnDay::Days { first, last: until, .. } if first == until => {
            (0..=last).map(|one| (one, one)).collect()
        }
        OwnDay::Days { .. } => {
            (0..=last).flat_map(|first| (first..=last).map(move |until| (first, until))).collect()
        }
    };
    // Of a row that says no day.
    all.insert((last, last));
    all.into_iter().collect()
}

/// The distinct texts, each with the number of its column.
fn texts(
    connection: &Connection,
    canonical: &str,
    columns: &[CodedColumn],
) -> duckdb::Result<Vec<(usize, String)>> {
    let coded: Vec<String> = (columns.iter().enumerate())
        .map(|(number, column)| format!("{} as text_{number}", column.text))
        .collect();
    let distinct: Vec<String> = (0..columns.len())
        .map(|number| {
            format!(
                "(select distinct {number} as number, text_{number} as text from coded \
                 where text_{number} is not null order by text limit {MOST_TEXTS})"
            )
        })
        .collect();
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{canonical}, coded as materialized (select {} from canonical) {}",
        coded.join(", "),
        distinct.join(" union all ")
    );
    let mut query = connection.prepare(&sql)?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
