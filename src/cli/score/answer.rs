//! A scorecard as CSV.

use crate::{
    cli::output::table::OutputTable,
    view::{ScoredRow, answers::ScoreRow},
};

/// Makes the table of a scorecard for programs, with plain numbers.
pub fn csv_table(rows: &[ScoredRow]) -> OutputTable {
    let mut table = OutputTable::new([
        "id",
        "group",
        "name",
        "max",
        "points",
        "lost",
        "target",
        "before",
        "rank",
        "ranked_of",
        "origin",
        "rule",
    ]);
    for row in rows.iter().map(ScoreRow::new) {
        let number =
            |number: Option<i64>| number.map_or(String::new(), |number| number.to_string());
        let origin = serde_json::to_value(row.origin)
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned));
        table.push_row([
            row.id,
            row.group,
            row.name,
            row.max.unwrap_or_default(),
            row.points.unwrap_or_default(),
            row.lost.unwrap_or_default(),
            row.target.unwrap_or_default(),
            row.before.unwrap_or_default(),
            number(row.rank),
            number(row.ranked_of),
            origin.unwrap_or_default(),
            row.rule.unwrap_or_default(),
        ]);
    }
    table
}
