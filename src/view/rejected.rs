//! Rejected rows as a clerk reads them: in Vietnamese, with the heading of the export.

use super::export::ExportTable;
use crate::{
    catalog::{Catalog, connector::Connector, phrases::PhraseBook},
    warehouse::{COLUMNS_APART, query::RejectedRow},
};

const COLUMNS: [&str; 7] = ["file", "sheet", "row", "column", "value", "reason", "hint"];

/// The rows as a sheet.
pub fn sheet(catalog: &Catalog, rows: &[RejectedRow]) -> ExportTable {
    let say = |id: &str| catalog.phrases.say(id, &[]);
    let mut sheet = ExportTable::new(
        &say("rejected.title"),
        COLUMNS.map(|name| say(&format!("rejected.{name}"))),
    );
    for row in rows {
        sheet.row(cells(catalog, row));
    }
    sheet
}

fn cells(catalog: &Catalog, row: &RejectedRow) -> Vec<String> {
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
    let connector = catalog.connector(&row.connector).ok();
    let column = row.column.as_ref().map(|columns| headings(connector, columns));
    vec![
        row.file_name.clone(),
        or_nothing(&row.sheet),
        row.row.map_or(String::new(), |row| row.to_string()),
        column.unwrap_or_default(),
        or_nothing(&row.value),
        reason(catalog, row),
        hint(catalog, row),
    ]
}

/// The headings of columns that are told of together, as the export has them.
pub fn headings(connector: Option<&Connector>, columns: &str) -> String {
    let of = |column| connector.and_then(|it| it.heading_of(column)).unwrap_or(column);
    columns.split(COLUMNS_APART).map(of).collect::<Vec<_>>().join(COLUMNS_APART)
}

/// The phrase of a reason. Where an agency is missing, it may stand in a group's row or in a merged cell.
pub fn phrase(reason: &str, column: Option<&str>) -> String {
    let is_agency = |column: &str| column == "agency_code" || column.ends_with("_agency");
    match column {
        Some(column) if reason == "missing" && is_agency(column) => {
            "rejection.missing_agency".to_owned()
        }
        _ => format!("rejection.{reason}"),
    }
}

fn reason(catalog: &Catalog, row: &RejectedRow) -> String {
    let id = phrase(&row.reason, row.column.as_deref());
    let reason =
        if catalog.phrases.has(&id) { catalog.phrases.say(&id, &[]) } else { row.reason.clone() };
    reason + &kept(&catalog.phrases, row.is_kept)
}

/// That a row stays whose value cannot be read; nothing of one that does not.
pub fn kept(phrases: &PhraseBook, is_kept: bool) -> String {
    let said = is_kept.then(|| format!(". {}", phrases.say("rejected.value_is_lost", &[])));
    said.unwrap_or_default()
}

/// What to do; where the matching found agencies that may be meant, with their names.
fn hint(catalog: &Catalog, row: &RejectedRow) -> String {
    let id = phrase(&row.reason, row.column.as_deref());
    let of = |part: &str| format!("{id}.{part}");
    match &row.hint {
        Some(names) if catalog.phrases.has(&of("names")) => {
            catalog.phrases.say(&of("names"), &[("names", names)])
        }
        _ if catalog.phrases.has(&of("hint")) => catalog.phrases.say(&of("hint"), &[]),
        _ => String::new(),
    }
}
