//! What a page shows: `dashboards/<page>.toml`.

use serde::Deserialize;

use super::{CatalogError, content::ContentSet, error::parse_toml};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageDefinition {
    pub id: String,
    pub title: String,
    /// Metrics of the tiles, in order.
    pub tiles: Vec<String>,
    /// The metric the page ranks agencies by, when computed from dossiers.
    pub ranking: String,
    /// The metric it ranks by when it shows the portal's figures.
    pub published_ranking: String,
    /// The tiles when it shows the portal's figures; what it ranks by alone where none are named.
    #[serde(default)]
    pub published_tiles: Vec<String>,
    /// Counts of what is to be looked at this week.
    #[serde(default)]
    pub watched: Vec<String>,
    /// The agencies that are ranked (a level of the vocabulary).
    pub level: String,
    /// What is said of those under the floor, after "98 trên 148"; and where there are none.
    #[serde(default = "finding")]
    pub finding: String,
    #[serde(default = "none_below")]
    pub none_below: String,
    /// Without newer data for so many days, a page says how old it is.
    #[serde(default = "week")]
    pub stale_days: i64,
    /// Three parts that two metrics make.
    #[serde(default)]
    pub parts: Vec<MetricParts>,
    /// Metrics that say the same under two rules.
    #[serde(default)]
    pub rules: Vec<MetricRules>,
    /// Lists of dossiers to choose from.
    #[serde(default, rename = "list")]
    pub lists: Vec<DossierList>,
}

fn finding() -> String {
    "{level} dưới {floor} trong {period}".into()
}

fn none_below() -> String {
    "Không có {level} nào dưới {floor} trong {period}".into()
}

fn week() -> i64 {
    7
}

/// A metric whose whole falls into three parts: the best, as another metric counts them, those also well, and all others.
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

/// One question, answered by calendar days and by instants.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricRules {
    pub date: String,
    pub timestamp: String,
}

/// Dossiers behind a metric.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DossierList {
    pub id: String,
    /// Names it had before: addresses that say them are still understood.
    #[serde(default)]
    pub old_ids: Vec<String>,
    pub name: String,
    pub metric: String,
    /// Only those that pull the metric down.
    #[serde(default)]
    pub failing: bool,
    /// The page of an agency begins it.
    #[serde(default)]
    pub on_agency: bool,
}

impl PageDefinition {
    pub fn load(content: &ContentSet, id: &str) -> Result<Self, CatalogError> {
        let path = format!("dashboards/{id}.toml");
        let text = content.text(&path)?;
        parse_toml(&path, text, text, |place| place)
    }

    pub fn metrics(&self) -> impl Iterator<Item = &String> {
        self.tiles
            .iter()
            .chain(&self.published_tiles)
            .chain(&self.watched)
            .chain([&self.ranking, &self.published_ranking])
            .chain(self.lists.iter().map(|list| &list.metric))
            .chain(self.parts.iter().flat_map(|parts| [&parts.metric, &parts.best]))
            .chain(self.rules.iter().flat_map(|rules| [&rules.date, &rules.timestamp]))
    }

    pub fn parts_of(&self, metric_id: &str) -> Option<&MetricParts> {
        self.parts.iter().find(|parts| parts.metric == metric_id)
    }

    /// The two rules a metric is one of.
    pub fn rules_of(&self, metric_id: &str) -> Option<&MetricRules> {
        self.rules.iter().find(|rules| rules.date == metric_id || rules.timestamp == metric_id)
    }
}
