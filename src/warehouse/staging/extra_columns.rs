//! Columns of an office's own on their way into the warehouse: kept together, and kept out where people are named in them.

use duckdb::Connection;

use super::{
    super::{
        engine::{quote_ident, quote_literal},
        judge::ColumnDoubt,
        writing::ColumnWriting,
    },
    column::{personal_value::is_extra, typed_column::TypedColumn},
};
use crate::{catalog::connector::extra, domain::name::private_text::is_person};

/// Why a column is not kept.
const REASON: &str = "personal_column";

/// So many texts of a column tell whether people are named in it.
const LOOKED_AT: usize = 2000;

/// Writes what a row keeps of them: names and texts, nothing where it says none. `None` where no column of the export is one.
pub fn extras_expression(targets: &[TypedColumn]) -> Option<String> {
    let kept: Vec<&TypedColumn> = targets.iter().filter(|it| is_extra(&it.name)).collect();
    if kept.is_empty() {
        return None;
    }
    let names = kept.iter().filter_map(|it| extra::extra_name(&it.name)).map(quote_literal);
    let names: Vec<String> = names.collect();
    let texts: Vec<String> = kept.iter().map(|it| quote_ident(&it.name)).collect();
    Some(format!(
        "case when coalesce({texts}) is not null then map([{names}], [{texts}]) end",
        names = names.join(", "),
        texts = texts.join(", "),
    ))
}

/// Keeps out the columns in which more than half of the texts are names of people: one alone can be that of a place.
pub fn refuse_names(
    connection: &Connection,
    canonical: &str,
    targets: &mut [TypedColumn],
) -> duckdb::Result<Vec<ColumnDoubt>> {
    let mut doubts = Vec::new();
    for target in targets.iter_mut().filter(|it| is_extra(&it.name) && it.has_text) {
        let mut query = connection.prepare(&format!(
            "{canonical} select distinct {text} from canonical where {text} is not null order by 1 limit {LOOKED_AT}",
            text = target.text,
        ))?;
        let texts: Vec<String> =
            query.query_map([], |row| row.get(0))?.collect::<duckdb::Result<_>>()?;
        let named = texts.iter().filter(|text| is_person(text)).count();
        if named * 2 > texts.len() {
            target.writing = ColumnWriting::Contradictory(REASON);
            doubts.push(ColumnDoubt {
                column: target.name.clone(),
                reason: REASON,
                examples: String::new(),
                of_file: false,
            });
        }
    }
    Ok(doubts)
}
