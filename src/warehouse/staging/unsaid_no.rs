//! Columns of yes and no in which no is never written: what their blank cells mean is told by what stands in the others. Where that is one
//! mark alone, a blank cell is a no; where it is words, nobody knows.

use std::collections::{BTreeSet, HashMap};

use duckdb::Connection;

use super::{
    super::{
        WarehouseError,
        engine::{quote_ident, quote_literal},
        judge::ColumnDoubt,
        writing::ColumnWriting,
    },
    column::{column_names::UNREADABLE, typed_column::TypedColumn, typed_rows::TABLE},
    staging_run::StagingRun,
};
use crate::{catalog::content::vocabulary::YesMark, domain::name::text_key};

/// A column of an export whose blank cells are read as no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankColumn {
    pub column: String,
    /// The one mark that is written in it.
    pub mark: String,
    pub rows: u64,
}

/// A column in which yes is written and no is not.
pub(super) struct UnsaidNo {
    column: String,
    written: String,
    is_no: bool,
}

/// Reads which blank cells were read as no, by the id of the export; one without such columns is not among them.
pub fn read_blank_columns(
    connection: &Connection,
) -> duckdb::Result<HashMap<String, Vec<BlankColumn>>> {
    let mut by_export: HashMap<String, Vec<BlankColumn>> = HashMap::new();
    let mut query = connection.prepare(
        "select source_id, column_name, written, rows_blank from unsaid_no where is_no order by source_id, column_name",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let blank = BlankColumn { column: row.get(1)?, mark: row.get(2)?, rows: row.get(3)? };
        by_export.entry(row.get(0)?).or_default().push(blank);
    }
    Ok(by_export)
}

impl StagingRun<'_> {
    /// Looks at the texts of every column of yes and no, which are matched by now; notes in those of one mark that a blank cell is a no.
    /// Returns the columns in which no is never written, and those whose marks contradict each other.
    pub(super) fn judge_yes_and_no(
        &self,
        targets: &mut [TypedColumn],
    ) -> Result<(Vec<UnsaidNo>, Vec<ColumnDoubt>), WarehouseError> {
        let (mut unsaid, mut doubts) = (Vec::new(), Vec::new());
        let is_asked = |target: &&mut TypedColumn| {
            target.data_type == "BOOLEAN" && target.coded && target.has_text && !target.required
        };
        for target in targets.iter_mut().filter(is_asked) {
            let texts = self.matched_texts(&target.name)?;
            let yes = || {
                let texts = texts.iter().filter(|(_, value)| value == "true");
                texts.map(|(text, _)| text.as_str())
            };
            let first = |mark| {
                yes().find(|text| self.vocabulary.find_mark(&target.name, text) == Some(mark))
            };
            if let (Some(cross), Some(tick)) = (first(YesMark::Cross), first(YesMark::Tick)) {
                target.writing = ColumnWriting::Contradictory("marks_mixed");
                doubts.push(ColumnDoubt {
                    column: target.name.clone(),
                    reason: "marks_mixed",
                    examples: format!("{cross}; {tick}"),
                    of_file: false,
                });
                continue;
            }
            let Some(written) = yes().next() else { continue };
            if texts.iter().any(|(_, value)| value == "false") {
                continue;
            }
            let keys: BTreeSet<String> = texts.iter().map(|(text, _)| text_key(text)).collect();
            let is_no =
                keys.len() == 1 && self.vocabulary.find_mark(&target.name, written).is_some();
            target.blank_is_no = is_no;
            let (column, written) = (target.name.clone(), written.to_owned());
            unsaid.push(UnsaidNo { column, written, is_no });
        }
        Ok((unsaid, doubts))
    }

    /// The distinct texts of a coded column, each with the value it means or nothing.
    pub(super) fn matched_texts(
        &self,
        column: &str,
    ) -> Result<Vec<(String, String)>, WarehouseError> {
        let failed = || WarehouseError::wrap_engine(self.doing());
        let sql = format!(
            "select text, coalesce(value, '') from {TABLE} where column_name = $1 order by text"
        );
        let mut query = self.connection.prepare(&sql).map_err(failed())?;
        let texts = query.query_map([column], |row| Ok((row.get(0)?, row.get(1)?)));
        texts.and_then(Iterator::collect).map_err(failed())
    }

    /// Writes down, of the rows that are kept, in how many such a column is blank.
    pub(super) fn note_unsaid(&self, unsaid: &[UnsaidNo]) -> Result<(), WarehouseError> {
        for UnsaidNo { column, written, is_no } in unsaid {
            let name = quote_ident(column);
            let unread = quote_literal(&format!("%,{column},%"));
            let blank = if *is_no {
                format!("{name} = false")
            } else {
                format!("{name} is not true and not coalesce({UNREADABLE} like {unread}, false)")
            };
            self.execute(&format!(
                "insert into unsaid_no select source_id, {}, {}, count(*) filter (where {name}), \
                 count(*) filter (where {blank}), {is_no} \
                 from {} where source_number = {} group by source_id having count(*) filter (where {blank}) > 0",
                quote_literal(column),
                quote_literal(written),
                quote_ident(&self.connector().table_name()),
                self.source().number,
            ))?;
        }
        Ok(())
    }
}
