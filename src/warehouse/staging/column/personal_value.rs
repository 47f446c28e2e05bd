//! Columns of an office's own: what of them may be of a person is not kept.

use crate::{
    catalog::connector::extra,
    domain::name::personal_trace::{CODE, IDENTITY, MAIL, PHONE},
    warehouse::engine::quote_literal,
};

/// The table's column that holds all of them.
pub const EXTRAS: &str = "extra";

/// Why a value is not kept.
pub const REASON: &str = "personal_value";

/// Tells whether a column is one of the office's own.
pub fn is_extra(column: &str) -> bool {
    extra::extra_name(column).is_some()
}

/// Writes a condition: a text may hold a number or an address of a person.
pub fn is_personal(text: &str) -> String {
    let matches =
        |text: &str, pattern: &str| format!("regexp_matches({text}, {})", quote_literal(pattern));
    let without_codes = format!("regexp_replace({text}, {}, ' # ', 'g')", quote_literal(CODE));
    // Most texts have neither: the long patterns are not tried on them.
    format!(
        "(case when contains({text}, '@') then {} else false end or case when {} then {} or {} else false end)",
        matches(text, MAIL),
        matches(text, r"\d.*\d.*\d.*\d.*\d.*\d.*\d.*\d.*\d"),
        matches(&without_codes, PHONE),
        matches(&without_codes, IDENTITY),
    )
}

#[cfg(test)]
mod tests {
    use duckdb::Connection;

    use super::*;
    use crate::domain::name::personal_trace::PersonalTrace;

    #[test]
    fn the_engine_tells_what_is_of_a_person_as_the_program_does() {
        let connection = Connection::open_in_memory().expect("opened");
        let sql =
            format!("select {} from (select cast($1 as varchar) as text)", is_personal("text"));
        let texts = [
            ("", false),
            ("Kho A, ngăn 12", false),
            ("Từ 02/01/2024 đến 08/01/2024, công văn 123/UBND-VP", false),
            ("Thu 1.250.000 đồng, 100.000.000 đồng", false),
            ("000.26.18.H37-230228-00264", false),
            ("H37.26-2023/0001234567", false),
            ("Giao ban 16:30 ngày 31/12/2023", false),
            ("gửi an.nguyen@example.vn", true),
            ("0912345678", true),
            ("ĐT: 0912 345 678", true),
            ("+84 912 345 678", true),
            ("(0205) 3812 345", true),
            ("CCCD 020085001234", true),
            ("CMND 123456789", true),
            ("CCCD 1200 8500 1234", true),
            ("H37-230228-00264 của CMND 123456789", true),
        ];
        for (text, is) in texts {
            let told: bool = connection.query_row(&sql, [text], |row| row.get(0)).expect("told");
            assert_eq!((told, PersonalTrace::find_in(text).is_some()), (is, is), "{text}");
        }
    }
}
