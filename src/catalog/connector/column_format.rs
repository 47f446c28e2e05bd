//! How a column of an export writes its days or numbers, where its connector names it: then nothing is told from the texts, and what is
//! written otherwise cannot be used.

use super::Connector;

/// How the texts of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnFormat<'f> {
    /// As `strptime` has it: `%m/%d/%Y %I:%M:%S %p`.
    Days(&'f str),
    /// What stands before decimals: `,` in `1.234,5`, `.` in `1,234.5`.
    Numbers(&'static str),
}

/// Parts of a day and of an hour that can be named, each with what else it names.
const PARTS: &str = "dmyYHIMSfpb";
const WITH_COMMA: &str = "1.234,5";
const WITH_POINT: &str = "1,234.5";

impl<'f> ColumnFormat<'f> {
    /// Reads a format of days; `None` where it names no whole day, or an hour in halves of the day without which half.
    pub fn parse_days(format: &'f str) -> Option<Self> {
        let mut named = String::new();
        let mut letters = format.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '%' => {
                    let part = letters.next().filter(|part| PARTS.contains(*part))?;
                    if named.contains(part) {
                        return None;
                    }
                    named.push(part);
                }
                // A quote, a letter, a digit that stands in every text is no part of a day.
                '/' | '-' | '.' | ':' | ',' | ' ' | 'T' => {}
                _ => return None,
            }
        }
        let counts = |parts: &str| parts.chars().filter(|part| named.contains(*part)).count();
        let has = |part: char| named.contains(part);
        let is_day = has('d') && counts("mb") == 1 && counts("yY") == 1;
        let is_hour = counts("HI") <= 1 && has('I') == has('p');
        // Minutes are of an hour, seconds of a minute.
        let is_whole =
            (!has('M') || counts("HI") == 1) && (!has('S') || has('M')) && (!has('f') || has('S'));
        (is_day && is_hour && is_whole).then_some(Self::Days(format))
    }

    /// Reads a format of numbers: one of two examples.
    pub fn parse_numbers(format: &str) -> Option<Self> {
        match format {
            WITH_COMMA => Some(Self::Numbers(",")),
            WITH_POINT => Some(Self::Numbers(".")),
            _ => None,
        }
    }
}

impl Connector {
    /// Finds how a canonical column is written, where the connector names it; a value of all rows is written as it is.
    pub fn format_of(&self, column: &str) -> Option<ColumnFormat<'_>> {
        if self.constant.contains_key(column) {
            return None;
        }
        let mut named = self.columns.iter().filter(|named| named.is.as_deref() == Some(column));
        let format = named.find_map(|named| named.format.as_deref())?;
        ColumnFormat::parse_numbers(format).or_else(|| ColumnFormat::parse_days(format))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::american("%m/%d/%Y %I:%M:%S %p", true)]
    #[case::short("%d.%m.%y", true)]
    #[case::of_programs("%Y-%m-%dT%H:%M:%S.%f", true)]
    #[case::named_month("%d-%b-%Y", true)]
    #[case::no_year("%d/%m", false)]
    #[case::two_months("%d/%m/%b/%Y", false)]
    #[case::twice("%d/%m/%Y %d", false)]
    #[case::half_a_day_of_which_half("%d/%m/%Y %I:%M", false)]
    #[case::half_of_no_hour("%d/%m/%Y %p", false)]
    #[case::minutes_of_no_hour("%d/%m/%Y %M", false)]
    #[case::another_part("%d/%m/%Y %z", false)]
    #[case::of_excel("dd/MM/yyyy", false)]
    #[case::a_quote("%d/%m/%Y'", false)]
    #[case::cut("%d/%m/%Y %", false)]
    fn a_format_names_a_whole_day(#[case] format: &str, #[case] is: bool) {
        assert_eq!(ColumnFormat::parse_days(format).is_some(), is);
    }
}
