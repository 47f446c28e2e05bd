//! The rows of an export with every column typed, as SQL.

use super::{
    engine::{ident, literal},
    text_match::TABLE,
    typed_column::TypedColumn,
};

/// Behind `canonical`: `typed`, its rows with, per column, the text, what was read of it, and the value. Each text is read once.
pub fn typed_rows(canonical: &str, columns: &[TypedColumn]) -> String {
    let (mut read, mut values, mut joins) = (Vec::new(), Vec::new(), Vec::new());
    for column in columns {
        read.push(format!("{} as {}", column.text, column.text_as()));
        read.push(format!("{} as {}", column.read(), column.read_as()));
        if column.coded {
            let matched = column.matched();
            read.push(format!("{matched}.hint as {}", column.hint_as()));
            read.push(format!("{matched}.reason as {}", column.reason_as()));
            joins.push(format!(
                " left join {TABLE} as {matched} on {matched}.text = {} and {matched}.column_name = {}",
                column.text,
                literal(&column.name),
            ));
        }
        values.push(format!("{} as {}", column.value(), ident(&column.name)));
    }
    format!(
        "{canonical}, read as (select source_sheet, source_row, {} from canonical{}), \
         typed as (select *, {} from read)",
        read.join(", "),
        joins.concat(),
        values.join(", "),
    )
}
