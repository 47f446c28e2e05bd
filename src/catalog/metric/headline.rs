//! What is said of an office first, wherever it is said: `queries/headline.toml`.

use serde::Deserialize;

use crate::catalog::{
    CatalogError,
    content::toml_text::parse_toml,
    content::{ContentSet, text_template::TextTemplate},
    phrases::wording::ErrorWording,
};
use crate::domain::measure::Rule;

/// Names the metrics that pages, charts, reports and the command line begin with, and whom they rank.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadlineDefinition {
    /// Metrics that are shown first, in order.
    pub metrics: Vec<String>,
    /// The same where the portal's figures are shown; what is ranked by alone where none are named.
    #[serde(default)]
    pub published_metrics: Vec<String>,
    /// The metric agencies are ranked by, when computed from dossiers.
    pub ranking: String,
    /// The metric they are ranked by where the portal's figures are shown.
    pub published_ranking: String,
    /// The agencies that are ranked (a level of the vocabulary).
    pub level: String,
    /// How many dossiers make an agency one of the next size, rising; agencies are ranked within their size. Without any, all are of one.
    #[serde(default)]
    pub size_groups: Vec<i64>,
    /// The metric whose events are a dossier each and the days it took: how long dossiers take is told by it. Without one it is not told.
    #[serde(default)]
    pub handling: Option<String>,
    /// Three parts that two metrics make.
    #[serde(default)]
    pub parts: Vec<MetricParts>,
    /// Metrics that say the same under two rules.
    #[serde(default)]
    pub rules: Vec<MetricRules>,
}

/// Splits the whole of a metric into three parts: the best, as another metric counts them, those also well, and all others.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricParts {
    pub metric: String,
    /// The metric of the best, of the same denominator.
    pub best: String,
    /// Best first.
    pub names: [String; 3],
    /// The title: `{agency}`, and the shares `{best}`, `{middle}`, `{worst}`.
    pub finding: String,
}

/// Pairs the metrics that answer one question by calendar days and by instants.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricRules {
    pub date: String,
    pub timestamp: String,
}

/// What a sentence about three parts can say.
const OF_PARTS: [&str; 4] = ["agency", "best", "middle", "worst"];

/// The content's file of the headline.
pub const PATH: &str = "queries/headline.toml";

impl HeadlineDefinition {
    /// Reads the content's file.
    pub fn load(content: &ContentSet) -> Result<Self, CatalogError> {
        let text = content.file_text(PATH)?;
        let headline: Self = parse_toml(PATH, text, text, |place| place)?;
        headline.check(PATH, text)?;
        Ok(headline)
    }

    /// Checks that every placeholder of its sentences will be filled; `text` is the file they stand in.
    pub fn check(&self, path: &str, text: &str) -> Result<(), CatalogError> {
        let is_rising = self.size_groups.is_sorted_by(|one, next| one < next);
        if !is_rising || self.size_groups.iter().any(|threshold| *threshold < 1) {
            let at = text.find("size_groups").map(|at| at..at + "size_groups".len());
            let told = ErrorWording::new("content.size_groups");
            return Err(CatalogError::worded_at(path, text, at, told)
                .with_hint(ErrorWording::new("content.size_groups_hint")));
        }
        (self.parts.iter()).try_for_each(|parts| {
            TextTemplate::parse(&parts.finding).check_in(path, text, &OF_PARTS)
        })
    }

    /// Lists every metric it names.
    pub fn named_metrics(&self) -> impl Iterator<Item = &String> {
        (self.metrics.iter().chain(&self.published_metrics))
            .chain([&self.ranking, &self.published_ranking])
            .chain(&self.handling)
            .chain(self.parts.iter().flat_map(|parts| [&parts.metric, &parts.best]))
            .chain(self.rules.iter().flat_map(|rules| [&rules.date, &rules.timestamp]))
    }

    /// Finds the three parts of a metric.
    pub fn parts_of(&self, metric_id: &str) -> Option<&MetricParts> {
        self.parts.iter().find(|parts| parts.metric == metric_id)
    }

    /// Names the metric that answers the same as another by the rule asked for. What is named by its instants is meant so.
    pub fn under_rule<'h>(&'h self, metric_id: &'h str, rule: Rule) -> &'h str {
        match (self.rules_of(metric_id), rule) {
            (Some(rules), Rule::Timestamp) => &rules.timestamp,
            _ => metric_id,
        }
    }

    /// Finds the two rules a metric is one of.
    pub fn rules_of(&self, metric_id: &str) -> Option<&MetricRules> {
        self.rules.iter().find(|rules| rules.date == metric_id || rules.timestamp == metric_id)
    }
}
