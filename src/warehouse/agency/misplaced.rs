//! Whether what stands where a unit's name belongs is of another column.

use super::matching::MatchFailure;

/// Why a text means no agency, where it is plainly no name: a row whose columns are shifted is not mended by a name that is near.
pub fn explain_misplaced(text: &str, why: MatchFailure) -> MatchFailure {
    let reason = match why.reason {
        "unknown_agency" if text.split_whitespace().any(is_day) => "day_for_agency",
        "unknown_agency" if is_procedure_code(text.trim()) => "code_for_agency",
        _ => return why,
    };
    MatchFailure { reason, names: String::new() }
}

/// `05/12/2023`, `2023-12-05`, whatever stands behind the day.
fn is_day(word: &str) -> bool {
    let day = word.split('T').next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    parts.iter().all(is_number) && matches!(widths[..], [1..=2, 1..=2, 4] | [4, 1..=2, 1..=2])
}

/// `1.001193`, with its ending of a province or not.
fn is_procedure_code(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts[..], [kind, number, ..] if kind.len() == 1 && number.len() == 6 && is_number(kind) && is_number(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_procedure("1.001193", "code_for_agency")]
    #[case::a_procedure_of_a_province("1.001193.000.00.00.H37", "code_for_agency")]
    #[case::a_day("05/12/2023", "day_for_agency")]
    #[case::a_moment("05/12/2023 09:30", "day_for_agency")]
    #[case::an_hour_before("09:30 05/12/2023", "day_for_agency")]
    #[case::iso("2023-12-05T09:30:00", "day_for_agency")]
    #[case::a_name("Phường 10", "unknown_agency")]
    #[case::a_code("99999", "unknown_agency")]
    #[case::a_code_of_the_electronic_axis("000.00.19.H37", "unknown_agency")]
    fn what_is_of_another_column_is_named(#[case] text: &str, #[case] reason: &str) {
        let why = MatchFailure { reason: "unknown_agency", names: "Phường 11 (27241)".into() };
        let told = explain_misplaced(text, why);
        assert_eq!(told.reason, reason);
        assert_eq!(told.names.is_empty(), reason != "unknown_agency");
    }

    #[test]
    fn what_means_something_is_left_alone() {
        let why = MatchFailure { reason: "several_agencies", names: "A; B".into() };
        assert_eq!(explain_misplaced("05/12/2023", why.clone()), why);
    }
}
