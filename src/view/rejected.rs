//! Rejected rows as a clerk reads them: in Vietnamese, with the heading of the export.

use super::export::ExportTable;
use crate::{
    catalog::{Catalog, connector::Connector, phrases::PhraseBook},
    warehouse::{COLUMNS_APART, query::RejectedRow},
};

const COLUMNS: [&str; 7] = ["file", "sheet", "row", "column", "value", "reason", "hint"];

/// The rows as a sheet.
pub fn rejected_table(catalog: &Catalog, rows: &[RejectedRow]) -> ExportTable {
    let say = |id: &str| catalog.phrases.format_phrase(id, &[]);
    let mut sheet = ExportTable::new(
        &say("rejected.title"),
        COLUMNS.map(|name| say(&format!("rejected.{name}"))),
    );
    for row in rows {
        sheet.push_row(row_cells(catalog, row));
    }
    sheet
}

fn row_cells(catalog: &Catalog, row: &RejectedRow) -> Vec<String> {
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
    let connector = catalog.find_connector(&row.connector).ok();
    let column = row.column.as_ref().map(|columns| join_headings(connector, columns));
    vec![
        row.file_name.clone(),
        or_nothing(&row.sheet),
        row.row.map_or(String::new(), |row| row.to_string()),
        column.unwrap_or_default(),
        or_nothing(&row.value),
        describe_reason(catalog, row),
        describe_hint(catalog, row),
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
