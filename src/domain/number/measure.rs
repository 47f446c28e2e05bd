//! What a metric says of one agency in one period: two integers, and how they are read.

use serde::{Deserialize, Serialize};

use super::decimal::{FixedDecimal, format_thousands};
use crate::domain::known::DataGap;

/// Says what the numbers of a metric are of and how they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureUnit {
    /// A share: the numerator is part of the denominator.
    Percent,
    /// One count against another, shown of a hundred; it may pass it.
    Ratio,
    Dossiers,
    Agencies,
    Days,
    Points,
}

impl MeasureUnit {
    /// Returns the name of the unit in content files and in the API.
    pub fn id(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Ratio => "ratio",
            Self::Agencies => "agencies",
            Self::Dossiers => "dossiers",
            Self::Days => "days",
            Self::Points => "points",
        }
    }

    /// Whether it is shown of a hundred, with a percent sign.
    pub fn is_of_hundred(self) -> bool {
        matches!(self, Self::Percent | Self::Ratio)
    }
}

/// What a metric counts one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MetricSubject {
    #[default]
    Dossier,
    Procedure,
    Agency,
    Petition,
    Answer,
    Task,
}

impl MetricSubject {
    /// Returns the name of the subject in content files and in the API.
    pub fn id(self) -> &'static str {
        match self {
            Self::Dossier => "dossier",
            Self::Procedure => "procedure",
            Self::Agency => "agency",
            Self::Petition => "petition",
            Self::Answer => "answer",
            Self::Task => "task",
        }
    }

    /// Whether chance decides over few of them; procedures and agencies are all counted, however few there are.
    pub fn is_sampled(self) -> bool {
        matches!(self, Self::Dossier | Self::Petition | Self::Answer)
    }
}

/// Says whether a higher or a lower value of a metric is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BetterDirection {
    Higher,
    Lower,
}

/// Whether calendar days or instants are compared. Two figures under different rules never share a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    Date,
    Timestamp,
}

impl Rule {
    /// Returns the name of the rule in content files and in the API.
    pub fn id(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Timestamp => "timestamp",
        }
    }
}

/// Numerator and denominator as counted. A count has no denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    pub numerator: i64,
    pub denominator: Option<i64>,
    /// So few were counted that the number could name a person: whoever asks is not told.
    pub is_withheld: bool,
    /// Nobody knows it.
    pub gap: Option<DataGap>,
}

/// Fewer persons than this could be told apart.
const NAMEABLE: i64 = 3;
/// Of so few, those who are not among one or two know who is.
const FEW: i64 = 10;

fn is_nameable(count: i64) -> bool {
    (1..NAMEABLE).contains(&count)
}

impl Measure {
    /// Stands for a measure that is suppressed because it could name a person.
    pub const WITHHELD: Self = Self { is_withheld: true, ..Self::NOTHING };
    /// Stands for a rate of nothing counted: it has a zero denominator and so no value.
    pub(in crate::domain) const NOTHING: Self =
        Self { numerator: 0, denominator: Some(0), is_withheld: false, gap: None };

    /// Makes a measure as it was counted; without a denominator it is a count.
    pub fn new(numerator: i64, denominator: Option<i64>) -> Self {
        Self { numerator, denominator, ..Self::NOTHING }
    }

    /// Makes a rate of a numerator and its denominator.
    pub fn new_rate(numerator: i64, denominator: i64) -> Self {
        Self::new(numerator, Some(denominator))
    }

    /// Makes a count, which has no denominator.
    pub fn new_count(numerator: i64) -> Self {
        Self::new(numerator, None)
    }

    /// As it is told to whoever may not know single persons.
    pub fn suppress_small(self, subject: MetricSubject) -> Self {
        let could_name = match self.denominator {
            None => is_nameable(self.numerator),
            Some(all) if all >= FEW => false,
            Some(all) => [all, self.numerator, all - self.numerator].into_iter().any(is_nameable),
        };
        if subject.is_sampled() && could_name { Self::WITHHELD } else { self }
    }

    /// Whether so few subjects lie between two counts of the same that they could be told apart.
    pub fn differs_nameably(self, other: Self) -> bool {
        let others = self.denominator.zip(other.denominator).map_or(0, |(one, other)| one - other);
        [self.numerator - other.numerator, others].into_iter().any(|it| is_nameable(it.abs()))
    }

    /// Whether there are counts to tell: of what is withheld or unknown there are none.
    pub fn is_told(self) -> bool {
        !self.is_withheld && self.gap.is_none()
    }

    /// Numerator and denominator as they are told.
    pub fn shown_counts(self) -> (Option<i64>, Option<i64>) {
        if self.is_told() { (Some(self.numerator), self.denominator) } else { (None, None) }
    }

    /// Both together; of what is withheld, nothing is told, and what is unknown of one is of both.
    pub fn add_counts(self, other: Self) -> Self {
        if let Some(gap) = self.gap.or(other.gap) {
            return Self::from_gap(gap);
        }
        if self.is_withheld || other.is_withheld {
            return Self::WITHHELD;
        }
        let denominator = self.denominator.zip(other.denominator).map(|(a, b)| a + b);
        Self::new(self.numerator + other.numerator, denominator)
    }

    /// A dossier (or whatever else) counted, that is neither in a numerator nor under a zero denominator.
    pub fn is_empty(self) -> bool {
        self.denominator.map_or(self.numerator == 0, |d| d == 0)
    }

