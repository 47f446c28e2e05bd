//! Columns of canonical tables that staging treats each in its own way.

/// The column that says of a row which of its values could not be read, where the table has one.
pub const UNREADABLE: &str = "unreadable_columns";

/// The column of the period a figure is of: the source's own where a row says none.
pub const PERIOD: &str = "period_id";

/// Tells whether a column holds an agency: it is named for it.
pub fn is_agency(column: &str) -> bool {
    column == "agency_code" || column.ends_with("_agency")
}

/// Tells one dossier from another.
pub const DOSSIER_CODE: &str = "dossier_code";
