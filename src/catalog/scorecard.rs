//! A scorecard: rows of points as a decision or a plan gives them, in `queries/scorecards/<id>.toml`.

use jiff::civil::Date;
use serde::{Deserialize, de::Error as _};

use super::{
    CatalogError,
    content::toml_text::parse_toml,
    content::{
        ContentFile,
        header::{check_id, day, maybe_day},
    },
};
use crate::domain::{
    decimal::FixedDecimal, fraction::ExactFraction, measure::Measure, threshold::Threshold,
};

/// Describes a scorecard as a decision gives it: its days, its groups and the points of its rows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scorecard {
    pub id: String,
    /// In Vietnamese, as all texts of a card.
    pub name: String,
    pub source: String,
    /// A later version of a card is a file of its own that says of which.
    #[serde(default)]
    pub of: Option<String>,
    #[serde(deserialize_with = "day")]
    pub valid_from: Date,
    #[serde(default, deserialize_with = "maybe_day")]
    pub valid_to: Option<Date>,
    /// The one agency it is about.
    #[serde(default)]
    pub agency: Option<String>,
    /// The index whose results, once taken in, come before what the file says.
    #[serde(default)]
    pub index: Option<String>,
    /// The published indicator that holds the whole score.
    #[serde(default)]
    pub published: Option<String>,
    #[serde(default)]
    pub rank: Option<i64>,
    #[serde(default)]
    pub ranked_of: Option<i64>,
    #[serde(default)]
    pub rank_target: Option<i64>,
    /// Its rows are the results that were taken in.
    #[serde(default)]
    pub is_of_results: bool,
    /// Whether its points are parts of one whole.
    #[serde(default = "yes")]
    pub adds_up: bool,
    #[serde(default, rename = "group")]
    pub groups: Vec<ScorecardGroup>,
}

/// Groups rows of a scorecard under a name, with the most points they can reach together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScorecardGroup {
    pub name: String,
    #[serde(default, deserialize_with = "decimal")]
    pub max: Option<Threshold>,
    #[serde(default)]
    pub published: Option<String>,
    #[serde(default, rename = "row")]
    pub rows: Vec<ScorecardItem>,
}

/// Describes a row of a scorecard: its points, and the metric it is recomputed from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScorecardItem {
    pub id: String,
    pub name: String,
    #[serde(default, deserialize_with = "decimal")]
    pub max: Option<Threshold>,
    /// What it is recomputed from; a row without one cannot be.
    #[serde(default)]
    pub metric: Option<String>,
    /// The published indicator that holds its ratio or its score.
    #[serde(default)]
    pub published: Option<String>,
    /// Its points cannot be told from its ratio, which is shown alone.
    #[serde(default)]
    pub is_ratio_only: bool,
    /// All points from this percentage on, in proportion below; 100 where it is not said.
    #[serde(default, deserialize_with = "decimal")]
    pub full_from: Option<Threshold>,
    /// What it is worth over a zero denominator; without this, nothing is said.
    #[serde(default)]
    pub when_none: Option<WhenNone>,
    #[serde(default, deserialize_with = "decimal")]
    pub achieved: Option<Threshold>,
    #[serde(default, deserialize_with = "decimal")]
    pub before: Option<Threshold>,
    #[serde(default, deserialize_with = "decimal")]
    pub target: Option<Threshold>,
    #[serde(default)]
    pub rank: Option<i64>,
    #[serde(default)]
    pub rank_before: Option<i64>,
    #[serde(default)]
    pub ranked_of: Option<i64>,
    /// The office in charge.
    #[serde(default)]
    pub office: Option<String>,
    /// Metrics that feed it.
    #[serde(default)]
    pub feeds: Vec<String>,
}

/// Points of a row of which nothing was to be counted, and why: the rule is printed beside them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhenNone {
    #[serde(deserialize_with = "number")]
    pub points: Threshold,
    pub rule: String,
}

impl Scorecard {
    /// Parses the TOML file of a scorecard; fails when it is wrong or its id is not the file's name.
    pub fn parse_file(file: &ContentFile) -> Result<Self, CatalogError> {
        let text = file.to_text()?;
        let card: Self = parse_toml(&file.path, text, text, |place| place)?;
        check_id(file, &card.id)?;
        Ok(card)
    }

