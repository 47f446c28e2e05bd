//! One table on a sheet: typed cells, headings that stay in sight, a filter, a chart of its own.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLine, ChartPoint, ChartType, Color, ConditionalFormatCell,
    ConditionalFormatCellRule, ExcelDateTime, Worksheet, XlsxError,
};

use super::{
    super::document::{CellValue, ReportCell, ReportTable, to_float},
    styles::SheetStyles,
};

const MINUTES_OF_DAY: f64 = 1440.0;

/// The caption and an empty row stand above the headings.
const ABOVE: u32 = 2;
/// Of one line of text, in points.
const LINE: f64 = 16.5;
/// No row is higher, in points.
const HIGHEST: f64 = 409.0;

/// Writes one table to a sheet: caption, headings, typed cells, a filter and, if asked for, a
/// chart.
pub fn write_table_sheet(
    sheet: &mut Worksheet,
    table: &ReportTable,
    provenance: &str,
    styles: &SheetStyles,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, &table.caption.text, &styles.title)?;
    for (at, width) in table.widths.iter().enumerate() {
        let width = f64::from((*width).clamp(7, 60)).max(note_width(table, at));
        sheet.set_column_width(column_index(at), width)?;
    }
    set_page(sheet);
    write_headings(sheet, table, styles)?;
    let first = ABOVE + row_index(table.heads.len());
    for (at, line) in (first..).zip(&table.lines) {
        for (column, cell) in (0..).zip(&line.cells) {
            write_cell(sheet, (at, column), cell, line.is_strong, styles)?;
        }
        let texts = line.cells.iter().zip(&table.widths);
        let lines = texts.map(|(cell, width)| lines_of(&cell.text, *width)).max().unwrap_or(1);
        sheet.set_row_height(at, row_height(lines))?;
    }
    let end = first + row_index(table.lines.len());
    // What is put in order or filtered are the lines before the first total or heading; what is drawn, those before the total.
    let body = table.lines.iter().take_while(|line| !line.is_strong).count();
    let drawn_lines =
        table.lines.iter().take_while(|line| !line.is_strong || line.is_heading).count();
    let last_column = column_index(table.columns().saturating_sub(1));
    sheet.set_freeze_panes(first, 0)?;
    sheet.set_repeat_rows(ABOVE, first - 1)?;
    if body > 0 {
        let last = first + row_index(body) - 1;
        sheet.autofilter(first - 1, 0, last, last_column)?;
    }
    for (at, line) in (first..).zip(&table.lines).take(drawn_lines) {
        add_limit_formats(sheet, at, &line.cells, styles)?;
    }
    if let Some(drawn) = table.drawn.filter(|_| drawn_lines > 0) {
        let rows = (first, first + row_index(drawn_lines) - 1);
        let chart = make_chart(table, rows, drawn, &sheet.name());
        sheet.insert_chart(first, last_column + 2, &chart)?;
    }
    sheet.write_string_with_format(end + 1, 0, provenance, &styles.small)?;
    Ok(())
}

/// What a cell is held against is marked by the number that stands there, also when somebody writes another one in.
fn add_limit_formats(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[ReportCell],
    styles: &SheetStyles,
) -> Result<(), XlsxError> {
    // An empty cell counts as nought there, and is not under anything.
    for (column, cell) in (0..).zip(cells).filter(|(_, cell)| cell.value != CellValue::Text) {
        if let Some(limit) = cell.limit {
            let rule = if limit.is_ceiling {
                ConditionalFormatCellRule::GreaterThan(limit.value)
            } else {
                ConditionalFormatCellRule::LessThan(limit.value)
            };
            let beyond = ConditionalFormatCell::new().set_rule(rule).set_format(&styles.bad);
            sheet.add_conditional_format(row, column, row, column, &beyond)?;
        }
    }
    Ok(())
}

/// How wide a column must be for the numbers in it that something is noted of: those do not go on in a second line.
fn note_width(table: &ReportTable, at: usize) -> f64 {
    let cells = table.lines.iter().filter_map(|line| line.cells.get(at));
    let shown = cells.filter(|cell| cell.note.is_some()).map(|cell| cell.shown().chars().count());
    shown.max().map_or(0.0, |letters| f64::from(u16::try_from(letters + 2).unwrap_or(60)))
}

/// Returns the height of a row of so many lines, in points, at most 409.
pub fn row_height(lines: u32) -> f64 {
    (LINE * f64::from(lines)).min(HIGHEST)
}

/// Printed on its side, as wide as one page.
pub fn set_page(sheet: &mut Worksheet) {
    const A4: u8 = 9;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
}

/// How many lines a text takes in a column so wide: no program that opens it measures that for us.
pub fn lines_of(text: &str, width: u16) -> u32 {
    let letters = text.chars().count().max(1);
    // A bold or capital letter is wider than a digit, by which widths are told.
    u32::try_from((letters + 1).div_ceil(usize::from(width.clamp(7, 60)))).unwrap_or(1)
}

