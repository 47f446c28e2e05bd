//! The rows of an export with every column typed, as SQL.

use super::{row_days::StretchedRows, typed_column::TypedColumn, witness};
use crate::warehouse::engine::{quote_ident, quote_literal};

/// Holds column, text → value, or why there is none.
pub const TABLE: &str = "text_match";

/// Behind `canonical`: `typed`, its rows with, per column, the text, what was read of it, and the value. Each text is read once.
/// Columns that are `dated` are matched by the stretches of a row's own days.
pub fn typed_rows(canonical: &str, columns: &[TypedColumn], own: &StretchedRows) -> String {
    let is_dated = columns.iter().any(|column| column.dated);
    let from = if is_dated { own.from.as_str() } else { "canonical" };
    let (mut read, mut values, mut joins) = (Vec::new(), Vec::new(), Vec::new());
    for column in columns {
        read.push(format!("{} as {}", column.text, column.text_as()));
        read.push(format!("{} as {}", column.read_expression(), column.read_as()));
        if column.coded && column.has_text {
            let matched = column.match_alias();
            read.push(format!("{matched}.hint as {}", column.hint_as()));
            read.push(format!("{matched}.reason as {}", column.reason_as()));
            let then = if column.dated {
                format!(" and {matched}.stretches = {}", own.number)
            } else {
                String::new()
            };
            let join = format!(
                " left join {TABLE} as {matched} on {matched}.text = {} and {matched}.column_name = {}{then}",
                column.text,
                quote_literal(&column.name),
            );
            // What is matched by the period of a row comes after it.
            joins.insert(if column.dated { joins.len() } else { 0 }, join);
        }
        let is_witness = |other: &&TypedColumn| other.witness_of.as_ref() == Some(&column.name);
        let value = match columns.iter().find(is_witness) {
            Some(also) => witness::combined_code(&also.read_as(), &column.value_expression()),
            None => column.value_expression(),
        };
        values.push(format!("{value} as {}", quote_ident(&column.name)));
    }
    format!(
        "{canonical}, read as (select source_sheet, source_row, {} from {from}{}), \
         typed as (select *, {} from read)",
        read.join(", "),
        joins.concat(),
        values.join(", "),
    )
}
