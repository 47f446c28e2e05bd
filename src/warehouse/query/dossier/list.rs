//! The dossiers behind a number.

use std::collections::BTreeMap;

use duckdb::{Row, params};
use jiff::civil::{Date, DateTime};

use super::{
    super::metric::event_query::EventFilter,
    civil_time::serialize_civil_time,
    extras::{ExtraFilter, ExtraTexts, read_extras},
    lateness::{DossierLateness, read_lateness, verdict_column},
    queries::DossierQueries,
    row_filter::LatenessFilter,
    row_order::{RowColumn, RowOrder},
};
use crate::{
    catalog::metric::Metric,
    domain::{
        measure::{BetterDirection, MetricSubject},
        period::Period,
    },
    warehouse::{WarehouseError, dates::read_optional_time, engine::render_sql},
};

/// Which of the dossiers behind a number are listed.
#[derive(Debug, Clone, Copy)]
pub struct RowsAsked<'a> {
    pub metric: &'a Metric,
    pub period: Period,
    /// Of this agency and those below it; of all without one.
    pub agency: Option<&'a str>,
    /// Only those that pull the metric down.
    pub failing: bool,
    /// Only of the procedure of this code, or of this name where it has no code.
    pub procedure: Option<&'a str>,
    /// Only those whose code holds this text.
    pub code: Option<&'a str>,
    /// Only those that are so late.
    pub lateness: Option<LatenessFilter>,
    /// Only those due on these days: from the first to the last.
    pub due_from: Option<Date>,
    pub due_to: Option<Date>,
    /// Only those whose columns of the office's own hold these texts.
    pub extras: &'a [ExtraFilter],
    pub order: RowOrder,
    pub skip: u64,
    pub at_most: u64,
}

impl<'a> RowsAsked<'a> {
    /// Asks for all dossiers behind a number, by agency.
    pub fn new(metric: &'a Metric, period: Period) -> Self {
        Self {
            metric,
            period,
            agency: None,
            failing: false,
            procedure: None,
            code: None,
            lateness: None,
            due_from: None,
            due_to: None,
            extras: &[],
            order: RowOrder::default(),
            skip: 0,
            at_most: u64::from(u32::MAX),
        }
    }

    /// Whether the sums kept say which of its dossiers are asked for.
    pub(super) fn is_of_sums(&self) -> bool {
        let is_cut = self.lateness.is_some() || self.due_from.is_some() || self.due_to.is_some();
        self.code.is_none() && self.extras.is_empty() && !is_cut && self.order.is_by_agency()
    }
}

/// Holds one page of the dossiers found, and how many there are in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundRows {
    /// Of all that were asked for; nought past their end.
    pub total: u64,
    pub rows: Vec<DossierRow>,
}

/// A dossier as it is shown: no column of it names a person.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct DossierRow {
    pub dossier_code: String,
    pub agency_code: String,
    pub procedure_code: Option<String>,
    pub procedure_name: Option<String>,
    pub status: String,
    /// Local civil times, `yyyy-MM-dd HH:mm:ss`.
    #[serde(serialize_with = "serialize_civil_time")]
    #[schema(value_type = Option<String>)]
    pub received_at: Option<DateTime>,
    #[serde(serialize_with = "serialize_civil_time")]
    #[schema(value_type = Option<String>)]
    pub due_at: Option<DateTime>,
    #[serde(serialize_with = "serialize_civil_time")]
    #[schema(value_type = Option<String>)]
    pub ended_at: Option<DateTime>,
    pub numerator: i64,
    pub denominator: Option<i64>,
    #[serde(flatten)]
    pub lateness: DossierLateness,
    /// Columns of the office's own, by name; left out where there is none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: ExtraTexts,
}

impl DossierRow {
    /// Returns what stands in a column of the office's own; nothing where nothing does.
    pub fn extra_text(&self, name: &str) -> &str {
        self.extra.get(name).map_or("", String::as_str)
    }
}

/// A page, how many there are where it was read from, and how many of those are dossiers there.
pub struct RowPage {
    pub rows: Vec<DossierRow>,
    pub total: u64,
    pub found: u64,
}

