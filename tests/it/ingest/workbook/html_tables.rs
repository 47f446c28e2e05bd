//! Pages named `.xls`: what is shown is read, where it stands.

use rstest::rstest;

use crate::support::{
    fed::refused,
    intake::Intake,
    written::{HEADING, ROW, rows},
};

const CELLS: [&str; 5] = ["A1", "06283", "04/12/2023 08:15", "07/12/2023 16:30", "Đang giải quyết"];

fn table(cells: &[&str]) -> String {
    let row = |tag: &str, cells: &[&str]| {
        let cell = |text: &&str| format!("<{tag}>{text}</{tag}>");
        format!("<tr>{}</tr>\n", cells.iter().map(cell).collect::<String>())
    };
    format!("<table border=\"1\">{}{}</table>", row("th", &HEADING), row("td", cells))
}

fn with_code(code: &str) -> String {
    table(&[code, CELLS[1], CELLS[2], CELLS[3], CELLS[4]])
}

#[rstest]
#[case::in_a_layout_table(format!("<html><table><tr><td><b>DANH SÁCH</b></td></tr><tr><td>{}</td></tr></table>", table(&CELLS)))]
#[case::two_deep(format!("<table><tr><td><table><tr><td>x</td></tr></table><table><tr><td>{}</table></table>", table(&CELLS)))]
#[case::behind_a_warning(format!("<br />\n<b>Warning</b>: x in <b>/var/www/a.php</b><br />\n{}", table(&CELLS)))]
#[case::behind_a_plain_warning(format!("Warning: Undefined variable $x in /var/www/a.php on line 12\n{}", table(&CELLS)))]
#[case::with_a_key_to_sort_by(with_code("<span style=\"DISPLAY : none\">20231204</span>A1"))]
#[case::with_a_hidden_class(format!("<style>td {{}} .k, .z {{ display:none }}</style>{}", with_code("<div class=\"b k\">1<div>2</div></div>A1")))]
#[case::with_a_script(with_code("<script>if (a<b) {{ document.write('<td>x</td>') }}</script>A1"))]
#[case::with_a_comment(with_code("<!-- <td>x</td> -->A1"))]
#[case::with_entities(with_code("&nbsp;&#65;1&#8203;").replace("&#8203;", ""))]
#[case::with_a_hidden_cell(with_code("x").replace("<td>x</td>", "<td style='display:none'>k</td><td>A1</td>"))]
#[case::with_a_hidden_column(with_code("x").replace("<td>x</td>", "<td hidden>1</td><td>A1</td>").replace("<th>Mã", "<th hidden>STT</th><th>Mã"))]
#[case::that_nobody_ended(format!("<table><tr><td>A<table>{}", table(&CELLS).replace("</td>", "").replace("</tr>", "")))]
#[case::without_a_table_around(format!("<html>{}", table(&CELLS).replace("<table border=\"1\">", "").replace("</table>", "")))]
#[case::in_a_cell_that_is_a_table(with_code("<table><tr><td>A1</td></tr></table>"))]
fn a_page_is_read_as_it_is_shown(#[case] page: String) {
    let intake = Intake::text("ho-so-2023-12-31.xls", &page);
    assert_eq!((rows(&intake), intake.rejected()), (vec![ROW.to_owned()], vec![]), "{page}");
    // Windows writes it in UTF-16 too.
    let wide: Vec<u8> =
        format!("\u{FEFF}{page}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rows(&Intake::text("ho-so-2023-12-31.xls", wide)), [ROW]);
}

#[test]
fn hidden_rows_are_data_and_counted() {
    let page = table(&CELLS).replace("<tr><td>", "<tr height=0 style='display:none'><td>");
    let intake = Intake::text("ho-so-2023-12-31.xls", page);
    assert_eq!((rows(&intake), intake.source.hidden_rows), (vec![ROW.to_owned()], 1));
}

#[rstest]
#[case::in_a_cell("Đang giải")]
#[case::in_the_tag_at_its_end("Đang giải quyết</t")]
#[case::between_two_cells("16:30</td>")]
fn a_page_that_is_cut_is_not_taken_with_fewer_rows(#[case] last: &str) {
    let page = table(&CELLS);
    let end = page.find(last).expect("in it") + last.len();
    refused("ho-so-2023-12-31.xls", &page.as_bytes()[..end], "cắt cụt");
}

#[test]
fn a_cell_reaches_over_as_many_rows_as_it_says() {
    let row = |number: u64| {
        let agency = if number == 1 { "<td rowspan=1500>06283</td>" } else { "" };
        format!(
            "<tr><td>A{number}</td>{agency}<td>{}</td><td>{}</td><td>{}</td></tr>",
            CELLS[2], CELLS[3], CELLS[4]
        )
    };
    let page = table(&CELLS);
    let heading = &page[..page.find("<tr><td>").expect("a row")];
    let rows: String = (1..=1500).map(row).collect();
    let intake = Intake::text("ho-so-2023-12-31.xls", format!("{heading}{rows}</table>"));
    assert_eq!(intake.counts(), (1500, 0, 0));
}

/// A cell of `rowspan="0"` reaches to the end of its row group.
#[test]
fn a_cell_that_reaches_to_the_end_of_its_group_is_of_every_row() {
    let heading = format!("<th>{}</th>", HEADING.join("</th><th>"));
    let row = |code: &str, agency: &str| {
        format!(
            "<tr><td>{code}</td>{agency}<td>{}</td><td>{}</td><td>{}</td></tr>",
            CELLS[2], CELLS[3], CELLS[4]
        )
    };
    let (first, own) = ("<td rowspan=\"0\">06283</td>", "<td>06274</td>");
    let page = format!(
        "<table><thead><tr>{heading}</tr></thead><tbody>{}{}</tbody><tbody>{}</tbody></table>",
        row("A1", first),
        row("A2", ""),
        row("A3", own)
    );
    let intake = Intake::text("ho-so-2023-12-31.xls", page);
    assert_eq!(intake.rows("dossier_code,solving_agency"), ["A1,06283", "A2,06283", "A3,06274"]);
}
