//! What kind of value a cell holds, as far as its letters tell; and what kinds the columns of a table hold.

use super::row::HeaderCells;
use crate::domain::extract::ExtractField;

/// Says what kind of value a text is; each kind is a bit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    Day = 1,
    Number = 2,
    /// Digits among letters: a code, an address.
    Code = 4,
    Words = 8,
}

impl ValueKind {
    /// Classifies a text by its digits and signs.
    pub fn from_text(text: &str) -> Self {
        if !has_digit(text) {
            Self::Words
        } else if text.split([' ', 'T', '\u{A0}', ',']).any(is_day) {
            Self::Day
        } else if text.chars().all(|c| c.is_ascii_digit() || " .,%+-".contains(c)) {
            Self::Number
        } else {
            Self::Code
        }
    }
}

/// Tells whether a text has an ASCII digit.
pub fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// `31/12/2023`, `31-12-23`, `2023-12-31`, `31.12.2023`.
fn is_day(word: &str) -> bool {
    let is_of = |sign: char| {
        let parts: Vec<&str> = word.split(sign).collect();
        let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        parts.len() == 3
            && parts.iter().all(digits)
            && matches!(
                [parts[0].len(), parts[1].len(), parts[2].len()],
                [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2]
            )
    };
    ['/', '-', '.'].into_iter().any(is_of)
}

/// A word of its own that names one thing: letters or signs with several digits.
pub fn is_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    !text.trim().contains(char::is_whitespace)
        && text.chars().count() > 4
        && digits > 2
        && ValueKind::from_text(text) != ValueKind::Day
        && (digits >= 8 || !text.chars().all(|c| c.is_ascii_digit() || ".,%".contains(c)))
}

/// Whether only a row of data has such a cell.
pub fn is_of_data(text: &str) -> bool {
    is_code(text) || (text.len() < 30 && ValueKind::from_text(text) == ValueKind::Day)
}

/// How a code is built: runs of letters and of digits, and what stands between them.
fn build_of(code: &str) -> String {
    let mut build = String::new();
    for letter in code.trim().chars() {
        let kind = match letter {
            letter if letter.is_ascii_digit() => '9',
            letter if letter.is_alphabetic() => 'A',
            other => other,
        };
        if !build.ends_with(kind) {
            build.push(kind);
        }
    }
    build
}

/// The kinds of values seen in each kept column of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableShape {
    kinds: Vec<u8>,
    /// How the codes are built that say which row it is.
    codes: Vec<String>,
}

impl TableShape {
    /// Notes the kinds of values in the rows that have more than half of the required columns
    /// and the same kind of key as the first of them.
    pub fn from_rows(fields: &[ExtractField], required: &[usize], rows: &[HeaderCells]) -> Self {
        let mut shape = Self { kinds: vec![0; fields.len()], codes: Vec::new() };
        let is_filled = |row: &&HeaderCells| {
            let filled = required.iter().filter(|at| filled_cell(row, **at).is_some()).count();
            filled * 2 > required.len() && row.iter().flatten().any(|text| has_digit(text))
        };
        let key = |row: &HeaderCells| {
            required.first().and_then(|at| filled_cell(row, *at)).map(ValueKind::from_text)
        };
        let first = rows.iter().find(is_filled).map(key);
        // Below may stand another table; its rows say otherwise which they are.
        for row in rows.iter().filter(is_filled).filter(|row| Some(key(row)) == first) {
            for (kinds, field) in shape.kinds.iter_mut().zip(fields) {
                *kinds |= filled_cell(row, field.position)
                    .map_or(0, |text| ValueKind::from_text(text) as u8);
            }
            let key = required.first().and_then(|at| filled_cell(row, *at));
            shape.codes.extend(
                key.filter(|key| ValueKind::from_text(key) == ValueKind::Code).map(build_of),
            );
        }
        shape
    }

    /// Whether no row was seen.
    pub fn is_unknown(&self) -> bool {
        self.kinds.iter().all(|kinds| *kinds == 0)
    }

    /// Tells whether any column has held a value of this kind.
    pub fn has_kind(&self, kind: ValueKind) -> bool {
        self.kinds.iter().any(|kinds| kinds & kind as u8 != 0)
    }

    /// How many fields have only ever held this kind.
    pub fn count_of(&self, kind: ValueKind) -> usize {
        (0..self.kinds.len()).filter(|field| self.is_only(*field, kind)).count()
    }

    /// Whether a text is built as the codes of the rows are.
    pub fn has_code_like(&self, text: &str) -> bool {
        ValueKind::from_text(text) == ValueKind::Code && self.codes.contains(&build_of(text))
    }

    /// Whether a field has only ever held this kind.
    pub fn is_only(&self, field: usize, kind: ValueKind) -> bool {
        self.kinds.get(field).is_some_and(|kinds| *kinds == kind as u8)
    }

    /// Whether a field never held words without a digit.
    pub fn has_digits(&self, field: usize) -> bool {
        self.kinds
            .get(field)
            .is_some_and(|kinds| *kinds != 0 && kinds & ValueKind::Words as u8 == 0)
    }

    /// Whether what a field holds now is of a kind it held before.
    pub fn allows_text(&self, field: usize, text: &str) -> bool {
        self.kinds.get(field).is_some_and(|kinds| kinds & ValueKind::from_text(text) as u8 != 0)
    }
}

/// What stands in a cell, unless it is blank.
pub fn filled_cell(row: &[Option<String>], at: usize) -> Option<&str> {
    row.get(at)?.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("04/12/2023 08:15", ValueKind::Day)]
    #[case("2023-12-04 08:15:00", ValueKind::Day)]
    #[case("16:30 18.12.2023", ValueKind::Day)]
    #[case("1.250.000", ValueKind::Number)]
    #[case("80,63 %", ValueKind::Number)]
    #[case("000.26.18.H37-231204-0001", ValueKind::Code)]
    #[case("60 hồ sơ", ValueKind::Code)]
    #[case("xã An Sơn", ValueKind::Words)]
    fn a_cell_is_of_one_kind(#[case] text: &str, #[case] kind: ValueKind) {
        assert_eq!(ValueKind::from_text(text), kind);
    }

    #[rstest]
    #[case("000.26.18.H37-231204-0001", true)]
    #[case("H37-2312-0001", true)]
    #[case("D/HT-0012", true)]
    #[case("202312040001", true)]
    #[case("60 hồ sơ", false)]
    #[case("12345", false)]
    #[case("31/12/2023", false)]
    #[case("1.001", false)]
    #[case("TỔNG", false)]
    fn a_code_is_told_from_counts_and_words(#[case] text: &str, #[case] is: bool) {
        assert_eq!(is_code(text), is);
    }
}
