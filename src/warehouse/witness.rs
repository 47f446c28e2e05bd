//! A second text by which a row names an agency: its name beside its code. It is not kept, but where the two mean different
//! agencies, nobody knows whose the row is.

use super::{
    staging::typed_column::{TypedColumn, is_agency},
    writing::ColumnWriting,
};

/// The reason of a row whose texts mean different agencies.
pub const CONTRADICTS: &str = "agency_contradicts";

/// The columns that name the agencies of others once more: beside `solving_agency`, `solving_agency_also`. They may be empty, and
/// a text that means no agency says nothing.
pub fn of<'a>(
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
                dress: None,
                witness_of: Some(agency.name.clone()),
                dated: false,
                days_from_1904: false,
                writing: ColumnWriting::Usual,
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

/// When both are known and differ. A new agency and the one before it that had the same code do not.
pub fn contradicts(also: &str, agency: &str) -> String {
    format!("coalesce(split_part({also}, '@', 1) <> split_part({agency}, '@', 1), false)")
}

/// The agency two texts mean together: a code with a day, which a name has, is more than the code.
pub fn together(also: &str, agency: &str) -> String {
    format!("case when starts_with({also}, {agency} || '@') then {also} else {agency} end")
}
