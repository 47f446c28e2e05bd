//! From a workbook to a table: which connector, which sheets, which columns.

use std::path::Path;

use super::{Visit, Workbook, shorten};
use crate::{
    catalog::connector::Connector,
    ingest::{
        Export, IngestError,
        choose::{Found, choose, not_ambiguous},
        decode::Decoded,
        table::{
            header::{Cells, Heading, SEARCHED_ROWS, Searched},
            scratch::Scratch,
        },
    },
};

struct Head {
    sheet: String,
    is_hidden: bool,
    rows: Vec<Cells>,
    searched: Searched,
}

/// The heading on each sheet that has one.
type Headings = Vec<(String, Heading)>;

pub fn decode<'a>(
    export: &Export,
    workbook: &mut dyn Workbook,
    connectors: &[&'a Connector],
    scratch: &Path,
) -> Result<Decoded<'a>, IngestError> {
    let heads = heads(workbook)?;
    let mut found = Vec::<Found<Headings>>::new();
    let mut ambiguous = None;
    for connector in connectors {
        let headings = match headings(export, &heads, connector) {
            Ok(headings) => headings,
            Err(error) => {
                ambiguous.get_or_insert(error);
                continue;
            }
        };
        let columns = headings.iter().map(|(_, heading)| heading.fields.len()).max();
        if let Some(columns) = columns {
            found.push((*connector, columns, headings));
        }
    }
    not_ambiguous(&found, ambiguous)?;
    let rows = heads.iter().filter(|head| !head.is_hidden).flat_map(|head| &head.rows);
    let widest: Vec<String> = (rows.rev().max_by_key(|row| row.iter().flatten().count()))
        .map(|row| row.iter().flatten().cloned().collect())
        .unwrap_or_default();
    let (connector, headings) = choose(export, found, &widest, connectors)?;
    let names = names(connector, &headings);
    let ignored_sheets = ignored_sheets(connector, &heads, &headings);
    let mut written = Scratch::begin(export, scratch)?;
    for (sheet, heading) in &headings {
        copy(export, workbook, sheet, heading, &names, &mut written)?;
    }
    let titles: Vec<&str> = headings.iter().map(|(_, heading)| heading.title.as_str()).collect();
    let title = titles.join("\n");
    let mut ignored: Vec<String> = Vec::new();
    for heading in headings.into_iter().flat_map(|(_, heading)| heading.ignored) {
        if !ignored.contains(&heading) {
            ignored.push(heading);
        }
    }
    Ok(Decoded {
        connector,
        extract: written.extract(names.into_iter())?,
        title,
        ignored_headings: ignored,
        ignored_sheets,
        passed: Vec::new(),
        shortfall: None,
        unreadable: Vec::new(),
        days_from_1904: workbook.days_from_1904(),
    })
}

/// The first rows of every visible sheet.
pub fn searched(workbook: &mut dyn Workbook) -> Result<Vec<Searched>, IngestError> {
    let visible = heads(workbook)?.into_iter().filter(|head| !head.is_hidden);
    Ok(visible.map(|head| head.searched).collect())
}

/// The first rows of every sheet.
fn heads(workbook: &mut dyn Workbook) -> Result<Vec<Head>, IngestError> {
    let mut heads = Vec::new();
    for sheet in workbook.sheets() {
        let mut rows: Vec<Cells> = Vec::new();
        let visit: Visit = &mut |row, cells| {
            let index = usize::try_from(row).unwrap_or(usize::MAX) - 1;
            if index < SEARCHED_ROWS {
                rows.resize(index, Vec::new());
                rows.push(cells.iter().map(|cell| cell.clone().map(heading)).collect());
            }
            Ok(index < SEARCHED_ROWS)
        };
        workbook.each_row(&sheet.name, visit)?;
        heads.push(Head {
            sheet: sheet.name,
            is_hidden: sheet.is_hidden,
            searched: Searched::new(&rows),
            rows,
        });
    }
    Ok(heads)
}

/// As much of a cell as a heading or a title has.
fn heading(mut text: String) -> String {
    shorten(&mut text, 500);
    text
}

/// Where a connector's columns are. A hidden sheet is read only if the connector names it.
fn headings(
    export: &Export,
    heads: &[Head],
    connector: &Connector,
) -> Result<Headings, IngestError> {
    let mut headings = Vec::new();
    for head in heads.iter().filter(|head| connector.reads_sheet(&head.sheet, head.is_hidden)) {
        let place = format!("`{}`, sheet `{}`", export.shown, head.sheet);
        if let Some(heading) = head.searched.find(connector, &place)? {
            headings.push((head.sheet.clone(), heading));
        }
    }
    Ok(headings)
}

/// A sheet that could be data is not passed over without a word; one of a line or two is a note.
fn ignored_sheets(connector: &Connector, heads: &[Head], headings: &Headings) -> Vec<String> {
    let is_read = |head: &Head| headings.iter().any(|(sheet, _)| *sheet == head.sheet);
    let rows =
        |head: &Head| head.rows.iter().filter(|row| row.iter().flatten().count() > 1).count();
    let could_be =
        |head: &&Head| connector.reads_sheet(&head.sheet, head.is_hidden) && rows(head) > 1;
    let ignored = heads.iter().filter(could_be).filter(|head| !is_read(head));
    ignored.map(|head| head.sheet.clone()).collect()
}

/// The columns that any of the sheets has, in the connector's order.
fn names(connector: &Connector, headings: &Headings) -> Vec<String> {
    let fields = || headings.iter().flat_map(|(_, heading)| &heading.fields);
    (connector.columns.iter())
        .filter(|column| fields().any(|field| field.name == column.heading))
        .map(|column| column.heading.clone())
        .collect()
}

fn copy(
    export: &Export,
    workbook: &mut dyn Workbook,
    sheet: &str,
    heading: &Heading,
    names: &[String],
    written: &mut Scratch,
) -> Result<(), IngestError> {
    let at = |name: &String| {
        let field = heading.fields.iter().find(|field| field.name == *name)?;
        Some(field.position)
    };
    let positions: Vec<Option<usize>> = names.iter().map(at).collect();
    workbook.each_row(sheet, &mut |row, cells| {
        if usize::try_from(row).is_ok_and(|row| row > heading.data_from) {
            let kept = positions.iter().map(|at| cells.get((*at)?)?.as_deref());
            let done = written.row(sheet, row, kept);
            done.map_err(|error| Scratch::refused(export, &error))?;
        }
        Ok(true)
    })
}
