//! Codes of agencies as a spreadsheet leaves them: a column of numbers has no zeros before them, and guards keep some as texts.

use super::matching::MatchFailure;

/// Codes of provinces, districts and communes have so many digits.
const WIDTHS: [usize; 3] = [2, 3, 5];

/// Finds the agency of a text, or says why it is none.
pub type AgencyFinder<'f> = &'f dyn Fn(&str) -> Result<String, MatchFailure>;

/// Whether the codes in a column of agencies have lost the zeros before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LostZeros {
    /// Nothing of the kind: no number in it is a code without its zero.
    #[default]
    Kept,
    /// They have: none begins with a zero, and each is a code or becomes one.
    Lost,
    /// Some have, by the look of it, and some not.
    Unclear,
}

impl LostZeros {
    /// Judges the numbers among the texts of a column; one alone says little.
    pub fn judge_column<'t>(texts: impl Iterator<Item = &'t str>, find: AgencyFinder) -> Self {
        let numbers: Vec<&str> = texts.map(strip_guards).filter(|text| is_number(text)).collect();
        let lacks_zero =
            |number: &&str| find(number).is_err() && !with_zeros(number, find).is_empty();
        let is_code = |number: &&str| find(number).is_ok() || !with_zeros(number, find).is_empty();
        if !numbers.iter().any(lacks_zero) {
            Self::Kept
        } else if numbers.iter().all(|number| !number.starts_with('0') && is_code(number)) {
            Self::Lost
        } else {
            Self::Unclear
        }
    }

    /// The agency that a text of the column means.
    pub fn find_agency(self, text: &str, find: AgencyFinder) -> Result<String, MatchFailure> {
        let found = find(text).or_else(|why| match strip_guards(text) {
            same if same == text => Err(why),
            bare => find(bare),
        });
        let number = strip_guards(text);
        if self == Self::Kept || !is_number(number) || number.starts_with('0') {
            return found;
        }
        let meant = with_zeros(number, find);
        match (found, &meant[..]) {
            (found, []) => found,
            // 84 is a province, and the district 084 without its zero.
            (Ok(_), _) if self == Self::Unclear => find(number),
            (Err(_), [(_, code)]) if self == Self::Lost => Ok(code.clone()),
            (found, _) => {
                let own = found.ok().map(|_| number.to_owned());
                let names = own.into_iter().chain(meant.into_iter().map(|(text, _)| text));
                Err(MatchFailure {
                    reason: "agency_lost_zero",
                    names: names.collect::<Vec<_>>().join(", "),
                })
            }
        }
    }
}

/// The number with zeros before it, where that is a code, and the agency's code.
fn with_zeros(number: &str, find: AgencyFinder) -> Vec<(String, String)> {
    let longer = WIDTHS.iter().filter(|width| **width > number.len());
    longer
        .filter_map(|width| {
            let text = format!("{number:0>width$}");
            let code = find(&text).ok()?;
            Some((text, code))
        })
        .collect()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A text without the guards of a spreadsheet, and a number without its fraction of nothing.
fn strip_guards(text: &str) -> &str {
    let guards = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || "='\"‘’“”`´\u{200B}\u{FEFF}".contains(letter)
    };
    let bare = text.trim_matches(guards);
    let whole = bare.strip_suffix(".0").or_else(|| bare.strip_suffix(",0"));
    whole.filter(|number| is_number(number)).unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn known(text: &str) -> Result<String, MatchFailure> {
        let codes = ["06283", "06274", "20332", "184", "084", "84", "01", "00001", "xã An Sơn"];
        let unknown = || MatchFailure { reason: "unknown_agency", names: String::new() };
        codes.contains(&text).then(|| text.to_owned()).ok_or_else(unknown)
    }

    fn read(column: &[&str], text: &str) -> Result<String, (&'static str, String)> {
        let zeros = LostZeros::judge_column(column.iter().copied(), &known);
        zeros.find_agency(text, &known).map_err(|why| (why.reason, why.names))
    }

    #[rstest]
    #[case::a_column_of_numbers(&["6283", "6274", "20332"], "6283", "06283")]
    #[case::beside_names(&["6283", "xã An Sơn"], "6283", "06283")]
    #[case::a_number_of_a_program(&["6283.0", "6274.0"], "6283.0", "06283")]
    #[case::a_guarded_code(&["=\"06283\""], "=\"06283\"", "06283")]
    #[case::nothing_lost(&["06283", "184", "84"], "84", "84")]
    fn a_code_is_read(#[case] column: &[&str], #[case] text: &str, #[case] code: &str) {
        assert_eq!(read(column, text), Ok(code.to_owned()));
    }

    #[rstest]
    #[case::beside_one_with_its_zero(&["6283", "06274"], "6283", "06283")]
    #[case::beside_numbers_that_are_no_codes(&["6283", "4711"], "6283", "06283")]
    #[case::a_province_or_a_district(&["84", "6283"], "84", "84, 084")]
    #[case::a_province_or_a_commune(&["1", "6283"], "1", "01, 00001")]
    fn one_that_cannot_be_told_is_named(
        #[case] column: &[&str],
        #[case] text: &str,
        #[case] names: &str,
    ) {
        assert_eq!(read(column, text), Err(("agency_lost_zero", names.to_owned())));
    }

    #[test]
    fn a_number_that_is_no_code_is_unknown() {
        assert_eq!(read(&["6283", "4711"], "4711"), Err(("unknown_agency", String::new())));
    }
}
