//! The workbook: numbers are numbers, days are days, and a text is never a formula.

use std::io::Cursor;

use calamine::{Data, Reader as _};
use motcua::report::{Document, Format};

use super::made;
use crate::{journey::sampled, office::Office};

/// Read back by another library than wrote it.
fn book(documents: &[Document]) -> calamine::Sheets<Cursor<Vec<u8>>> {
    calamine::open_workbook_auto_from_rs(Cursor::new(documents[0].bytes.clone()))
        .expect("a workbook")
}

#[test]
fn a_percentage_is_a_number_and_a_day_is_a_day() {
    let (office, _) = sampled();
    let mut book = book(&made(&office, "weekly", "2023", &[Format::Xlsx]));
    let agencies = book.worksheet_range("Các đơn vị").expect("the sheet");
    // The caption, an empty row, the headings, then those under the floor.
    assert_eq!(agencies.get((3, 1)), Some(&Data::String("Xã An Sơn".into())));
    assert_eq!(agencies.get((3, 2)), Some(&Data::Float(0.80625)));
    assert_eq!(agencies.get((3, 3)), Some(&Data::Float(508.0)));
    let late = book.worksheet_range("Quá hạn").expect("the sheet");
    // The first of 93: due on 05/01/2023.
    let due = late.get((3, 3)).expect("a cell");
    assert!(matches!(due, Data::DateTime(_)), "{due:?}");
    assert_eq!(due.to_string(), "44931");
}

#[test]
fn a_text_that_looks_like_a_formula_stays_a_text() {
    let office = Office::of_every_metric();
    office.given(
        "dossier_code,procedure_name,status,received_at,due_at,ended_at\n\
         =1+1,+cmd|calc,finished,01/03/2023,06/03/2023,07/03/2023\n\
         @SUM(A1),-2+3,finished,01/03/2023,06/03/2023,08/03/2023\n",
    );
    let mut book = book(&made(&office, "weekly", "2023", &[Format::Xlsx]));
    let mut found = Vec::new();
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).expect("read");
        assert!(formulas.used_cells().next().is_none(), "a formula on {name}");
        let sheet = book.worksheet_range(&name).expect("read");
        let texts = sheet.used_cells().filter_map(|(_, _, cell)| match cell {
            Data::String(text) => Some(text.clone()),
            _ => None,
        });
        found.extend(texts.filter(|text| text.starts_with(['=', '+', '-', '@'])));
    }
    for text in ["=1+1", "+cmd|calc", "@SUM(A1)", "-2+3"] {
        assert!(found.iter().any(|found| found == text), "{text} in {found:?}");
    }
}
