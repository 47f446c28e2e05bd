//! What an archived export writes for nothing, and whether it holds cells that cannot be read: looked at once, over all of it,
//! so that columns without such texts are read as they are.

use duckdb::Connection;

use super::{
    WarehouseError,
    engine::{ident, literal},
    raw::Raw,
};
use crate::catalog::{connector::Column, layout::Layout};

/// What was found, per column of the connector.
#[derive(Debug, Default)]
pub struct Survey {
    /// Columns with words for nothing in them.
    empty: Vec<String>,
    /// Columns with days that stand for none, where staging.sql asks whether a day is there.
    empty_days: Vec<String>,
    /// Whether any cell is there and cannot be read.
    pub has_unreadable: bool,
}

impl Survey {
    pub fn of(connection: &Connection, raw: &Raw) -> Result<Self, WarehouseError> {
        let is_staged = raw.connector.staging.is_some();
        let kept: Vec<&Column> = raw.kept().collect();
        let mut asked = Vec::new();
        for column in &kept {
            let text = ident(&column.heading);
            asked.push(any(&is_empty_word(&text, raw.layout)));
            asked.push(any(&is_unreadable(&text, raw.layout)));
            let days = is_staged.then(|| is_empty_day_text(&text, raw.layout));
            asked.push(days.map_or("false".to_owned(), |days| any(&days)));
        }
        if asked.is_empty() {
            return Ok(Self::default());
        }
        let failed = WarehouseError::engine(format!("cannot look at `{}`", raw.source.file_name));
        let sql = format!("{} select {} from archived", raw.archived(), asked.join(", "));
        let found: duckdb::Result<Vec<bool>> = connection.query_row(&sql, [], |row| {
            (0..asked.len())
                .map(|place| Ok(row.get::<_, Option<bool>>(place)?.unwrap_or(false)))
                .collect()
        });
        let found = found.map_err(failed)?;
        let named = |place: usize| -> Vec<String> {
            let columns = kept.iter().zip(found.chunks(3)).filter(|(_, found)| found[place]);
            columns.map(|(column, _)| column.heading.clone()).collect()
        };
        Ok(Self { empty: named(0), has_unreadable: !named(1).is_empty(), empty_days: named(2) })
    }

    /// When a cell of a column says nothing, as SQL.
    pub fn is_empty(&self, heading: &str, layout: &Layout) -> Vec<String> {
        let text = ident(heading);
        let mut empty = Vec::new();
        if self.empty.iter().any(|column| column == heading) {
            empty.push(is_empty_word(&text, layout));
        }
        if self.empty_days.iter().any(|column| column == heading) {
            empty.push(is_empty_day_text(&text, layout));
        }
        empty
    }
}

fn any(condition: &str) -> String {
    format!("bool_or({condition})")
}

/// Few texts are as short as a word for nothing: the others are not made small.
fn is_empty_word(text: &str, layout: &Layout) -> String {
    let longest = layout.empty.iter().map(String::len).max().unwrap_or_default();
    format!(
        "case when strlen({text}) <= {longest} then lower({text}) in ({}) else false end",
        list(&layout.empty)
    )
}

fn is_empty_day_text(text: &str, layout: &Layout) -> String {
    let years: Vec<String> =
        layout.empty_days.iter().map(|day| format!("{:04}", day.year())).collect();
    let read = format!("parse_timestamp({text})");
    format!(
        "case when regexp_matches({text}, '{}|^0[0/.-]') then coalesce({}, false) else false end",
        years.join("|"),
        is_empty_day(&read, layout, |_| true)
    )
}

/// Whether an instant means no day; an offset may have moved it into the next.
pub fn is_empty_day(read: &str, layout: &Layout, among: impl Fn(i16) -> bool) -> String {
    let days = layout.empty_days.iter().filter(|day| among(day.year()));
    let is_one = days.map(|day| {
        format!("{read} >= timestamp '{day} 00:00:00' and {read} < timestamp '{day} 00:00:00' + interval '48' hour")
    });
    let is_one: Vec<String> = is_one.collect();
    if is_one.is_empty() { "false".to_owned() } else { format!("({})", is_one.join(" or ")) }
}

/// Whether a text is there and cannot be read. Nearly all begin with a sign that no value has, or are as short as `NaN`.
pub fn is_unreadable(text: &str, layout: &Layout) -> String {
    let longest = layout.errors.iter().map(String::len).max().unwrap_or_default();
    let patterns: Vec<&str> = layout.unreadable().collect();
    format!(
        "case when {text} >= '#' and {text} < '$' or strlen({text}) <= {longest} and {text} >= 'A' or {text} like '-%' \
         then {text} in ({}) or regexp_full_match({text}, {}) else false end",
        list(&layout.errors),
        literal(&patterns.join("|")),
    )
}

fn list(texts: &[String]) -> String {
    texts.iter().map(|text| literal(text)).collect::<Vec<_>>().join(", ")
}
