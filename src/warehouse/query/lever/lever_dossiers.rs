//! Which dossiers can still move a metric of an agency in a period, and how many.

use std::str::FromStr;

use duckdb::{Connection, params, types::Type};
use jiff::civil::Date;

use super::super::{
    dossier::{
        lateness::verdict_column,
        list::{DossierRow, read_dossier},
        queries::DossierQueries,
    },
    metric::event_query::EventFilter,
};
use crate::{
    catalog::metric::{Metric, lever::LeverDefinition},
    domain::period::Period,
    warehouse::{
        WarehouseError, dates::read_optional_date, engine::render_sql, metrics::event_view,
    },
};

/// Which metric is to be moved, of whom and when.
#[derive(Debug, Clone, Copy)]
pub struct LeverAsked<'a> {
    pub metric: &'a Metric,
    pub lever: &'a LeverDefinition,
    pub period: Period,
    /// The day until which the period is told.
    pub on: Date,
    /// Of this agency and those below it.
    pub agency: &'a str,
}

/// Says what becomes of a dossier's part in a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeverStanding {
    /// It counts now, and no more if nothing is done.
    Kept,
    /// It does not count, and will if it is done.
    Gained,
    /// It counts no more, whatever is done.
    Lost,
}

/// Counts the dossiers that can still move a metric, and those that can no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeverCounts {
    pub kept: i64,
    pub gained: i64,
    pub lost: i64,
}

/// A dossier that can still move a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeverDossier {
    pub standing: LeverStanding,
    /// The day from which it is too late.
    pub lost_on: Option<Date>,
    pub dossier: DossierRow,
}

impl LeverCounts {
    /// How many can still move it.
    pub fn at_hand(self) -> i64 {
        self.kept + self.gained
    }
}

impl LeverStanding {
    /// Returns the name of the standing in SQL and in the API.
    pub fn id(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Gained => "gained",
            Self::Lost => "lost",
        }
    }
}

impl FromStr for LeverStanding {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = [Self::Kept, Self::Gained, Self::Lost].into_iter().find(|it| it.id() == text);
        found.ok_or_else(|| format!("`{text}` is no standing of a lever"))
    }
}

impl DossierQueries {
    /// Counts the dossiers of a lever. Fails for who sees numbers alone, and where the content tells a standing there is not.
    pub fn count_lever(&self, asked: &LeverAsked) -> Result<LeverCounts, WarehouseError> {
        let sql = self.lever_query(asked)? + " select standing, count(*) from at_hand group by 1";
        let days = asked_days(asked);
        self.reader.with_connection("cannot count what can be moved", |connection| {
            let mut query = connection.prepare(&sql)?;
            let mut counts = LeverCounts::default();
            let told = query.query_map(params![days[0], days[1], days[2]], |row| {
                Ok((row.get::<_, String>(0)?, row.get(1)?))
            })?;
            for row in told {
                let (standing, count) = row?;
                *match parse_standing(&standing, 0)? {
                    LeverStanding::Kept => &mut counts.kept,
                    LeverStanding::Gained => &mut counts.gained,
                    LeverStanding::Lost => &mut counts.lost,
                } = count;
            }
            Ok(counts)
        })
    }

    /// Lists the dossiers that can still move a metric, those that are too late first, then by code. Fails as [`Self::count_lever`] does.
    pub fn list_lever(
        &self,
        asked: &LeverAsked,
        at_most: u64,
    ) -> Result<Vec<LeverDossier>, WarehouseError> {
        let verdict = verdict_column(asked.metric.rule);
        let rows = render_sql(include_str!("lever_rows.sql"), &[("verdict", verdict)])?;
        let sql = self.lever_query(asked)? + &rows;
        let days = asked_days(asked);
        let listed =
            self.reader.with_connection("cannot list what can be moved", |connection| {
                let mut query = connection.prepare(&sql)?;
                let rows = query.query_map(params![days[0], days[1], days[2], at_most], |row| {
                    Ok(LeverDossier {
                        dossier: read_dossier(row)?,
                        standing: parse_standing(&row.get::<_, String>(10)?, 10)?,
                        lost_on: read_optional_date(row, 11)?,
                    })
                })?;
                rows.collect::<duckdb::Result<Vec<_>>>()
            })?;
        let told = |mut row: LeverDossier| {
            let code = &row.dossier.agency_code;
            row.dossier.agency_code = self.reader.memory.code_told_in(code, asked.period);
            row
        };
        Ok(listed.into_iter().map(told).collect())
    }

    /// Writes `at_hand`, and what it is made of.
    fn lever_query(&self, asked: &LeverAsked) -> Result<String, WarehouseError> {
        self.reader.require_rows()?;
        let among = self.reader.agency_filter(Some(asked.agency), asked.period);
        let filter = EventFilter { metric: asked.metric, is_flow: false, among: &among, of: None };
        let counted = filter.counted_between(&self.reader, ("$1", "$3"))?;
        // Of a period that was over before the export nothing is left for that day.
        let is_today = self.reader.memory.known_span(asked.metric).until == Some(asked.on);
        lever_sql(asked.lever, (&counted, &among), is_today)
    }
}

/// Checks that the SQL of a lever can be prepared over the events of its metric.
pub fn check_lever(connection: &Connection, lever: &LeverDefinition) -> Result<(), WarehouseError> {
    let events = event_view(&lever.id);
    let counted =
        format!("with counted as (select subject_id, numerator, denominator from {events}),");
    let sql = lever_sql(lever, (&counted, ""), true)?;
    connection
        .prepare(&format!("{sql} select subject_id, standing, lost_on from at_hand"))
        .map(drop)
        .map_err(WarehouseError::wrap_engine(format!("`{}` failed", lever.path)))
}

fn lever_sql(
    lever: &LeverDefinition,
    (counted, among): (&str, &str),
    is_today: bool,
) -> Result<String, WarehouseError> {
    // The content's SQL begins with comments, and may end with one.
    let levers = format!("\n{}\n", lever.sql);
    let events = event_view(&lever.id);
    render_sql(
        include_str!("lever.sql"),
        &[
            ("counted", counted),
            ("events", &events),
            ("among", among),
            ("levers", &levers),
            ("today", if is_today { "true" } else { "false" }),
        ],
    )
}

fn asked_days(asked: &LeverAsked) -> [String; 3] {
    [asked.period.start(), asked.period.end(), asked.on].map(|day| day.to_string())
}

fn parse_standing(text: &str, column: usize) -> duckdb::Result<LeverStanding> {
    text.parse().map_err(|problem: String| {
        duckdb::Error::FromSqlConversionFailure(column, Type::Text, problem.into())
    })
}
