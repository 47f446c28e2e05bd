//! Writes invented dossiers as the exports of real systems look.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};
use serde_json::{Map, Value};

use crate::disk::pin_zip_origin;

use super::{
    cells::SampleRow,
    plan::{SampleExport, SamplePlan},
};

/// Writes rows as one export to `path`; fails on a format other than csv, json or xlsx.
pub fn write_export(
    plan: &SamplePlan,
    export: &SampleExport,
    path: &Path,
    rows: impl Iterator<Item = SampleRow>,
) -> Result<(), String> {
    match export.format.as_str() {
        "xlsx" => write_xlsx(export, path, rows).map_err(|error| error.to_string()),
        "csv" => write_csv(export, path, rows).map_err(|error| error.to_string()),
        "json" => write_json(export, path, rows).map_err(|error| error.to_string()),
        other => Err(format!(
            "the sample `{}` asks for the format `{other}`; known: csv, json, xlsx",
            plan.id
        )),
    }
}

/// As Excel saves "CSV UTF-8" under a Vietnamese locale: a byte order mark and semicolons.
fn write_csv(
    export: &SampleExport,
    path: &Path,
    rows: impl Iterator<Item = SampleRow>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(b"\xEF\xBB\xBF")?;
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(file);
    writer.write_record(export.columns.iter().map(|column| &column.heading))?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| cell.as_deref().unwrap_or_default()))?;
    }
    Ok(writer.flush()?)
}

/// As the systems print a register: title rows, a two-row heading with merged groups, every cell a text.
fn write_xlsx(
    export: &SampleExport,
    path: &Path,
    rows: impl Iterator<Item = SampleRow>,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(&export.sheet)?;
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Center);
    let mut top = 0;
    for title in &export.titles {
        sheet.write_with_format(top, 0, title, &bold)?;
        top += 1;
    }
    top += 1;
    let mut column = 0;
    while column < export.columns.len() {
        let group = &export.columns[column].group;
        let width = export.columns[column..]
            .iter()
            .take_while(|other| !group.is_empty() && other.group == *group)
            .count();
        let (at, end) = (to_u16(column), to_u16(column + width.max(1) - 1));
        match width {
            0 => {
                sheet.merge_range(top, at, top + 1, at, &export.columns[column].heading, &bold)?;
            }
            _ => {
                sheet.merge_range(top, at, top, end, group, &bold)?;
            }
        }
        column += width.max(1);
    }
    for (column, spec) in
        export.columns.iter().enumerate().filter(|(_, spec)| !spec.group.is_empty())
    {
        sheet.write_with_format(top + 1, to_u16(column), &spec.heading, &bold)?;
    }
    for (row, cells) in (top + 2..).zip(rows) {
        for (column, cell) in cells.iter().enumerate() {
            if let Some(cell) = cell {
                sheet.write(row, to_u16(column), cell)?;
            }
        }
    }
    // The same samples are the same bytes, whenever and wherever they are written.
    let made_on = ExcelDateTime::from_ymd(2024, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made_on));
    std::fs::write(path, pin_zip_origin(workbook.save_to_buffer()?))?;
    Ok(())
}

/// As the national portal's sync message: an array of objects, fee lines and supplements nested; or under a key, and how many there are.
fn write_json(
    export: &SampleExport,
    path: &Path,
    rows: impl Iterator<Item = SampleRow>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut file = BufWriter::new(File::create(path)?);
    let records = &export.records;
    let is_named = !records.is_empty();
    let open = if is_named { format!("{{\"{records}\": [\n") } else { "[\n".to_owned() };
    file.write_all(open.as_bytes())?;
    let mut count = 0;
    for (index, row) in rows.enumerate() {
        let mut record = Value::Object(Map::new());
        for (column, cell) in export.columns.iter().zip(row) {
            if let Some(cell) = cell {
                set_nested(&mut record, &column.heading, Value::String(cell));
            }
        }
        file.write_all(if index == 0 { b"" } else { b",\n" })?;
        serde_json::to_writer(&mut file, &record)?;
        count = index + 1;
    }
    let close =
        if is_named { format!("\n], \"totalElements\": {count}}}\n") } else { "\n]\n".into() };
    Ok(file.write_all(close.as_bytes())?)
}

/// Sets the value at `Key/0/Key`, making what is missing on the way.
fn set_nested(record: &mut Value, place: &str, value: Value) {
    let Some((first, rest)) = place.split_once('/') else {
        record[place] = value;
        return;
    };
    let rest = match rest.strip_prefix("0/") {
        Some(inner) => {
            if record.get(first).is_none() {
                record[first] = Value::Array(vec![Value::Object(Map::new())]);
            }
            return set_nested(&mut record[first][0], inner, value);
        }
        None => rest,
    };
    if record.get(first).is_none() {
        record[first] = Value::Object(Map::new());
    }
    set_nested(&mut record[first], rest, value);
}

fn to_u16(column: usize) -> u16 {
    u16::try_from(column).expect("an export has tens of columns")
}
