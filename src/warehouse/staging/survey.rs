//! What an archived export writes for nothing, and whether it holds cells that cannot be read: looked at once, over all of it,
//! so that columns without such texts are read as they are.

use duckdb::Connection;

use super::{
    super::{
        WarehouseError,
        engine::{quote_ident, quote_literal},
    },
    raw::RawRows,
};
use crate::catalog::connector::layout::LayoutRules;

/// What was found, per column of the connector.
#[derive(Debug, Default)]
pub struct ColumnSurvey {
    /// Columns with words for nothing in them.
    empty: Vec<String>,
    /// Columns with days that stand for none, where staging.sql asks whether a day is there.
    empty_days: Vec<String>,
    /// Whether any cell is there and cannot be read.
    pub has_unreadable: bool,
}

impl ColumnSurvey {
    /// Looks at every column at sight, and closely where anything was seen.
    pub fn of(connection: &Connection, raw: &RawRows) -> Result<Self, WarehouseError> {
        let all: Vec<&str> = raw.kept().map(|column| column.heading.as_str()).collect();
        let seen = which(connection, raw, &all, |text| may_be_none(text, raw))?;
        Ok(Self {
            empty: which(connection, raw, &seen, |text| is_empty_word(text, raw.layout))?
                .into_iter()
                .map(str::to_owned)
                .collect(),
            has_unreadable: !which(connection, raw, &seen, |text| is_unreadable(text, raw.layout))?
                .is_empty(),
            empty_days: match raw.connector.staging {
                Some(_) => {
                    which(connection, raw, &seen, |text| is_empty_day_text(text, raw.layout))?
                        .into_iter()
                        .map(str::to_owned)
                        .collect()
                }
                None => Vec::new(),
            },
        })
    }

    /// When a cell of a column says nothing, as SQL.
    pub fn is_empty(&self, heading: &str, layout: &LayoutRules) -> Vec<String> {
        let text = quote_ident(heading);
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

/// The columns, by heading, in which any cell is so.
fn which<'a>(
    connection: &Connection,
    raw: &RawRows,
    headings: &[&'a str],
    is_so: impl Fn(&str) -> String,
) -> Result<Vec<&'a str>, WarehouseError> {
    if headings.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<String> = headings
        .iter()
        .map(|heading| format!("bool_or({})", is_so(&quote_ident(heading))))
        .collect();
    let sql = format!("{} select {} from archived", raw.archived(), asked.join(", "));
    let found: duckdb::Result<Vec<Option<bool>>> = connection
        .query_row(&sql, [], |row| (0..asked.len()).map(|place| row.get(place)).collect());
    let found = found
        .map_err(WarehouseError::engine(format!("cannot look at `{}`", raw.source.file_name)))?;
    let found = headings.iter().zip(found).filter(|(_, is_so)| *is_so == Some(true));
    Ok(found.map(|(heading, _)| *heading).collect())
}

/// Whether a text may be one of all those looked for: what most texts are not is cheap to see.
fn may_be_none(text: &str, raw: &RawRows) -> String {
    let words = raw.layout.empty.iter().chain(&raw.layout.errors);
    let short: Vec<&String> = words.filter(|word| !word.starts_with('#')).collect();
    let longest = short.iter().map(|word| word.len()).max().unwrap_or_default();
    let mut patterns: Vec<String> = short.iter().map(|word| regex::escape(word)).collect();
    patterns.extend(raw.layout.unreadable().map(str::to_owned));
    let days = if raw.connector.staging.is_some() {
        may_be_empty_day(text, raw.layout)
    } else {
        "false".to_owned()
    };
    format!(
        "{text} like '#%' or case when strlen({text}) <= {longest} then regexp_full_match({text}, {}) else false end or {days}",
        quote_literal(&format!("(?i){}", patterns.join("|")))
    )
}

fn may_be_empty_day(text: &str, layout: &LayoutRules) -> String {
    let years: Vec<String> =
        layout.empty_days.iter().map(|day| format!("{:04}", day.year())).collect();
    format!("regexp_matches({text}, '{}|^0?0[0/.-]')", years.join("|"))
}

/// Few texts are as short as a word for nothing: the others are not made small.
fn is_empty_word(text: &str, layout: &LayoutRules) -> String {
    let longest = layout.empty.iter().map(String::len).max().unwrap_or_default();
    format!(
        "case when strlen({text}) <= {longest} then lower({text}) in ({}) else false end",
        list(&layout.empty)
    )
}

fn is_empty_day_text(text: &str, layout: &LayoutRules) -> String {
    format!(
        "case when {} then coalesce({}, false) else false end",
        may_be_empty_day(text, layout),
        is_empty_day(&format!("parse_timestamp({text})"), layout, |_| true)
    )
}

/// Whether an instant means no day; an offset may have moved it into the next.
pub fn is_empty_day(read: &str, layout: &LayoutRules, among: impl Fn(i16) -> bool) -> String {
    let days = layout.empty_days.iter().filter(|day| among(day.year()));
    let is_one = days.map(|day| {
        format!("{read} >= timestamp '{day} 00:00:00' and {read} < timestamp '{day} 00:00:00' + interval '48' hour")
    });
    let is_one: Vec<String> = is_one.collect();
    if is_one.is_empty() { "false".to_owned() } else { format!("({})", is_one.join(" or ")) }
}

/// Whether a text is there and cannot be read.
pub fn is_unreadable(text: &str, layout: &LayoutRules) -> String {
    let patterns: Vec<&str> = layout.unreadable().collect();
    format!(
        "({text} in ({}) or regexp_full_match({text}, {}))",
        list(&layout.errors),
        quote_literal(&patterns.join("|")),
    )
}

/// The reason of a cell that is there and cannot be read: what a clerk does about it hangs on what failed.
pub fn why_unreadable(text: &str) -> String {
    format!(
        "case when regexp_full_match({text}, '#{{2,}}') then 'narrow_column' \
         when {text} like '#%' or {text} like 'Err:%' then 'failed_formula' else 'no_value' end"
    )
}

fn list(texts: &[String]) -> String {
    texts.iter().map(|text| quote_literal(text)).collect::<Vec<_>>().join(", ")
}
