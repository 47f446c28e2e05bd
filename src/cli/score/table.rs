//! A scorecard for people.

use crate::{
    catalog::{Catalog, scorecard::Scorecard},
    cli::output::table::OutputTable,
    domain::{decimal::FixedDecimal, measure::Measure, threshold::Threshold},
    view::{AnswerWording, ScoredRow},
};

/// Columns nothing stands in are left out.
pub fn score_table(catalog: &Catalog, card: &Scorecard, rows: &[ScoredRow]) -> OutputTable {
    let words = AnswerWording::new(catalog);
    let decimal =
        |points: Option<FixedDecimal>| points.map_or("–".into(), FixedDecimal::to_vietnamese);
    let ratio = |measure: Option<Measure>| {
        measure.map_or("–".into(), |measure| words.format_fraction(measure))
    };
    let rank = |row: &ScoredRow| match (row.rank, row.ranked_of) {
        (Some(rank), Some(of)) => format!("{rank}/{of}"),
        (Some(rank), None) => rank.to_string(),
        (None, _) => "–".into(),
    };
    let is_of_counts = rows.iter().any(|row| row.published.is_some() || row.is_computable);
    let has_target = rows.iter().any(|row| row.target.is_some());
    let has_rank = rows.iter().any(|row| row.rank.is_some());
    let has_before = rows.iter().any(|row| row.before.is_some());
    let optional = [
        (is_of_counts, "#column.published"),
        (is_of_counts, "#column.ours"),
        (is_of_counts, "#column.ours_points"),
        (is_of_counts, "column.origin"),
        (has_target, "#column.target"),
        (has_before, "#column.result_before"),
        (has_rank, "#column.rank"),
        (!card.is_of_results && !is_of_counts, "column.feeds"),
    ];
    let heads = [
        (true, "column.code"),
        (true, "column.name"),
        (true, "#column.max"),
        (true, "#column.points"),
        (true, "#column.lost"),
    ];
    let shown = |id: &str| match id.strip_prefix('#') {
        Some(id) => format!("#{}", words.fill_phrase(id, &[])),
        None => words.fill_phrase(id, &[]),
    };
    let kept = |wanted: &(bool, &str)| wanted.0;
    let mut table =
        OutputTable::new(heads.into_iter().chain(optional).filter(kept).map(|(_, id)| shown(id)));
    for row in rows {
        let origin = words.describe_origin(row);
        let feeds: Vec<String> = row
            .feeds
            .iter()
            .map(|(id, measure)| describe_feed(catalog, words, id, *measure))
            .collect();
        let cells = [
            (true, row.id.clone()),
            (true, row.name.clone()),
            (true, decimal(row.max.map(Threshold::to_hundredths))),
            (true, decimal(row.points)),
            (true, decimal(row.lost_points())),
            (is_of_counts, describe_published(words, row)),
            (is_of_counts, ratio(row.computed)),
            (is_of_counts, decimal(row.computed_points)),
            (is_of_counts, origin),
            (has_target, decimal(row.target)),
            (has_before, decimal(row.before)),
            (has_rank, rank(row)),
            (!card.is_of_results && !is_of_counts, feeds.join("; ")),
        ];
        table.push_row(cells.into_iter().filter(|(wanted, _)| *wanted).map(|(_, cell)| cell));
    }
    table
}

fn describe_feed(
    catalog: &Catalog,
    words: AnswerWording,
    id: &str,
    measure: Option<Measure>,
) -> String {
    let Ok(metric) = catalog.find_metric(id) else {
        return id.to_owned();
    };
    let value = measure.map_or_else(
        || words.fill_phrase("value.no_figure", &[]),
        |measure| words.format_value(metric, measure),
    );
    format!("{} {value}", metric.short_name)
}

/// What the portal published of a row: its counts, else its ratio.
fn describe_published(words: AnswerWording, row: &ScoredRow) -> String {
    let Some(figure) = row.published else {
        return "–".into();
    };
    match (figure.numerator, figure.value) {
        (Some(_), _) => {
            figure.to_measure().map_or("–".into(), |measure| words.format_fraction(measure))
        }
        (None, Some(value)) => format!("{}%", value.to_vietnamese()),
        (None, None) => "–".into(),
    }
}
