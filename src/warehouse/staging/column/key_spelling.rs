//! One dress for what rows are told apart by: codes of dossiers, petitions, procedures, names of tasks and sectors.
//!
//! Which columns, and in which form each is brought, stands in `queries/reference/key_column.csv`; how, in
//! `queries/dialect/key_texts/` and `keys/`: `normalized_<form>` yields the text or nothing, `<form>_problem` says why there is nothing.

use duckdb::Connection;

use crate::warehouse::engine::{quote_ident, quote_literal};

/// Zeros, over all its codes, that tell a column of numbers: a file of whole codes shows so many once in ten thousand.
const ZEROS_OF_A_NUMBER: i64 = 4;

/// How the texts of a column are written one way.
#[derive(Debug, Clone)]
pub struct KeySpelling {
    form: String,
    /// Whether every text is in its dress already: nothing is done to it, and nothing can be wrong with it.
    pub is_plain: bool,
    /// Whether the column went through a spreadsheet's number, which keeps fifteen digits.
    pub lost_digits: bool,
}

impl KeySpelling {
    /// The text in its one dress, or nothing; what can be known before anything was read of the column.
    pub fn read(&self, text: &str) -> String {
        let read = if self.is_plain {
            text.to_owned()
        } else {
            format!("normalized_{}({text})", self.form)
        };
        if !self.lost_digits {
            return read;
        }
        format!("case when zeros_of_number({read}) is null then {read} end")
    }

    /// The code of a dossier as it was kept before points were put into national codes: what was erased then was told by that.
    pub fn read_unpointed(&self, text: &str) -> Option<String> {
        (self.form == "code").then(|| format!("sound_code(bare_code({text}))"))
    }

    /// Whether a text is in its dress already, by one pattern: those of `read` are many, and compiled for every statement.
    pub fn is_plain_expression(&self, text: &str) -> String {
        format!("is_plain_{}({text})", self.form)
    }

    /// Why nothing was read of a text.
    pub fn problem(&self, text: &str) -> String {
        let problem = format!("{}_problem({text})", self.form);
        if !self.lost_digits {
            return problem;
        }
        format!("coalesce({problem}, 'code_lost_digits')")
    }

    /// When a cell that need not be filled in holds something of which nothing was read: an error of a spreadsheet is in
    /// order as a text, so nothing is wrong with it but that it `is_error`.
    pub fn is_unreadable(&self, text: &str, value: &str, is_error: &str) -> String {
        if self.is_plain && !self.lost_digits {
            return format!("{text} is not null and {value} is null and {is_error}");
        }
        format!(
            "{text} is not null and {value} is null and ({is_error} or coalesce({}, '') <> 'missing')",
            self.problem(text)
        )
    }
}

/// The columns of a canonical table that have a dress.
pub fn dresses(
    connection: &Connection,
    canonical: &str,
) -> duckdb::Result<Vec<(String, KeySpelling)>> {
    let mut query =
        connection.prepare("select column_name, form from key_column where canonical = $1")?;
    let rows = query.query_map([canonical], |row| {
        let form = row.get(1)?;
        Ok((row.get(0)?, KeySpelling { form, is_plain: false, lost_digits: false }))
    })?;
    rows.collect()
}

/// Whether the codes that an export put into a column are a spreadsheet's numbers: each of more than fifteen digits ends in
/// zeros from the sixteenth on. Two of sixteen digits may by chance; so many not.
pub fn has_lost_digits(
    connection: &Connection,
    table: &str,
    column: &str,
    source_id: &str,
) -> duckdb::Result<bool> {
    let sql = format!(
        "select coalesce(sum(zeros_of_number(code)), 0), count(*) filter (where zeros_of_number(code) is null) \
         from (select distinct {column} as code from {table} \
               where source_id = {} and regexp_full_match({column}, '[0-9]{{16,}}'))",
        quote_literal(source_id),
        column = quote_ident(column),
        table = quote_ident(table),
    );
    let (zeros, others): (i64, i64) =
        connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(others == 0 && zeros >= ZEROS_OF_A_NUMBER)
}
