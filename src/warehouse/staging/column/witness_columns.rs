//! The columns that name an agency once more, beside those of the table.

use super::{column_names::is_agency, typed_column::TypedColumn};
use crate::warehouse::writing::ColumnWriting;

/// Makes the columns that name the agencies of others once more: beside `solving_agency`, `solving_agency_also`. They may be empty, and
/// a text that means no agency says nothing. `text_of` gives the text of a column that has any.
pub fn witness_columns<'a>(
    columns: &[TypedColumn<'a>],
    text_of: impl Fn(&str) -> Option<String>,
) -> Vec<TypedColumn<'a>> {
    let agencies = columns.iter().filter(|column| is_agency(&column.name));
    agencies
        .filter_map(|agency| {
            let name = format!("{}_also", agency.name);
            Some(TypedColumn {
                text: text_of(&name)?,
                name,
                data_type: "VARCHAR".to_owned(),
                required: false,
                coded: true,
                blank_is_no: false,
                has_text: true,
                dress: None,
                witness_of: Some(agency.name.clone()),
                dated: false,
                days_from_1904: false,
                writing: ColumnWriting::Usual,
                named: None,
                is_usual: false,
                is_money: false,
                most: None,
                may_stay_unread: true,
                has_unreadable: false,
                zero_is_no_day: true,
                layout: agency.layout,
            })
        })
        .collect()
}
