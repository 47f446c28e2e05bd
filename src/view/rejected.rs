//! Rejected rows as a clerk reads them: in Vietnamese, with the heading of the export.

use super::export::{ExportCell, ExportTable};
use crate::{
    catalog::{Catalog, connector::Connector, phrases::PhraseBook},
    domain::vietnamese_date::format_day,
    warehouse::{COLUMNS_APART, query::RejectedRow},
};

const COLUMNS: [&str; 7] = ["file", "sheet", "row", "column", "value", "reason", "hint"];

/// Keeps the rows that no later export told right, and of those that stand in several exports the newest.
pub fn keep_open(rows: &mut Vec<RejectedRow>) {
    rows.retain(|row| row.mended_by.is_none() && !row.is_told_again);
}

/// The rows as a sheet; where any of them was mended, a column says by which export.
pub fn rejected_table(catalog: &Catalog, rows: &[RejectedRow]) -> ExportTable {
    let say = |id: &str| catalog.phrases.format_phrase(id, &[]);
    let is_any_mended = rows.iter().any(|row| row.mended_by.is_some());
    let columns = COLUMNS.iter().copied().chain(is_any_mended.then_some("mended"));
    let heads: Vec<String> = columns.map(|name| say(&format!("rejected.{name}"))).collect();
    let mut sheet = ExportTable::new(&say("rejected.title"), heads);
    for row in rows {
        let mut cells = row_cells(catalog, row);
        cells.extend(is_any_mended.then(|| describe_mending(catalog, row).into()));
        sheet.push_row(cells);
    }
    sheet
}

/// "đã sửa ở tệp a.csv, ngày 02/01/2024"; nothing of what is open.
fn describe_mending(catalog: &Catalog, row: &RejectedRow) -> String {
    let mended = row.mended_by.as_deref().zip(row.mended_on);
    mended.map_or_else(String::new, |(file, day)| {
        let said = [("file", file), ("day", &*format_day(day))];
        catalog.phrases.format_phrase("rejected.mended_by", &said)
    })
}

fn row_cells(catalog: &Catalog, row: &RejectedRow) -> Vec<ExportCell> {
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
    let connector = catalog.find_connector(&row.connector).ok();
    let column = row.column.as_ref().map(|columns| join_headings(connector, columns));
    vec![
        row.file_name.as_str().into(),
        or_nothing(&row.sheet).into(),
        ExportCell::from_count(row.row.and_then(|row| i64::try_from(row).ok())),
        column.unwrap_or_default().into(),
        or_nothing(&row.value).into(),
        describe_reason(catalog, row).into(),
        describe_hint(catalog, row).into(),
    ]
}

/// The headings of columns that are told of together, as the export has them.
pub fn join_headings(connector: Option<&Connector>, columns: &str) -> String {
    let of = |column| connector.and_then(|it| it.heading_of(column)).unwrap_or(column);
    columns.split(COLUMNS_APART).map(of).collect::<Vec<_>>().join(COLUMNS_APART)
}

/// The phrase of a reason. Where an agency is missing, it may stand in a group's row or in a merged cell.
pub fn reason_phrase(reason: &str, column: Option<&str>) -> String {
    let is_agency = |column: &str| column == "agency_code" || column.ends_with("_agency");
    match column {
        Some(column) if reason == "missing" && is_agency(column) => {
            "rejection.missing_agency".to_owned()
        }
        _ => format!("rejection.{reason}"),
    }
}

fn describe_reason(catalog: &Catalog, row: &RejectedRow) -> String {
    let id = reason_phrase(&row.reason, row.column.as_deref());
    let reason = if catalog.phrases.has_phrase(&id) {
        catalog.phrases.format_phrase(&id, &[])
    } else {
        row.reason.clone()
    };
    reason + &kept_note(&catalog.phrases, row.is_kept)
}

/// That a row stays whose value cannot be read; nothing of one that does not.
pub fn kept_note(phrases: &PhraseBook, is_kept: bool) -> String {
    let said =
        is_kept.then(|| format!(". {}", phrases.format_phrase("rejected.value_is_lost", &[])));
    said.unwrap_or_default()
}

/// What to do; where the matching found agencies that may be meant, with their names.
fn describe_hint(catalog: &Catalog, row: &RejectedRow) -> String {
    let id = reason_phrase(&row.reason, row.column.as_deref());
    let of = |part: &str| format!("{id}.{part}");
    match &row.hint {
        Some(names) if catalog.phrases.has_phrase(&of("names")) => {
            catalog.phrases.format_phrase(&of("names"), &[("names", names)])
        }
        _ if catalog.phrases.has_phrase(&of("hint")) => {
            catalog.phrases.format_phrase(&of("hint"), &[])
        }
        _ => String::new(),
    }
}
