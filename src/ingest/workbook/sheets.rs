//! From a workbook to a table: which connector, which sheets, which columns.

use std::path::Path;

use super::{
    cell::truncate_text,
    reader::{RowVisitor, WorkbookReader},
};
use crate::{
    catalog::connector::{Connector, layout::LayoutRules},
    domain::source::SourceShortfall,
    ingest::{
        Export, ExportPlace, IngestError,
        connector_detection::{ConnectorMatch, choose_connector, not_ambiguous},
        decoded::DecodedExport,
        table::{
            HeaderCells, SheetRow, TableReader, TableStart,
            header::{HeadingSearch, NearMatch, SEARCHED_ROWS, TableHeading},
            temp_rows::TempRows,
        },
    },
};

struct SheetHead {
    sheet: String,
    is_hidden: bool,
    rows: Vec<HeaderCells>,
    searched: HeadingSearch,
}

/// The first heading of each sheet that has one, in the order of the sheets.
type SheetHeadings = Vec<Option<TableHeading>>;

/// Decodes the sheets of a workbook with the connector that fits best; fails when none fits.
pub fn decode_tables<'a>(
    export: &Export,
    workbook: &mut dyn WorkbookReader,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &Path,
) -> Result<DecodedExport<'a>, IngestError> {
    let heads = read_heads(workbook)?;
    let mut found = Vec::<ConnectorMatch<SheetHeadings>>::new();
    let mut ambiguous = None;
    for connector in connectors {
        let headings = match find_headings(export, &heads, connector) {
            Ok(headings) => headings,
            Err(error) => {
                ambiguous.get_or_insert(error);
                continue;
            }
        };
        let columns = headings.iter().flatten().map(|heading| heading.fields.len()).max();
        if let Some(columns) = columns {
            found.push((*connector, columns, headings));
        }
    }
    not_ambiguous(&found, ambiguous)?;
    let near = |connector: &Connector| nearest_match(&heads, connector);
    let (connector, headings) = choose_connector(export, found, &near, connectors)?;
    let mut walk =
        TableReader::new(export, connector, layout, TempRows::begin_file(export, scratch)?, false);
    let (mut ignored_sheets, mut full_sheets) = (Vec::new(), Vec::new());
    let (mut hidden_rows, mut columns_beyond, mut shortfall) = (0, 0, None);
    for (at, head) in heads.iter().enumerate() {
        if connector.passes_sheet(&head.sheet) {
            continue;
        }
        read_sheet(workbook, &mut walk, head, &headings, at)?;
        workbook.note_heading(&head.sheet, headings[at].as_ref().map(|heading| heading.data_from));
        let seen = workbook.row_hints(&head.sheet);
        if seen.is_full {
            full_sheets.push(head.sheet.clone());
        }
        if seen.is_unended && walk.data_rows > 0 {
            shortfall = Some(SourceShortfall::Unended);
        }
        columns_beyond = columns_beyond.max(seen.columns_beyond as u64);
        hidden_rows += match walk.data_rows {
            // What is above and beside a table may be hidden, and is no data.
            0 => 0,
            rows if head.is_hidden => rows,
            _ => seen.hidden_rows,
        };
        if headings[at].is_none() && walk.data_rows == 0 && head.could_be_data() {
            ignored_sheets.push(head.sheet.clone());
        }
    }
    let titles = heads.iter().zip(&headings).filter(|(head, _)| !head.is_hidden);
    let titles: Vec<&str> =
        titles.filter_map(|(_, heading)| Some(heading.as_ref()?.title.as_str())).collect();
    let title = titles.join("\n");
    let ignored_headings = std::mem::take(&mut walk.ignored);
    let (extract, beside, unreadable) = walk.finish_extract()?;
    Ok(DecodedExport {
        connector,
        extract,
        title,
        ignored_headings,
        ignored_sheets,
        unreadable,
        passed: beside.passed,
        lines: beside.lines,
        shortfall,
        heading: None,
        days_from_1904: workbook.days_from_1904(),
        full_sheets,
        hidden_rows,
        columns_beyond,
    })
}

/// Reads one sheet: under its own heading, or as the next part of a sheet before it.
fn read_sheet(
    workbook: &mut dyn WorkbookReader,
    walk: &mut TableReader,
    head: &SheetHead,
    headings: &SheetHeadings,
    at: usize,
) -> Result<(), IngestError> {
    let others = headings[..at].iter().rev().chain(&headings[at..]);
    walk.begin_sheet(TableStart {
        sheet: &head.sheet,
        first: headings[at].clone(),
        inherited: others.flatten().next().cloned(),
        under: None,
    });
    workbook.each_row(&head.sheet, &mut |number, cells, carried| {
        walk.push_row(SheetRow { number, cells, carried })?;
        Ok(true)
    })?;
    walk.end_sheet()
}

/// How near a connector comes on the visible sheet on which it finds most.
fn nearest_match(heads: &[SheetHead], connector: &Connector) -> NearMatch {
    let visible = heads.iter().filter(|head| !head.is_hidden);
    let nears = visible.map(|head| head.searched.nearest_match(connector));
    nears.rev().max_by_key(|near| (near.found, near.unknown.len())).unwrap_or_default()
}

/// The first rows of every visible sheet.
pub fn search_visible_sheets(
    workbook: &mut dyn WorkbookReader,
) -> Result<Vec<HeadingSearch>, IngestError> {
    let visible = read_heads(workbook)?.into_iter().filter(|head| !head.is_hidden);
    Ok(visible.map(|head| head.searched).collect())
}

/// The first rows of every sheet.
fn read_heads(workbook: &mut dyn WorkbookReader) -> Result<Vec<SheetHead>, IngestError> {
    let mut heads = Vec::new();
    for sheet in workbook.list_sheets() {
        let mut rows: Vec<HeaderCells> = Vec::new();
        let visit: RowVisitor = &mut |row, cells, _| {
            let index = usize::try_from(row).unwrap_or(usize::MAX) - 1;
            if index < SEARCHED_ROWS {
                rows.resize(index, Vec::new());
                rows.push(cells.iter().map(|cell| cell.clone().map(shorten_heading)).collect());
            }
            Ok(index < SEARCHED_ROWS)
        };
        workbook.each_row(&sheet.name, visit)?;
        heads.push(SheetHead {
            sheet: sheet.name,
            is_hidden: sheet.is_hidden,
            searched: HeadingSearch::new(&rows),
            rows,
        });
    }
    Ok(heads)
}

/// As much of a cell as a heading or a title has.
fn shorten_heading(mut text: String) -> String {
    truncate_text(&mut text, 500);
    text
}

impl SheetHead {
    /// Whether a sheet is more than a note of a line or two.
    fn could_be_data(&self) -> bool {
        self.rows.iter().filter(|row| row.iter().flatten().count() > 1).count() > 1
    }
}

/// Where a connector's columns are, on hidden sheets too.
fn find_headings(
    export: &Export,
    heads: &[SheetHead],
    connector: &Connector,
) -> Result<SheetHeadings, IngestError> {
    let heading = |head: &SheetHead| {
        let (file, sheet) = (export.shown.clone(), head.sheet.clone());
        let place = ExportPlace::Sheet { file, sheet }.to_string();
        if connector.passes_sheet(&head.sheet) {
            return Ok(None);
        }
        match head.searched.find_heading(connector, &place) {
            Err(_) if head.is_hidden => Ok(None),
            found => found,
        }
    };
    heads.iter().map(heading).collect()
}
