//! XLSX, cell by cell: no dense range is ever built, so a cell far out costs nothing.

use std::{fs::File, io::BufReader, path::Path};

use calamine::{Cell, DataRef, Reader, SheetVisible, Xlsx, open_workbook};

use super::{
    IngestError,
    decode::{Decoded, choose},
    header::{self, Cells, Heading, SEARCHED_ROWS},
    scratch::Scratch,
};
use crate::catalog::connector::Connector;

/// Exports have tens of columns. What stands further out is not part of the table.
const WIDEST: usize = 256;
/// The rows and columns a sheet of this format can have at all.
const LAST_ROW: u64 = 1_048_576;

type Workbook = Xlsx<BufReader<File>>;

/// A connector, the columns it found, and its heading on each sheet that has one.
type Candidate<'a> = (&'a Connector, usize, Vec<(String, Heading)>);

/// Given a row and its cells, says whether to go on.
type Visit<'v> = &'v mut dyn FnMut(u64, &[Option<String>]) -> Result<bool, String>;

struct Sheet {
    name: String,
    head: Vec<Cells>,
}

pub fn decode<'a>(
    path: &Path,
    connectors: &[&'a Connector],
    scratch: &Path,
) -> Result<Decoded<'a>, IngestError> {
    let shown = path.display().to_string();
    let broken = |error: &dyn std::fmt::Display| {
        IngestError::malformed(
            format!("`{shown}`"),
            error,
            "open it in Excel and save it again as .xlsx",
        )
    };
    let mut workbook: Workbook =
        open_workbook(path).map_err(|error: calamine::XlsxError| broken(&error))?;
    let sheets = heads(&mut workbook).map_err(|error| broken(&error))?;
    let (mut found, mut widest) = (Vec::<Candidate>::new(), Vec::new());
    for connector in connectors {
        let mut headings = Vec::new();
        for sheet in &sheets {
            let place = format!("`{shown}`, sheet `{}`", sheet.name);
            if let Some(heading) = header::find(&sheet.head, connector, &place)? {
                headings.push((sheet.name.clone(), heading));
            }
        }
        if let Some(columns) = headings
            .iter()
            .map(|(_, heading)| heading.fields.len())
            .max()
        {
            found.push((*connector, columns, headings));
        }
    }
    if let Some(row) = sheets
        .iter()
        .flat_map(|sheet| &sheet.head)
        .rev()
        .max_by_key(|row| row.iter().flatten().count())
    {
        widest = row.iter().flatten().cloned().collect();
    }
    let (connector, headings) = choose(path, found, &widest, connectors)?;
    let names: Vec<String> = connector
        .columns
        .iter()
        .filter(|column| {
            headings.iter().any(|(_, heading)| {
                heading
                    .fields
                    .iter()
                    .any(|field| field.name == column.heading)
            })
        })
        .map(|column| column.heading.clone())
        .collect();
    let mut written = Scratch::begin(scratch)?;
    for (sheet, heading) in &headings {
        // Where each kept name stands in this sheet.
        let positions: Vec<Option<usize>> = names
            .iter()
            .map(|name| {
                heading
                    .fields
                    .iter()
                    .find(|field| field.name == *name)
                    .map(|field| field.position)
            })
            .collect();
        each_row(&mut workbook, sheet, &mut |row, cells| {
            if usize::try_from(row).is_ok_and(|row| row > heading.data_from) {
                let kept = positions.iter().map(|at| cells.get((*at)?)?.as_deref());
                written
                    .row(sheet, row, kept)
                    .map_err(|error| error.to_string())?;
            }
            Ok(true)
        })
        .map_err(|error| broken(&error))?;
    }
    let title = headings
        .iter()
        .map(|(_, heading)| heading.title.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let mut ignored: Vec<String> = headings
        .into_iter()
        .flat_map(|(_, heading)| heading.ignored)
        .collect();
    ignored.dedup();
    Ok(Decoded {
        connector,
        extract: written.extract(names.into_iter())?,
        title,
        ignored_headings: ignored,
        unreadable: Vec::new(),
    })
}

/// The first rows of every visible sheet.
fn heads(workbook: &mut Workbook) -> Result<Vec<Sheet>, String> {
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut sheets = Vec::new();
    for name in names {
        let mut head: Vec<Cells> = Vec::new();
        each_row(workbook, &name, &mut |row, cells| {
            let index = usize::try_from(row).unwrap_or(usize::MAX) - 1;
            if index < SEARCHED_ROWS {
                head.resize(index, Vec::new());
                head.push(cells.to_vec());
            }
            Ok(index < SEARCHED_ROWS)
        })?;
        sheets.push(Sheet { name, head });
    }
    Ok(sheets)
}

/// Calls `visit` with every row that has a cell, counted from 1, until it says no.
fn each_row(workbook: &mut Workbook, sheet: &str, visit: Visit) -> Result<(), String> {
    let mut reader = workbook
        .worksheet_cells_reader(sheet)
        .map_err(|error| format!("sheet `{sheet}`: {error}"))?;
    let (mut current, mut cells): (u64, Cells) = (0, Vec::new());
    loop {
        let cell = reader
            .next_cell()
            .map_err(|error| format!("sheet `{sheet}`, row {}: {error}", current.max(1)))?;
        let row = cell
            .as_ref()
            .map(|cell| u64::from(cell.get_position().0) + 1);
        if row != Some(current) {
            if current > 0 && !visit(current, &cells)? {
                return Ok(());
            }
            cells.clear();
            match row {
                Some(row) if row <= LAST_ROW => current = row,
                _ => return Ok(()),
            }
        }
        if let Some(cell) = cell {
            keep(&cell, &mut cells);
        }
    }
}

fn keep(cell: &Cell<DataRef>, cells: &mut Cells) {
    let column = cell.get_position().1 as usize;
    if column < WIDEST
        && let Some(text) = text(cell.get_value())
    {
        if cells.len() <= column {
            cells.resize(column + 1, None);
        }
        cells[column] = Some(text);
    }
}

/// A cell as text: days as `yyyy-MM-dd HH:mm:ss`, numbers without a needless point, errors as nothing.
fn text(value: &DataRef) -> Option<String> {
    match value {
        DataRef::SharedString(text) => Some((*text).to_owned()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Some(text.clone())
        }
        DataRef::Int(number) => Some(number.to_string()),
        // A number is no text in which a dot could part thousands: it is written with a decimal comma.
        DataRef::Float(number) => Some(number.to_string().replace('.', ",")),
        DataRef::Bool(yes) => Some(yes.to_string()),
        DataRef::DateTime(day) => {
            let (year, month, date, hour, minute, second, _) = day.to_ymd_hms_milli();
            Some(format!(
                "{year:04}-{month:02}-{date:02} {hour:02}:{minute:02}:{second:02}"
            ))
        }
        _ => None,
    }
}
