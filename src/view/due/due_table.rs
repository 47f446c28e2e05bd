//! What is due, as a table to take away.

use crate::{
    catalog::Catalog,
    domain::office_hours::DueWindow,
    view::{AnswerWording, ExportCell, ExportTable},
    warehouse::query::{DueBasis, DueDossier, DueList},
};

/// Names the columns of the table, as phrases and the API have them.
pub const DUE_COLUMNS: [&str; 8] = [
    "dossier_code",
    "agency",
    "procedure_name",
    "status",
    "received_at",
    "due_at",
    "window",
    "known_at",
];

/// Makes the table of the dossiers of one window or of all, by when they are due; `agency_name` names the agency of a code. A last row says what stands apart.
pub fn due_table(
    catalog: &Catalog,
    list: &DueList,
    window: Option<DueWindow>,
    agency_name: impl Fn(&str) -> String,
) -> ExportTable {
    let words = AnswerWording::new(catalog);
    let heads = DUE_COLUMNS.map(|id| words.fill_phrase(&format!("column.{id}"), &[]));
    let more = ["office_time_left", "counted_from", "is_by_clock"];
    let more = more.map(|id| words.fill_phrase(&format!("column.{id}"), &[]));
    let heads: Vec<String> = heads.into_iter().chain(more).collect();
    let mut sheet = ExportTable::new(&words.fill_phrase("due.title", &[]), heads);
    for one in list.dossiers.iter().filter(|one| window.is_none_or(|it| it == one.window)) {
        sheet.push_row(due_cells(catalog, (list, one), agency_name(&one.agency_code)));
    }
    sheet.push_row([words.due_basis_sentence(list)]);
    for apart in words.due_apart_sentences(list) {
        sheet.push_row([apart]);
    }
    sheet
}

fn due_cells(
    catalog: &Catalog,
    (list, one): (&DueList, &DueDossier),
    agency: String,
) -> [ExportCell; 11] {
    let words = AnswerWording::new(catalog);
    let basis = match list.basis {
        DueBasis::Clock => "due.by_clock",
        DueBasis::Export => "due.by_export",
    };
    [
        one.dossier_code.as_str().into(),
        agency.into(),
        one.procedure_name.clone().unwrap_or_default().into(),
        catalog.vocabulary.display_name("status", &one.status).into(),
        ExportCell::from_time(one.received_at),
        ExportCell::from_time(Some(one.due_at)),
        words.due_window_name(one.window).into(),
        ExportCell::from_time(Some(one.known_at)),
        words.due_left(one.window, one.seconds_left).into(),
        ExportCell::from_time(Some(list.counted_from)),
        words.fill_phrase(basis, &[]).into(),
    ]
}
