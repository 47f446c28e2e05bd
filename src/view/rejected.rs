//! Rejected rows as a clerk reads them: in Vietnamese, with the heading of the export.

use super::export::Sheet;
use crate::{catalog::Catalog, warehouse::read::RejectedRow};

const COLUMNS: [&str; 7] = ["file", "sheet", "row", "column", "value", "reason", "hint"];

/// The rows as a sheet.
pub fn sheet(catalog: &Catalog, rows: &[RejectedRow]) -> Sheet {
    let say = |id: &str| catalog.phrases.say(id, &[]);
    let mut sheet =
        Sheet::new(&say("rejected.title"), COLUMNS.map(|name| say(&format!("rejected.{name}"))));
    for row in rows {
        sheet.row(cells(catalog, row));
    }
    sheet
}

fn cells(catalog: &Catalog, row: &RejectedRow) -> Vec<String> {
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
    let connector = catalog.connector(&row.connector).ok();
    let column = row.column.as_ref().map(|column| {
        let heading = connector.and_then(|connector| connector.heading_of(column));
        heading.unwrap_or(column).to_owned()
    });
    vec![
        row.file_name.clone(),
        or_nothing(&row.sheet),
        row.row.map_or(String::new(), |row| row.to_string()),
        column.unwrap_or_default(),
        or_nothing(&row.value),
        reason(catalog, &row.reason),
        hint(catalog, row),
    ]
}

fn reason(catalog: &Catalog, reason: &str) -> String {
    let id = format!("rejection.{reason}");
    if catalog.phrases.has(&id) { catalog.phrases.say(&id, &[]) } else { reason.to_owned() }
}

/// What to do; where the matching found agencies that may be meant, with their names.
fn hint(catalog: &Catalog, row: &RejectedRow) -> String {
    let of = |part: &str| format!("rejection.{}.{part}", row.reason);
    match &row.hint {
        Some(names) if catalog.phrases.has(&of("names")) => {
            catalog.phrases.say(&of("names"), &[("names", names)])
        }
        _ => catalog.phrases.say(&of("hint"), &[]),
    }
}