    /// The card a user asks for by this name.
    pub fn asked_as(&self) -> &str {
        self.of.as_deref().unwrap_or(&self.id)
    }

    /// Tells whether the card is valid on a day; its first and last day belong to it.
    pub fn holds_on(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }

    /// Every metric a row names.
    pub fn metric_ids(&self) -> impl Iterator<Item = &String> {
        let rows = self.groups.iter().flat_map(|group| &group.rows);
        rows.flat_map(|row| row.metric.iter().chain(&row.feeds))
    }
}

impl ScorecardItem {
    /// The points for a ratio, rounded half up once; over nothing what the row says of it, with the rule.
    pub fn compute_points(&self, measure: Measure) -> Option<(FixedDecimal, Option<&str>)> {
        let points = self.exact_points(measure)?.to_hundredths();
        let none = self.when_none.as_ref().filter(|_| measure.denominator == Some(0));
        Some((points, none.map(|none| none.rule.as_str())))
    }

    /// The points for a ratio, as they are before they are rounded; over nothing what the row says of it.
    pub fn exact_points(&self, measure: Measure) -> Option<ExactFraction> {
        // Nothing counted may be a result; nothing known or told is none.
        if self.is_ratio_only || !measure.is_told() {
            return None;
        }
        if measure.denominator == Some(0) {
            return Some(self.when_none.as_ref()?.points.to_fraction());
        }
        self.max?.in_proportion(measure, self.full_from.unwrap_or(Threshold::HUNDRED))
    }
}

fn yes() -> bool {
    true
}

/// A TOML number, whole or not, as it is written.
fn number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Threshold, D::Error> {
    let text = toml::Value::deserialize(deserializer)?.to_string();
    text.parse().map_err(D::Error::custom)
}

fn decimal<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Threshold>, D::Error> {
    number(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn row(max: &str, full_from: Option<&str>, when_none: Option<&str>) -> ScorecardItem {
        let number = |text: &str| text.parse().expect("a number");
        ScorecardItem {
            max: Some(number(max)),
            full_from: full_from.map(number),
            when_none: when_none.map(|points| WhenNone {
                points: number(points),
                rule: "không có: đủ điểm".into(),
            }),
            ..ScorecardItem::default()
        }
    }

    #[rstest]
    // 20 × 486 / 588 = 16,5306…
    #[case::linear(row("20", None, None), 486, 588, Some("16.53"))]
    // 2 × 0,4 / 0,8 = 1
    #[case::in_proportion_below_the_full_mark(row("2", Some("80"), None), 2, 5, Some("1.00"))]
    #[case::full_from_the_mark_on(row("2", Some("80"), None), 4, 5, Some("2.00"))]
    // 2,5 × 1 / 8 = 0,3125
    #[case::rounded_half_up_once(row("2.5", None, None), 1, 8, Some("0.31"))]
    #[case::nothing_of_nothing_has_no_points(row("20", None, None), 0, 0, None)]
    #[case::unless_the_row_says_so(row("6", None, Some("6")), 0, 0, Some("6.00"))]
    fn points_follow_the_ratio(
        #[case] row: ScorecardItem,
        #[case] n: i64,
        #[case] d: i64,
        #[case] points: Option<&str>,
    ) {
        let told = row.compute_points(Measure::new_rate(n, d));
        assert_eq!(told.map(|(points, _)| points.to_string()).as_deref(), points);
    }

    #[test]
    fn points_for_nothing_come_with_the_rule_that_gives_them() {
        let row = row("6", None, Some("6"));
        let rule = |measure| row.compute_points(measure).and_then(|(_, rule)| rule);
        assert_eq!(rule(Measure::new_rate(0, 0)), Some("không có: đủ điểm"));
        assert_eq!(rule(Measure::new_rate(1, 2)), None);
        // What is not told is not nothing.
        assert_eq!(row.compute_points(Measure::WITHHELD), None);
    }
}