impl DossierQueries {
    /// The dossiers that count, in the order asked for.
    pub fn list(&self, asked: &RowsAsked) -> Result<FoundRows, WarehouseError> {
        self.reader.require_rows()?;
        if self.reader.memory.known_span(asked.metric).find_gap(asked.period).is_some() {
            return Ok(FoundRows::default());
        }
        if let Some(rows) = self.list_by_agency(asked)? {
            return Ok(rows);
        }
        let mut among = self.reader.agency_filter(asked.agency, asked.period);
        // A code is looked for among the codes: what few events it has are counted then, instead of all.
        let mut of = None;
        if let Some(code) = asked.code.filter(|_| asked.metric.subject == MetricSubject::Dossier) {
            let codes = self.find_codes(code)?;
            among.push(' ');
            among.push_str(&codes.event_condition());
            of = codes.dossier_condition();
        }
        let events =
            EventFilter { metric: asked.metric, is_flow: false, among: &among, of: of.as_deref() };
        let read = self.read_page(asked, &events, "count(*)")?;
        Ok(FoundRows { total: read.total, rows: read.rows })
    }

    /// Reads a page; `found` is how those that are dossiers among the events' are counted.
    pub(super) fn read_page(
        &self,
        asked: &RowsAsked,
        events: &EventFilter,
        found: &str,
    ) -> Result<RowPage, WarehouseError> {
        let metric = asked.metric;
        let is_failing = match metric.better {
            BetterDirection::Higher => "counted.numerator < counted.denominator",
            BetterDirection::Lower => "counted.numerator > 0",
        };
        let (name, names) = match metric.subject {
            MetricSubject::Dossier => ("dossier.procedure_name", ""),
            _ => ("coalesce(dossier.procedure_name, named.name)", include_str!("names.sql")),
        };
        let (rank, key) = asked.order.sort_keys(metric.rule);
        let lateness =
            asked.lateness.map_or(String::new(), |lateness| lateness.condition(metric.rule));
        let extras: String = asked.extras.iter().map(ExtraFilter::condition).collect();
        let asks_lateness = asked.order.column == RowColumn::Lateness || asked.lateness.is_some();
        let chosen = render_sql(
            include_str!("chosen.sql"),
            &[
                ("is_failing", is_failing),
                ("of", events.of.unwrap_or_default()),
                ("rank", &rank),
                ("key", key),
                ("dossiers", if asks_lateness { "timed" } else { "dossier" }),
                ("lateness", &lateness),
                ("extras", &extras),
            ],
        )?;
        let listed = render_sql(
            include_str!("rows.sql"),
            &[
                ("name", name),
                ("names", names),
                ("found", found),
                ("direction", asked.order.direction()),
                ("verdict", verdict_column(metric.rule)),
            ],
        )?;
        let sql = events.counted_sql(&self.reader)? + &chosen + &listed;
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let (due_from, due_to) = (day(asked.due_from), day(asked.due_to));
        let (start, end) = (asked.period.start().to_string(), asked.period.end().to_string());
        self.reader.with_connection("cannot read the dossiers", |connection| {
            let mut query = connection.prepare(&sql)?;
            let period = asked.period;
            let asked = params![
                start,
                end,
                asked.failing,
                asked.procedure,
                asked.code,
                asked.at_most,
                asked.skip,
                due_from,
                due_to
            ];
            let mut read = RowPage { rows: Vec::new(), total: 0, found: 0 };
            for row in query
                .query_map(asked, |row| Ok((row.get(10)?, row.get(11)?, read_dossier(row)?)))?
            {
                let (total, found, mut row) = row?;
                row.agency_code = self.reader.memory.code_told_in(&row.agency_code, period);
                (read.total, read.found) = (total, found);
                read.rows.push(row);
            }
            Ok(read)
        })
    }
}

/// Reads a dossier: columns 0 to 9, and from 12 on how it stands against its promised day.
pub(in crate::warehouse::query) fn read_dossier(row: &Row) -> duckdb::Result<DossierRow> {
    Ok(DossierRow {
        dossier_code: row.get(0)?,
        agency_code: row.get(1)?,
        procedure_code: row.get(2)?,
        procedure_name: row.get(3)?,
        status: row.get(4)?,
        received_at: read_optional_time(row, 5)?,
        due_at: read_optional_time(row, 6)?,
        ended_at: read_optional_time(row, 7)?,
        numerator: row.get(8)?,
        denominator: row.get(9)?,
        lateness: read_lateness(row, 12)?,
        extra: read_extras(row, 15)?,
    })
}
