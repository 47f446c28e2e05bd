//! The workbook: numbers are numbers, days are days, and a text is never a formula.

use std::io::Cursor;

use calamine::{Data, Reader as _};
use motcua::report::{RenderedFile, ReportFormat};

use super::{judged::ended, made, word::part};
use crate::{pipeline::journey::sampled, support::office::Office};

/// Read back by another library than wrote it.
pub fn book(documents: &[RenderedFile]) -> calamine::Sheets<Cursor<Vec<u8>>> {
    calamine::open_workbook_auto_from_rs(Cursor::new(documents[0].bytes.clone()))
        .expect("a workbook")
}

#[test]
fn a_percentage_is_a_number_and_a_day_is_a_day() {
    let (office, _) = sampled();
    let mut book = book(&made(&office, "weekly", "2023", &[ReportFormat::Xlsx]));
    let agencies = book.worksheet_range("Các đơn vị").expect("the sheet");
    // The caption, an empty row, the headings, then those under the floor.
    assert_eq!(agencies.get((3, 1)), Some(&Data::String("Xã An Sơn".into())));
    assert_eq!(agencies.get((3, 2)), Some(&Data::Float(0.80625)));
    assert_eq!(agencies.get((3, 3)), Some(&Data::Float(508.0)));
    let overdue = book.worksheet_range("Quá hạn").expect("the sheet");
    let due = overdue.get((3, 4)).expect("a cell");
    assert!(matches!(due, Data::DateTime(_)), "{due:?}");
    // The first of An Sơn's 93: due on 05/01/2023.
    let days = overdue.rows().filter(|row| row[1] == Data::String("Xã An Sơn".into()));
    let days: Vec<String> = days.map(|row| row[4].to_string()).collect();
    assert!(days.len() >= 93 && days.iter().min().is_some_and(|day| day == "44931"), "{days:?}");
}