fn write_headings(
    sheet: &mut Worksheet,
    table: &ReportTable,
    styles: &SheetStyles,
) -> Result<(), XlsxError> {
    for (at, heads) in (ABOVE..).zip(&table.heads) {
        let single = heads.iter().filter(|head| head.rows == 1);
        let lines = single.map(|head| {
            let width: u16 = table.widths.iter().skip(head.column).take(head.columns).sum();
            lines_of(&head.text, width)
        });
        sheet.set_row_height(at, row_height(lines.max().unwrap_or(1)))?;
        for head in heads {
            let left = column_index(head.column);
            let (bottom, right) =
                (at + row_index(head.rows) - 1, left + column_index(head.columns) - 1);
            if (bottom, right) == (at, left) {
                sheet.write_string_with_format(at, left, &head.text, &styles.head)?;
            } else {
                sheet.merge_range(at, left, bottom, right, &head.text, &styles.head)?;
            }
        }
    }
    Ok(())
}

/// A text is never a formula, whatever it begins with.
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &ReportCell,
    is_strong: bool,
    styles: &SheetStyles,
) -> Result<(), XlsxError> {
    let format = styles.cell_format(cell, is_strong);
    match cell.value {
        CellValue::Text if cell.text == "–" => sheet.write_blank(row, column, &format)?,
        CellValue::Text => sheet.write_string_with_format(row, column, &cell.text, &format)?,
        CellValue::Whole(number) => {
            sheet.write_number_with_format(row, column, to_float(number), &format)?
        }
        CellValue::Share(numerator, denominator) => sheet.write_number_with_format(
            row,
            column,
            to_float(numerator) / to_float(denominator),
            &format,
        )?,
        CellValue::Decimal(number) => {
            sheet.write_number_with_format(row, column, number.to_f64(), &format)?
        }
        // A workbook counts time in days.
        CellValue::Minutes(minutes) => sheet.write_number_with_format(
            row,
            column,
            to_float(minutes) / MINUTES_OF_DAY,
            &format,
        )?,
        CellValue::Day(day) => {
            let year = u16::try_from(day.year()).unwrap_or(1900);
            let day = ExcelDateTime::from_ymd(
                year,
                day.month().unsigned_abs(),
                day.day().unsigned_abs(),
            )?;
            sheet.write_datetime_with_format(row, column, &day, &format)?
        }
    };
    Ok(())
}

/// Bars of one column, named by the one before the numbers begin.
fn make_chart(table: &ReportTable, (first, last): (u32, u32), drawn: usize, sheet: &str) -> Chart {
    let mut chart = Chart::new(ChartType::Bar);
    let (name, value) = (1, column_index(drawn));
    let head = table.heads[0].iter().find(|head| head.column == drawn);
    // What is noted of a number (that there are too few) leaves its bar hollow.
    let points: Vec<ChartPoint> = (table.lines.iter().take((last - first + 1) as usize))
        .map(|line| match line.cells[drawn].note {
            Some(_) => ChartPoint::new().set_format(
                ChartFormat::new()
                    .set_no_fill()
                    .set_border(ChartLine::new().set_color(Color::RGB(0x005A_6773))),
            ),
            None => ChartPoint::default(),
        })
        .collect();
    let series = chart.add_series();
    if table.lines.iter().any(|line| line.cells[drawn].note.is_some()) {
        series.set_points(&points);
    }
    series
        .set_categories((sheet, first, name, last, name))
        .set_values((sheet, first, value, last, value))
        .set_name(head.map_or("", |head| head.text.as_str()));
    chart.title().set_name(head.map_or("", |head| head.text.as_str()));
    chart.legend().set_hidden();
    chart.x_axis().set_min(0.0);
    if table.lines.iter().any(|line| matches!(line.cells[drawn].value, CellValue::Share(..))) {
        chart.x_axis().set_max(1.0).set_num_format("0%");
    }
    // The first line of the table is the first bar.
    chart.y_axis().set_reverse();
    chart.set_width(720).set_height(160 + 22 * (last - first + 1));
    chart
}

/// Names of sheets: short, none of them twice.
#[derive(Default)]
pub struct SheetNames(BTreeSet<String>);

impl SheetNames {
    /// Makes a sheet name of at most 31 letters that no other sheet of the workbook has.
    pub fn new_name(&mut self, wanted: &str) -> String {
        let clean: String =
            wanted.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).collect();
        let cut = |room: usize| clean.chars().take(room).collect::<String>().trim().to_owned();
        let numbered = (2..).map(|number| {
            let end = format!(" ({number})");
            cut(31 - end.len()) + &end
        });
        let free = [cut(31)]
            .into_iter()
            .chain(numbered)
            .find(|name| !name.is_empty() && self.0.insert(name.to_lowercase()));
        free.unwrap_or_default()
    }
}

fn row_index(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX / 2)
}

fn column_index(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX / 2)
}
