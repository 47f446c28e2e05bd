//! A table whose headings are printed again on every page.

use super::{
    super::document::{ReportCell, ReportTable, TableHead, TableLine},
    text::{escape_xml, run_xml, with_properties},
};

/// More columns than this are set smaller.
const MANY: usize = 5;

/// `keep` is said of the last line: that it stays with what follows.
pub fn table_xml(table: &ReportTable, width: u32, keep: &str) -> String {
    let whole: u32 = table.widths.iter().map(|share| u32::from(*share)).sum::<u32>().max(1);
    let widths: Vec<u32> =
        table.widths.iter().map(|share| width * u32::from(*share) / whole).collect();
    let style = if table.columns() > MANY { "TableSmall" } else { "TableText" };
    let grid: Vec<String> =
        widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let grid = grid.concat();
    let heads: String =
        (0..table.heads.len()).map(|row| head_row(&table.heads, row, &widths, style)).collect();
    let last = table.lines.len().saturating_sub(1);
    let lines = table.lines.iter().enumerate().map(|(at, line)| {
        // A heading stays with the line behind it.
        let keep = if line.is_heading { "<w:keepNext/>" } else { keep };
        body_row(line, &widths, style, if at == last || line.is_heading { keep } else { "" })
    });
    let lines: String = lines.collect();
    format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblCaption w:val=\"{caption}\"/><w:tblDescription w:val=\"{caption}\"/></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>{heads}{lines}</w:tbl>",
        caption = escape_xml(&table.caption.text),
    )
}

/// A row of headings: its own, and those that reach down into it from above.
fn head_row(heads: &[Vec<TableHead>], row: usize, widths: &[u32], style: &str) -> String {
    let mut cells: Vec<(&TableHead, &str)> = heads[row]
        .iter()
        .map(|head| (head, if head.rows > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" }))
        .collect();
    for (above, all) in heads.iter().enumerate().take(row) {
        let reaching = all.iter().filter(|head| above + head.rows > row);
        cells.extend(reaching.map(|head| (head, "<w:vMerge/>")));
    }
    cells.sort_by_key(|(head, _)| head.column);
    let cells: Vec<String> = cells
        .into_iter()
        .map(|(head, merge)| {
            let width: u32 = widths.iter().skip(head.column).take(head.columns).sum();
            let span = if head.columns > 1 {
                format!("<w:gridSpan w:val=\"{}\"/>", head.columns)
            } else {
                String::new()
            };
            let text = if merge == "<w:vMerge/>" { "" } else { head.text.as_str() };
            let text = with_properties(style, "<w:keepNext/><w:jc w:val=\"center\"/>", &run_xml(text, "<w:b/><w:bCs/>"));
            format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{merge}<w:vAlign w:val=\"center\"/></w:tcPr>{text}</w:tc>"
            )
        })
        .collect();
    format!("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{}</w:tr>", cells.concat())
}

fn body_row(line: &TableLine, widths: &[u32], style: &str, keep: &str) -> String {
    let cells: Vec<String> = line
        .cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| {
            // Marked in three ways, so that neither a printer nor an eye without colours loses it.
            let shade = if cell.is_bad() {
                "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E7E6E6\"/>"
            } else {
                ""
            };
            let marks = if line.is_strong || cell.is_bad() { "<w:b/><w:bCs/>" } else { "" };
            let text = with_properties(
                style,
                &format!("{keep}<w:jc w:val=\"{}\"/>", cell_alignment(cell)),
                &run_xml(&cell.shown(), marks),
            );
            format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}</w:tcPr>{text}</w:tc>"
            )
        })
        .collect();
    format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>", cells.concat())
}

fn cell_alignment(cell: &ReportCell) -> &'static str {
    if cell.is_number() { "right" } else { "left" }
}
