//! Rejected rows as a clerk reads them: in Vietnamese, with the heading of the export.

use crate::{catalog::Catalog, warehouse::read::RejectedRow};

const COLUMNS: [&str; 7] = ["file", "sheet", "row", "column", "value", "reason", "hint"];

pub fn headings(catalog: &Catalog) -> Vec<String> {
    let heading = |name: &&str| catalog.phrases.say(&format!("rejected.{name}"), &[]);
    COLUMNS.iter().map(heading).collect()
}

pub fn cells(catalog: &Catalog, row: &RejectedRow) -> Vec<String> {
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

/// The rows as CSV that Excel opens under any locale. Text that a spreadsheet would take for a formula is marked as text.
pub fn csv(catalog: &Catalog, rows: &[RejectedRow]) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(vec![0xEF, 0xBB, 0xBF]);
    let lines =
        std::iter::once(headings(catalog)).chain(rows.iter().map(|row| cells(catalog, row)));
    for line in lines {
        let marked = line.into_iter().map(|cell| match cell.chars().next() {
            Some('=' | '+' | '-' | '@' | '\t') => format!("'{cell}"),
            _ => cell,
        });
        writer.write_record(marked).expect("writing to memory does not fail");
    }
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("the rows are text")
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