#[test]
fn a_text_that_looks_like_a_formula_stays_a_text() {
    let office = Office::of_every_metric();
    let others: String = (1..=8)
        .map(|number| format!("A{number},B,finished,01/03/2023,06/03/2023,06/03/2023\n"))
        .collect::<Vec<_>>()
        .concat();
    office.given(&format!(
        "dossier_code,procedure_name,status,received_at,due_at,ended_at\n\
         F1,=1+1,finished,01/03/2023,06/03/2023,07/03/2023\n\
         F2,+cmd|calc,finished,01/03/2023,06/03/2023,07/03/2023\n\
         @SUM(A1),-2+3,finished,01/03/2023,06/03/2023,08/03/2023\n{others}",
    ));
    let mut book = book(&made(&office, "weekly", "2023", &[ReportFormat::Xlsx]));
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

#[test]
fn a_cell_is_marked_by_the_floor_that_binds_its_agency() {
    let office = Office::of_every_metric();
    let own = "metric_id,kind,agency_code,level,value,valid_from,valid_to,source\n\
        on_time_rate,floor,06283,,40,2023-01-01,,kế hoạch xã\n";
    std::fs::create_dir_all(office.data()).expect("made");
    std::fs::write(office.data().join("targets.csv"), own).expect("written");
    office.given(&ended(&[("xã An Sơn", 5, 5), ("xã Đồng Giáp", 10, 0), ("xã Hòa Bình", 1, 1)]));
    let documents = made(&office, "weekly", "2023-03", &[ReportFormat::Xlsx]);
    let names = book(&documents).sheet_names();
    let sheet = |name: &str| {
        let at = names.iter().position(|it| it == name).expect("the sheet") + 1;
        part(&documents[0].bytes, &format!("xl/worksheets/sheet{at}.xml"))
    };
    let limits = regex::Regex::new(r#"sqref="([A-Z0-9]+)".*?<formula>([0-9.]+)</formula>"#)
        .expect("a pattern");
    let agencies = sheet("Các đơn vị");
    let found: Vec<(&str, &str)> = limits
        .captures_iter(&agencies)
        .map(|found| found.extract::<2>().1)
        .map(|[cell, limit]| (cell, limit))
        .collect();
    // The lowest first; who has too few (1 of 2) is held against nothing.
    assert_eq!(found, [("C4", "0.4"), ("C5", "0.9")]);

    // The metric of the whole is under its floor (16 of 22 of 90 %), and has no cell it is held against.
    let metrics = sheet("Chỉ tiêu");
    let style = |cell: &str| {
        let pattern = format!(r#"<c r="{cell}" s="([0-9]+)""#);
        let found = regex::Regex::new(&pattern).expect("a pattern");
        found.captures(&metrics).expect("the cell")[1].parse::<usize>().expect("a number")
    };
    let styles = part(&documents[0].bytes, "xl/styles.xml");
    let formats = styles.split("<cellXfs").nth(1).expect("formats");
    let formats: Vec<&str> = formats.split("<xf ").skip(1).collect();
    let fill = |cell: &str| {
        let number = formats[style(cell)].split("fillId=\"").nth(1).expect("a fill");
        number.split('"').next().expect("a number").to_owned()
    };
    assert_ne!(fill("C4"), "0", "on time, 16 of 22");
    assert_eq!(fill("C5"), "0", "a count");
    assert_eq!(
        (book(&documents).worksheet_range("Chỉ tiêu").expect("read").get((3, 3))),
        Some(&Data::Float(16.0))
    );
}

#[test]
fn who_has_too_few_is_a_number_still_and_hollow_in_the_chart() {
    let office = Office::of_every_metric();
    office.given(&ended(&[("xã An Sơn", 5, 5), ("xã Hòa Bình", 1, 1), ("xã Đồng Giáp", 10, 0)]));
    let documents = made(&office, "weekly", "2023-03", &[ReportFormat::Xlsx]);
    let mut book = book(&documents);
    let agencies = book.worksheet_range("Các đơn vị").expect("the sheet");
    assert_eq!(agencies.get((5, 1)), Some(&Data::String("Ít hồ sơ (dưới 10)".into())));
    assert_eq!(agencies.get((6, 1)), Some(&Data::String("Xã Hòa Bình".into())));
    assert_eq!(agencies.get((6, 2)), Some(&Data::Float(0.5)));
    let styles = part(&documents[0].bytes, "xl/styles.xml");
    assert!(styles.contains("0.00%&quot; (ít hồ sơ)&quot;"), "{styles}");
    // Four lines are drawn, the heading among them; the last one, of too few, is not filled.
    let chart = part(&documents[0].bytes, "xl/charts/chart1.xml");
    assert!(chart.contains("$C$4:$C$7"), "{chart}");
    let (_, point) = chart.split_once("<c:idx val=\"3\"/>").expect("a point of its own");
    assert!(point.split("</c:dPt>").next().is_some_and(|own| own.contains("<a:noFill/>")));
    assert_eq!(chart.matches("<c:dPt>").count(), 1);
}

#[test]
fn no_row_is_higher_than_a_workbook_can_be() {
    let office = Office::of_every_metric();
    let name = "Thủ tục ".repeat(1000);
    office.given(&format!(
        "procedure_name,status,received_at,due_at,ended_at\n{name},finished,01/03/2023,06/03/2023,07/03/2023\n"
    ));
    let documents = made(&office, "weekly", "2023-03", &[ReportFormat::Xlsx]);
    let height = regex::Regex::new(r#" ht="([0-9.]+)""#).expect("a pattern");
    let mut highest = 0.0_f64;
    for at in 1..=book(&documents).sheet_names().len() {
        let sheet = part(&documents[0].bytes, &format!("xl/worksheets/sheet{at}.xml"));
        for found in height.captures_iter(&sheet) {
            highest = highest.max(found[1].parse().expect("a number"));
        }
    }
    assert!((400.0..=409.0).contains(&highest), "{highest}");
}
