//! What an archived export writes for nothing, and whether it holds cells that cannot be read: looked at once, over all of it,
//! so that columns without such texts are read as they are.

use duckdb::Connection;

use super::{
    blank_cells::{
        ColumnSurvey, is_empty_day_text, is_empty_word, is_unreadable, may_be_empty_day,
    },
    raw_rows_sql::RawRows,
};
use crate::warehouse::{
    WarehouseError,
    engine::{quote_ident, quote_literal},
};

/// Looks at every column at sight, and closely where anything was seen.
pub fn survey_columns(
    connection: &Connection,
    raw: &RawRows,
) -> Result<ColumnSurvey, WarehouseError> {
    let all: Vec<&str> = raw.kept().map(|column| column.heading.as_str()).collect();
    let seen = which(connection, raw, &all, |text| may_be_none(text, raw))?;
    Ok(ColumnSurvey {
        empty: which(connection, raw, &seen, |text| is_empty_word(text, raw.layout))?
            .into_iter()
            .map(str::to_owned)
            .collect(),
        has_unreadable: !which(connection, raw, &seen, |text| is_unreadable(text, raw.layout))?
            .is_empty(),
        empty_days: match raw.connector.staging {
            Some(_) => which(connection, raw, &seen, |text| is_empty_day_text(text, raw.layout))?
                .into_iter()
                .map(str::to_owned)
                .collect(),
            None => Vec::new(),
        },
    })
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
    let found = found.map_err(WarehouseError::wrap_engine(format!(
        "cannot look at `{}`",
        raw.source.file_name
    )))?;
    let found = headings.iter().zip(found).filter(|(_, is_so)| *is_so == Some(true));
    Ok(found.map(|(heading, _)| *heading).collect())
}

/// Whether a text may be one of all those looked for: what most texts are not is cheap to see.
fn may_be_none(text: &str, raw: &RawRows) -> String {
    let words = raw.layout.empty.iter().chain(&raw.layout.errors);
    let short: Vec<&String> = words.filter(|word| !word.starts_with('#')).collect();
    let longest = short.iter().map(|word| word.len()).max().unwrap_or_default();
    let mut patterns: Vec<String> = short.iter().map(|word| regex::escape(word)).collect();
    patterns.extend(raw.layout.unreadable_patterns().map(str::to_owned));
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
