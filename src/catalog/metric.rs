//! A metric: one SQL file whose comment header says what a clerk needs to check it.

pub mod headline;
pub mod legal_source;

use jiff::civil::Date;
use serde::Deserialize;

use super::{
    CatalogError,
    content::{
        ContentFile,
        header::{day, maybe_day, read_header},
    },
};
use crate::domain::measure::{BetterDirection, MeasureUnit, MetricSubject, Rule};

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

    pub fn parse(file: &ContentFile) -> Result<Self, CatalogError> {
        let metric: Self = read_header(file, |metric: &Self| &metric.id)?;
        Ok(Self { sql: file.text()?.to_owned(), path: file.path.clone(), ..metric })
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
        let error = Metric::parse(&file("-- id = \"x\"\n-- unit = \"pints\"\nselect 1"))
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
        let error = Metric::parse(&file(header)).expect_err("another name");
        let told = error.to_string();
        assert!(told.contains("is not the file's name"), "{told}");
    }
}
