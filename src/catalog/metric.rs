//! A metric: one SQL file whose comment header says what a clerk needs to check it.

pub mod bridge;
pub mod event_counting;
pub mod handling_registers;
pub mod headline;
pub mod legal_source;
pub mod lever;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;

use self::event_counting::{EventCounting, flows_alone};
use super::{
    CatalogError,
    content::{
        ContentFile,
        header::{day, maybe_day, read_header},
    },
    phrases::{
        telling::worded_errors,
        wording::{ErrorWording, WordedError as _},
    },
};
use crate::domain::measure::{BetterDirection, MeasureUnit, MetricSubject, Rule};

worded_errors! {
    /// Says what a metric's header says otherwise than its SQL.
    #[derive(Debug)]
    pub enum MetricProblem {
        "content.other_events" => OtherEvents { declared: String, yielded: String },
    }
}

/// Describes a metric: its header in words, and the SQL that yields its events.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    pub id: String,
    /// In Vietnamese, as all texts of a metric.
    pub name: String,
    /// The name on a tile or a table head.
    pub short_name: String,
    pub unit: MeasureUnit,
    #[serde(default)]
    pub subject: MetricSubject,
    /// The kinds of events its SQL yields; flows alone where it is not said.
    #[serde(default = "flows_alone")]
    pub events: BTreeSet<EventCounting>,
    pub better: BetterDirection,
    pub numerator: String,
    /// `None` for a count.
    pub denominator: Option<String>,
    pub rule: Rule,
    pub rule_name: String,
    /// Which statuses count, which do not.
    pub statuses: String,
    pub source: String,
    /// The kind of export it stands on: until the newest of these anything is known of it. By what it counts where it is not said.
    #[serde(default)]
    pub stands_on: Option<String>,
    /// The indicator others publish it under; its id where it is not said.
    #[serde(default)]
    pub published_as: Option<String>,
    /// Worked out, for a clerk with a pencil.
    #[serde(default)]
    pub example: Option<String>,
    #[serde(deserialize_with = "day")]
    pub since: Date,
    #[serde(default, deserialize_with = "maybe_day")]
    pub until: Option<Date>,
    /// Yields one row per event: `agency_code`, `on_day`, `subject_id`, `kind`, `numerator`, `denominator`.
    #[serde(skip)]
    pub sql: String,
    #[serde(skip)]
    pub path: String,
}

impl Metric {
    /// The indicator of the figures it is held against.
    pub fn indicator(&self) -> &str {
        self.published_as.as_deref().unwrap_or(&self.id)
    }

    /// What the exports it stands on yield.
    pub fn source_kind(&self) -> &str {
        let usual = match self.subject {
            MetricSubject::Dossier | MetricSubject::Procedure | MetricSubject::Agency => "dossier",
            MetricSubject::Petition => "petition",
            MetricSubject::Answer => "survey",
            MetricSubject::Task => "plan_task",
        };
        self.stands_on.as_deref().unwrap_or(usual)
    }

    /// Tells whether a subject counts once in a period: then sums of days do not add up.
    pub fn counts_once(&self) -> bool {
        self.events.contains(&EventCounting::Once)
    }

    /// Tells whether every subject counts from its day on: what is left at the end of a period, whenever it began.
    pub fn is_stock_alone(&self) -> bool {
        self.events.iter().all(|event| *event == EventCounting::Stock)
    }

    /// Tells whether the header declares these kinds of events and no others.
    pub fn declares(&self, kinds: &BTreeSet<String>) -> bool {
        let declared: BTreeSet<&str> = self.events.iter().map(|event| event.id()).collect();
        declared == kinds.iter().map(String::as_str).collect()
    }

    /// Makes the error of a header that declares other kinds of events than the SQL yields.
    pub fn other_events(&self, yielded: &BTreeSet<String>) -> CatalogError {
        let list = |kinds: Vec<&str>| {
            kinds.iter().map(|kind| format!("\"{kind}\"")).collect::<Vec<_>>().join(", ")
        };
        let declared = list(self.events.iter().map(|event| event.id()).collect());
        let yielded = list(yielded.iter().map(String::as_str).collect());
        let line =
            self.sql.lines().find(|line| line.trim_start_matches(['-', ' ']).starts_with("events"));
        let at = line.and_then(|line| {
            let start = self.sql.find(line)?;
            Some(start..start + line.len())
        });
        let problem = MetricProblem::OtherEvents { declared, yielded };
        let told = problem.wording().unwrap_or_else(|| ErrorWording::new("content.other_events"));
        CatalogError::hinted_at(&self.path, &self.sql, at, told)
    }

    /// Parses the SQL file of a metric; fails when its header is wrong or its id is not the file's name.
    pub fn parse_file(file: &ContentFile) -> Result<Self, CatalogError> {
        let metric: Self = read_header(file, |metric: &Self| &metric.id)?;
        Ok(Self { sql: file.to_text()?.to_owned(), path: file.path.clone(), ..metric })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn file(text: &str) -> ContentFile {
        ContentFile {
            path: "queries/metrics/x.sql".into(),
            bytes: Cow::Owned(text.as_bytes().to_vec()),
            is_own: false,
        }
    }

    #[test]
    fn an_error_points_at_its_line_of_the_sql_file() {
        let error = Metric::parse_file(&file("-- id = \"x\"\n-- unit = \"pints\"\nselect 1"))
            .expect_err("no such unit");
        let CatalogError::Place { at: Some(at), text, .. } = error else {
            panic!("a place: {error}")
        };
        assert_eq!(&text.inner()[at.offset()..at.offset() + at.len()], "\"pints\"");
    }

    #[test]
    fn the_id_is_the_name_of_the_file() {
        let header = "-- id = \"y\"\n-- name = \"n\"\n-- short_name = \"n\"\n-- unit = \"percent\"\n-- better = \"higher\"\n-- numerator = \"n\"\n\
            -- rule = \"date\"\n-- rule_name = \"r\"\n-- statuses = \"s\"\n-- source = \"s\"\n-- since = 2018-06-21\n";
        let error = Metric::parse_file(&file(header)).expect_err("another name");
        let told = error.to_string();
        assert!(told.contains("khác tên tệp"), "{told}");
    }
}