    /// Counted, but fewer than `enough`: a rate of so few says little.
    pub fn is_few(self, enough: i64) -> bool {
        self.denominator.is_some_and(|d| d > 0 && d < enough)
    }

    /// The number to show; `None` over a zero denominator.
    pub fn value(self, unit: MeasureUnit) -> Option<FixedDecimal> {
        match self.denominator {
            None => Some(FixedDecimal::from_whole(self.numerator)),
            Some(denominator) => {
                let scale = if unit.is_of_hundred() { 100 } else { 1 };
                FixedDecimal::of_fraction(self.numerator, denominator, scale)
            }
        }
    }

    /// For machines: `80.63`, or `299` for a count.
    pub fn to_plain(self, unit: MeasureUnit) -> Option<String> {
        match self.denominator {
            None => Some(self.numerator.to_string()),
            Some(_) => self.value(unit).map(|value| value.to_string()),
        }
    }

    /// For people: `80,63%`, `299`, `4,50`.
    pub fn to_vietnamese(self, unit: MeasureUnit) -> Option<String> {
        match (self.denominator, unit) {
            (None, _) => Some(format_thousands(self.numerator)),
            (Some(_), unit) if unit.is_of_hundred() => {
                self.value(unit).map(|value| format!("{}%", value.to_vietnamese()))
            }
            (Some(_), _) => self.value(unit).map(FixedDecimal::to_vietnamese),
        }
    }

    /// Orders by the exact fraction, never by the rounded one; a measure without value comes last.
    pub fn compare_exactly(self, other: Self) -> std::cmp::Ordering {
        use std::cmp::Ordering::{Greater, Less};
        match (self.denominator, other.denominator) {
            (Some(0), Some(0)) => std::cmp::Ordering::Equal,
            (Some(0), _) => Greater,
            (_, Some(0)) => Less,
            (a, b) => {
                let left = i128::from(self.numerator) * i128::from(b.unwrap_or(1));
                left.cmp(&(i128::from(other.numerator) * i128::from(a.unwrap_or(1))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::cmp::Ordering;

    fn rate(numerator: i64, denominator: i64) -> Measure {
        Measure::new_rate(numerator, denominator)
    }

    #[test]
    fn a_rate_shows_as_a_percentage() {
        assert_eq!(rate(387, 480).to_plain(MeasureUnit::Percent).as_deref(), Some("80.63"));
        assert_eq!(rate(387, 480).to_vietnamese(MeasureUnit::Percent).as_deref(), Some("80,63%"));
    }

    #[test]
    fn a_count_shows_whole() {
        let count = Measure::new_count(1299);
        assert_eq!(count.to_plain(MeasureUnit::Dossiers).as_deref(), Some("1299"));
        assert_eq!(count.to_vietnamese(MeasureUnit::Dossiers).as_deref(), Some("1.299"));
    }

    #[test]
    fn days_are_not_percent() {
        assert_eq!(rate(9, 2).to_plain(MeasureUnit::Days).as_deref(), Some("4.50"));
    }

    #[test]
    fn a_zero_denominator_has_no_value_and_sorts_last() {
        assert_eq!(rate(0, 0).to_plain(MeasureUnit::Percent), None);
        assert_eq!(rate(0, 0).compare_exactly(rate(1, 1)), Ordering::Greater);
    }

    #[rstest]
    #[case::two_dossiers_in_all(Measure::new_rate(1, 2), MetricSubject::Dossier, true)]
    #[case::two_counted(Measure::new_count(2), MetricSubject::Dossier, true)]
    #[case::three_in_all(Measure::new_rate(0, 3), MetricSubject::Dossier, false)]
    #[case::one_overdue_of_three(Measure::new_rate(2, 3), MetricSubject::Dossier, true)]
    #[case::one_on_time_of_nine(Measure::new_rate(1, 9), MetricSubject::Dossier, true)]
    #[case::three_overdue_of_nine(Measure::new_rate(6, 9), MetricSubject::Dossier, false)]
    #[case::one_overdue_of_many(Measure::new_rate(479, 480), MetricSubject::Dossier, false)]
    #[case::nothing_names_nobody(Measure::new_count(0), MetricSubject::Dossier, false)]
    #[case::a_procedure_is_no_person(Measure::new_count(2), MetricSubject::Procedure, false)]
    fn what_could_name_a_person_is_withheld(
        #[case] measure: Measure,
        #[case] subject: MetricSubject,
        #[case] is_withheld: bool,
    ) {
        let told = measure.suppress_small(subject);
        assert_eq!(told.is_withheld, is_withheld);
        assert_eq!(told, if is_withheld { Measure::WITHHELD } else { measure });
        assert_eq!(told.is_withheld, told.value(MeasureUnit::Percent).is_none());
    }

    #[test]
    fn a_sum_tells_nothing_of_what_is_withheld() {
        assert_eq!(rate(3, 4).add_counts(rate(1, 2)), rate(4, 6));
        assert_eq!(rate(3, 4).add_counts(Measure::WITHHELD), Measure::WITHHELD);
    }

    #[test]
    fn order_is_of_the_exact_fraction() {
        // Both show 66.67; the second is larger by one part in three million.
        assert_eq!(rate(2, 3).compare_exactly(rate(2_000_001, 3_000_001)), Ordering::Less);
    }
}
