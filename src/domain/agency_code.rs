//! The code of an agency, with a day where another agency has the code.

use std::fmt;

use jiff::civil::Date;

/// Stands between a code and a day.
const MARK: char = '@';

/// An agency by its code: whoever has it at the time told of, or, with a day, whoever has it on that day. A new commune keeps
/// the code of one that went into it: what is told of the new one in the old one's time needs the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgencyCode<'a> {
    pub code: &'a str,
    pub on: Option<Date>,
}

impl<'a> AgencyCode<'a> {
    /// Names whoever has the code on the given day.
    pub fn on_day(code: &'a str, on: Date) -> Self {
        Self { code, on: Some(on) }
    }

    /// Every text is a code: one with a day behind the mark has that day.
    pub fn from_text(text: &'a str) -> Self {
        let dated = text.rsplit_once(MARK).and_then(|(code, day)| Some((code, day.parse().ok()?)));
        match dated {
            Some((code, on)) => Self { code, on: Some(on) },
            None => Self { code: text, on: None },
        }
    }
}

impl fmt::Display for AgencyCode<'_> {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match self.on {
            Some(on) => write!(to, "{}{MARK}{on}", self.code),
            None => to.write_str(self.code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("06298", "06298", None)]
    #[case("06298@2025-07-01", "06298", Some("2025-07-01"))]
    #[case("H44.01", "H44.01", None)]
    #[case("a@b", "a@b", None)]
    fn a_code_may_have_a_day(#[case] text: &str, #[case] code: &str, #[case] day: Option<&str>) {
        let read = AgencyCode::from_text(text);
        let on = day.map(|day| day.parse().expect("a day"));
        assert_eq!(read, AgencyCode { code, on });
        assert_eq!(read.to_string(), text);
    }
}
