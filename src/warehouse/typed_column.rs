//! How the text of a canonical column becomes its value, and when it cannot.

use super::text_match;

/// A column of the canonical table and how its text becomes its value.
pub struct TypedColumn {
    pub name: String,
    pub data_type: String,
    pub required: bool,
    /// The text: a canonical column, a constant of the connector, or nothing.
    pub text: String,
    pub coded: bool,
    /// Whether day numbers of the export begin in 1904.
    pub days_from_1904: bool,
}

impl TypedColumn {
    pub fn value(&self) -> String {
        let text = if self.coded {
            format!("{}.value", text_match::table(&self.name))
        } else {
            self.text.clone()
        };
        match self.data_type.as_str() {
            "VARCHAR" => text,
            "TIMESTAMP" if self.days_from_1904 => {
                format!("coalesce(day_number_1904({text}), parse_timestamp({text}))")
            }
            "TIMESTAMP" => format!("parse_timestamp({text})"),
            "BIGINT" => format!("parse_count({text})"),
            "BOOLEAN" => format!("try_cast({text} as boolean)"),
            other => format!("cast(parse_number({text}) as {other})"),
        }
    }

    /// When a row cannot be used because of this column.
    pub fn is_bad(&self) -> Option<String> {
        match (self.required, self.coded || self.data_type != "VARCHAR") {
            (true, _) => Some(format!("{} is null", self.value())),
            (false, true) => Some(format!(
                "{} is not null and {} is null",
                self.text,
                self.value()
            )),
            (false, false) => None,
        }
    }

    pub fn reason(&self) -> String {
        let problem = match self.data_type.as_str() {
            _ if is_agency(&self.name) => "unknown_agency",
            _ if self.coded => "unknown_value",
            "TIMESTAMP" => "bad_date",
            _ => "bad_number",
        };
        format!(
            "case when {} is null then 'missing' else '{problem}' end",
            self.text
        )
    }
}

/// Columns that hold an agency are named for it.
pub fn is_agency(column: &str) -> bool {
    column == "agency_code" || column.ends_with("_agency")
}
