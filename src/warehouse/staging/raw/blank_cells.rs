//! Cells that say nothing and cells that cannot be read, as SQL, by what a look at the whole export found of them.

use crate::{
    catalog::connector::layout::LayoutRules,
    warehouse::engine::{quote_ident, quote_literal},
};

/// Says what an export writes for nothing, per column of the connector.
#[derive(Debug, Default)]
pub struct ColumnSurvey {
    /// Columns with words for nothing in them.
    pub(super) empty: Vec<String>,
    /// Columns with days that stand for none, where staging.sql asks whether a day is there.
    pub(super) empty_days: Vec<String>,
    /// Columns without any text.
    pub(super) blank: Vec<String>,
    /// Whether any cell is there and cannot be read.
    pub has_unreadable: bool,
}

impl ColumnSurvey {
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

/// Writes a condition: a text may stand for a day that is not there.
pub(super) fn may_be_empty_day(text: &str, layout: &LayoutRules) -> String {
    let years: Vec<String> =
        layout.empty_days.iter().map(|day| format!("{:04}", day.year())).collect();
    format!("regexp_matches({text}, '{}|^0?0[0/.-]')", years.join("|"))
}

/// Few texts are as short as a word for nothing: the others are not made small.
pub(super) fn is_empty_word(text: &str, layout: &LayoutRules) -> String {
    let longest = layout.empty.iter().map(String::len).max().unwrap_or_default();
    format!(
        "case when strlen({text}) <= {longest} then lower({text}) in ({}) else false end",
        list(&layout.empty)
    )
}

/// Writes a condition: a text is one of the days that stand for none.
pub(super) fn is_empty_day_text(text: &str, layout: &LayoutRules) -> String {
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
    let patterns: Vec<&str> = layout.unreadable_patterns().collect();
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
