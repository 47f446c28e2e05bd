//! A second text by which a row names an agency: its name beside its code. It is not kept, but where the two mean different
//! agencies, nobody knows whose the row is.

/// Names the reason of a row whose texts mean different agencies.
pub const CONTRADICTS: &str = "agency_contradicts";

/// Says, as SQL, when both are known and differ. A new agency and the one before it that had the same code do not.
pub fn contradiction_condition(also: &str, agency: &str) -> String {
    format!("coalesce(split_part({also}, '@', 1) <> split_part({agency}, '@', 1), false)")
}

/// Yields, as SQL, the agency two texts mean together: a code with a day, which a name has, is more than the code.
pub fn combined_code(also: &str, agency: &str) -> String {
    format!("case when starts_with({also}, {agency} || '@') then {also} else {agency} end")
}
