//! Which dossiers of a list are kept: by how late they are.

use std::{fmt, str::FromStr};

use crate::domain::measure::Rule;

use super::lateness::{LatenessState, verdict_column};

/// Keeps dossiers of one state, and of these those that are so many working days late, early or from it: `overdue:1..5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatenessFilter {
    pub state: LatenessState,
    /// The fewest and the most working days, each without a sign; both belong to it.
    pub days: Option<(u32, Option<u32>)>,
}

impl LatenessFilter {
    /// A condition on dossiers with their lateness; begins with `and`.
    pub(super) fn condition(self, rule: Rule) -> String {
        let is_of_state = format!("and dossier.{} = '{}'", verdict_column(rule), self.state.id());
        let days = "abs(dossier.working_days_overdue)";
        match self.days {
            None => is_of_state,
            Some((fewest, None)) => format!("{is_of_state} and {days} >= {fewest}"),
            Some((fewest, Some(most))) => {
                format!("{is_of_state} and {days} between {fewest} and {most}")
            }
        }
    }
}

impl fmt::Display for LatenessFilter {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.id();
        match self.days {
            None => write!(to, "{state}"),
            Some((fewest, None)) => write!(to, "{state}:{fewest}.."),
            Some((fewest, Some(most))) => write!(to, "{state}:{fewest}..{most}"),
        }
    }
}

impl FromStr for LatenessFilter {
    type Err = String;

    /// Reads a state, and after a colon the working days: `overdue`, `overdue:1..5`, `running:..2`, `overdue:11..`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is no range of lateness");
        let Some((state, days)) = text.split_once(':') else {
            return Ok(Self { state: text.parse()?, days: None });
        };
        let (fewest, most) = days.split_once("..").ok_or_else(wrong)?;
        let number = |text: &str| text.parse::<u32>().map_err(|_| wrong());
        let fewest = if fewest.is_empty() { 0 } else { number(fewest)? };
        let most = if most.is_empty() { None } else { Some(number(most)?) };
        if most.is_some_and(|most| most < fewest) {
            return Err(wrong());
        }
        Ok(Self { state: state.parse()?, days: Some((fewest, most)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::any("overdue")]
    #[case::a_range("overdue:1..5")]
    #[case::no_end("overdue:11..")]
    #[case::of_time_left("running:0..2")]
    fn a_filter_is_read_as_it_is_written(#[case] text: &str) {
        assert_eq!(text.parse::<LatenessFilter>().expect("a filter").to_string(), text);
    }

    #[rstest]
    #[case::no_state("tardy")]
    #[case::backwards("overdue:5..1")]
    #[case::one_number("overdue:5")]
    #[case::a_sign("overdue:-5..1")]
    #[case::sql("overdue:1..2 or true")]
    fn what_is_no_filter_is_refused(#[case] text: &str) {
        assert!(text.parse::<LatenessFilter>().is_err());
    }
}
