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
    let at_sight = all.iter().flat_map(|heading| {
        let text = quote_ident(heading);
        [format!("count({text}) = 0"), format!("bool_or({})", may_be_none(&text, raw))]
    });
    let found = ask(connection, raw, &at_sight.collect::<Vec<_>>())?;
    let those = |place: usize| {
        let found = all.iter().zip(found.chunks(2)).filter(move |(_, found)| found[place]);
        found.map(|(heading, _)| *heading)
    };
    let seen: Vec<&str> = those(1).collect();
    Ok(ColumnSurvey {
        blank: those(0).map(str::to_owned).collect(),
        empty: which(connection, raw, &seen, |text| is_empty_word(text, raw.layout))?,
        has_unreadable: !which(connection, raw, &seen, |text| is_unreadable(text, raw.layout))?
            .is_empty(),
        empty_days: match raw.connector.staging {
            Some(_) => which(connection, raw, &seen, |text| is_empty_day_text(text, raw.layout))?,
            None => Vec::new(),
        },
    })
}

/// The columns, by heading, in which any cell is so.
fn which(
    connection: &Connection,
    raw: &RawRows,
    headings: &[&str],
    is_so: impl Fn(&str) -> String,
) -> Result<Vec<String>, WarehouseError> {
    let asked = headings.iter().map(|heading| format!("bool_or({})", is_so(&quote_ident(heading))));
    let found = ask(connection, raw, &asked.collect::<Vec<_>>())?;
    let found = headings.iter().zip(found).filter(|(_, is_so)| *is_so);
    Ok(found.map(|(heading, _)| (*heading).to_owned()).collect())
}

/// Asks conditions of all rows at once; what no row tells does not hold.
fn ask(
    connection: &Connection,
    raw: &RawRows,
    conditions: &[String],
) -> Result<Vec<bool>, WarehouseError> {
    if conditions.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{} select {} from archived", raw.archived(), conditions.join(", "));
    let found: duckdb::Result<Vec<Option<bool>>> = connection
        .query_row(&sql, [], |row| (0..conditions.len()).map(|place| row.get(place)).collect());
    let found = found.map_err(WarehouseError::wrap_engine(format!(
        "cannot look at `{}`",
        raw.source.file_name
    )))?;
    Ok(found.into_iter().map(|is_so| is_so == Some(true)).collect())
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
