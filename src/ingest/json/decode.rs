//! From the records of a JSON document to the named columns. Only the named values leave a record.

use std::path::Path;

use super::{
    cell::{ColumnPicker, JsonCell},
    choice::{RecordChoice, choose_records, has_column},
    key::escape_pointer,
    node::JsonNode,
    records::{RecordStop, each_record},
    remainder::find_shortfall,
    source::{record_error, survey_export},
    survey::RecordPlace,
};
use crate::{
    catalog::connector::Connector,
    domain::source::{SourceShortfall, UnreadableRow},
    ingest::{Export, IngestError, decoded::DecodedExport, table::temp_rows::TempRows},
};

/// Decodes a JSON export with the connector that fits its records best; fails when none fits
/// or the document is not whole.
pub fn decode_json<'a>(
    export: &Export,
    connectors: &[&'a Connector],
    scratch: &Path,
) -> Result<DecodedExport<'a>, IngestError> {
    let (export, survey) = survey_export(export)?;
    let choice = choose_records(&export, &survey, connectors)?;
    let connector = choice.connector;
    let mut table = RecordTable {
        connector,
        written: TempRows::begin_file(&export, scratch)?,
        unreadable: Vec::new(),
        inner: Vec::new(),
    };
    let mut held = 0;
    for (place, sheet) in choice.places.iter().zip(sheet_names(&choice)) {
        let pickers = table.make_pickers(&place.names);
        let read = each_record(export.open_bytes()?, &place.pointer, &mut |number, record| {
            held += 1;
            table.take_record(&sheet, number, record, &pickers)?;
            if place.is_list { table.take_inner(&place.pointer, record) } else { Ok(()) }
        });
        read.map_err(|stop| record_error(&export, stop))?;
    }
    let counts: Vec<_> = (survey.counts.iter())
        .filter(|count| !choice.places.iter().any(|place| place.pointer == count.under))
        .cloned()
        .collect();
    let page = find_shortfall(&counts, survey.documents, held);
    let is_alone = held == 1 && choice.places.iter().all(|place| !place.is_list);
    let names = connector.columns.iter().map(|column| column.heading.clone());
    Ok(DecodedExport {
        connector,
        extract: table.written.finish_extract(names)?,
        title: String::new(),
        ignored_headings: choice.ignored_names(&survey),
        unreadable: table.unreadable,
        ignored_sheets: Vec::new(),
        lines: Vec::new(),
        heading: None,
        passed: choice.passed_lists(&survey),
        shortfall: if is_alone { Some(SourceShortfall::Alone) } else { page },
        days_from_1904: false,
        full_sheets: Vec::new(),
        hidden_rows: 0,
        columns_beyond: 0,
    })
}

/// Where records are in an answer nobody has described yet, and their keys.
pub fn record_keys(export: &Export) -> Result<(String, Vec<String>), IngestError> {
    let (_, survey) = survey_export(export)?;
    let of_most =
        |place: &&RecordPlace| (place.is_list && !place.pointer.contains('*'), place.names.len());
    let best = survey.places.iter().rev().max_by_key(of_most);
    Ok(best.map(|place| (place.pointer.clone(), place.names.clone())).unwrap_or_default())
}

/// The first place needs no name; rows of the others say where they stand.
fn sheet_names(choice: &RecordChoice) -> Vec<String> {
    let others = choice.places.iter().skip(1).map(|place| place.pointer.clone());
    std::iter::once(String::new()).chain(others).collect()
}

/// The rows being written.
struct RecordTable<'a> {
    connector: &'a Connector,
    written: TempRows,
    unreadable: Vec<UnreadableRow>,
    /// Per list inside of records: its pointer, and how many records it had so far.
    inner: Vec<(String, u64)>,
}

impl<'a> RecordTable<'a> {
    fn make_pickers(&self, names: &[String]) -> Vec<ColumnPicker<'a>> {
        self.connector.columns.iter().map(|column| ColumnPicker::new(column, names)).collect()
    }

    fn take_record(
        &mut self,
        sheet: &str,
        number: u64,
        record: &JsonNode,
        pickers: &[ColumnPicker],
    ) -> Result<(), RecordStop> {
        let in_sheet = (!sheet.is_empty()).then(|| sheet.to_owned());
        let unreadable = |reason: &str| UnreadableRow {
            sheet: in_sheet.clone(),
            ..UnreadableRow::from_reason(number, reason)
        };
        if !record.is_object() {
            self.unreadable.push(unreadable("json_no_record"));
            return Ok(());
        }
        let cells: Vec<JsonCell> = pickers.iter().map(|picker| picker.pick_cell(record)).collect();
        let before = self.unreadable.len();
        for (cell, column) in cells.iter().zip(&self.connector.columns) {
            if let JsonCell::Unreadable(trouble) = cell {
                self.unreadable.push(UnreadableRow {
                    column: Some(column.heading.clone()),
                    hint: trouble.hint.clone(),
                    ..unreadable(trouble.reason)
                });
            }
        }
        if self.unreadable.len() > before {
            return Ok(());
        }
        if cells.iter().all(|cell| *cell == JsonCell::Empty) {
            self.unreadable.push(unreadable("empty_record"));
        }
        let texts = cells.iter().map(|cell| match cell {
            JsonCell::Text(text) => Some(text.as_str()),
            _ => None,
        });
        Ok(self.written.write_row(sheet, number, texts)?)
    }

    /// Takes what stands inside of a record and is a record of the same kind: the units below a unit.
    fn take_inner(&mut self, pointer: &str, record: &JsonNode) -> Result<(), RecordStop> {
        let JsonNode::Object(members) = record else {
            return Ok(());
        };
        for (name, node) in members {
            let items = match node {
                JsonNode::List(items) => items.as_slice(),
                JsonNode::Object(_) => std::slice::from_ref(node),
                _ => continue,
            };
            let sheet = format!("{pointer}/*/{}", escape_pointer(name));
            for item in items {
                let JsonNode::Object(inner) = item else { continue };
                let names: Vec<String> = inner.iter().map(|(name, _)| name.clone()).collect();
                let mut required = self.connector.columns.iter().filter(|column| column.required);
                if required.all(|column| has_column(&names, column)) {
                    let number = self.count_inner(&sheet);
                    self.take_record(&sheet, number, item, &self.make_pickers(&names))?;
                    self.take_inner(&sheet, item)?;
                }
            }
        }
        Ok(())
    }

    fn count_inner(&mut self, sheet: &str) -> u64 {
        if let Some((_, count)) = self.inner.iter_mut().find(|(known, _)| known == sheet) {
            *count += 1;
            return *count;
        }
        self.inner.push((sheet.to_owned(), 1));
        1
    }
}
