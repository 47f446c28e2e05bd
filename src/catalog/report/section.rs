//! A part of a paper: what it shows, and of which papers it is.

use jiff::civil::Date;
use serde::{
    Deserialize,
    de::{Error as _, Unexpected},
};

use crate::{catalog::content::header::maybe_day, domain::threshold::Threshold};

/// Says how the page that a section begins is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewPage {
    Upright,
    /// On its side, as a wide table needs.
    Landscape,
}

/// A part of a paper.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionDefinition {
    pub kind: SectionKind,
    /// Its heading.
    #[serde(default)]
    pub title: Option<String>,
    /// What is said first, a paragraph each.
    #[serde(default)]
    pub text: Vec<String>,
    /// What is said where there is nothing to list; without it the section is left out.
    #[serde(default)]
    pub empty: Option<String>,
    #[serde(default)]
    pub metrics: Vec<String>,
    /// What stands over its list, or before its names, where that is not its heading.
    #[serde(default)]
    pub caption: Option<String>,
    /// What a workbook calls the sheet of its table.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Rows listed.
    #[serde(default = "twenty")]
    pub at_most: usize,
    #[serde(default)]
    pub picture: Option<String>,
    /// Of a form.
    #[serde(default)]
    pub form: Option<String>,
    /// Of a form: a part for each level of agencies.
    #[serde(default)]
    pub by_level: bool,
    /// Of bands: the limits between them, lowest first.
    #[serde(default, deserialize_with = "thresholds")]
    pub limits: Vec<Threshold>,
    /// Of bands: so many letters at most a message has, subject and all.
    #[serde(default)]
    pub max_chars: Option<u16>,
    /// Of a scorecard.
    #[serde(default)]
    pub card: Option<String>,
    /// Papers of a period that ends before have it not: what it cites was not in force.
    #[serde(default, deserialize_with = "maybe_day")]
    pub since: Option<Date>,
    /// Papers of a period that ends after have it not.
    #[serde(default, deserialize_with = "maybe_day")]
    pub until: Option<Date>,
    /// It begins a page.
    #[serde(default)]
    pub page: Option<NewPage>,
    /// Whether only papers about several agencies have it, or only those about one.
    #[serde(default)]
    pub only: Option<RowFilter>,
}

/// Says whether a section stands only in reports about several agencies, or only in those about one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowFilter {
    Several,
    One,
}

/// Says what a section shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// Its texts alone.
    Text,
    /// The result in three sentences.
    Summary,
    /// What a chair asks first, and the agencies in a picture.
    Briefing,
    /// A row for each metric: now, before, against its target.
    Metrics,
    /// A row for each agency, a column for each metric.
    Agencies,
    /// Agencies by the limits that they are under, lowest first, then what they have open: lines for a chat.
    Bands,
    /// Those under the floor, with the procedures and dossiers that cause it.
    Below,
    /// What pulled a metric down, and what the others of its metrics count that is still open.
    Causes,
    /// Dossiers behind its metrics.
    Dossiers,
    /// How many dossiers behind a metric are due on which day, a row for each agency; the other metrics count what is to be settled.
    DueDays,
    /// Late dossiers behind the metrics, with the day their letter of apology was sent.
    Letters,
    /// Where the page of these numbers is, as an address and as a code; left out where the office does not say where its pages are.
    Link,
    /// Agencies that count in a metric.
    Named,
    /// The portal's figures beside ours.
    Published,
    /// Where the numbers are from, what was left out, by which rule.
    Sources,
    Picture,
    Form,
    Scorecard,
    /// Whom the office urged about a metric's dossiers, and what became of them.
    Urgings,
    /// A row for each procedure: how many days its dossiers took by the first metric, and what the other metrics say of it.
    Services,
    /// A row for each agency: how many days the dossiers it solved took by the first metric, and what the other metrics say of these.
    AgencyTimes,
    /// A row for each step of the handling, by office and outcome: how long it took, how much of all the time.
    Steps,
    /// How many steps a system did by itself, of the dossiers of its metric.
    Automation,
    /// A row for each level of proactive services: how many procedures and dossiers of its metric.
    Proactive,
    /// Recipients and signature: what follows is an appendix.
    Signature,
}

impl SectionDefinition {
    /// Tells whether papers of a period that ends on a day have it.
    pub fn holds_on(&self, end: Date) -> bool {
        self.since.is_none_or(|first| first <= end) && self.until.is_none_or(|last| end <= last)
    }
}

/// TOML numbers, whole or not, as they are written; `"92,5"` too.
fn thresholds<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Threshold>, D::Error> {
    let threshold = |value: toml::Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.parse().map_err(|_| D::Error::invalid_value(Unexpected::Other(&text), &"float"))
    };
    Vec::<toml::Value>::deserialize(deserializer)?.into_iter().map(threshold).collect()
}

fn twenty() -> usize {
    20
}
