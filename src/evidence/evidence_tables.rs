//! The tables of the zip: CSV that a spreadsheet opens, no text of which is a formula.

use std::{collections::HashMap, path::Path};

use crate::{
    catalog::{Catalog, metric::Metric},
    domain::{
        basis::MetricBasis,
        measure::{Measure, MetricSubject},
        period::Period,
        source::Source,
        vietnamese_date::format_moment,
    },
    period_lock::LockedPeriod,
    view::{AnswerWording, ExportCell, ExportTable},
    warehouse::{
        WarehouseError,
        query::{MetricRequest, RowsAsked, Warehouse},
    },
};

/// Reads what is asked of a build and lays it out.
pub struct EvidenceTables<'a> {
    pub words: AnswerWording<'a>,
    pub catalog: &'a Catalog,
    pub warehouse: &'a Warehouse,
    pub period: Period,
    pub lock: Option<&'a LockedPeriod>,
}

/// The part that lists the subjects of a metric.
pub fn rows_name(metric: &Metric) -> String {
    format!("ho-so/{}.csv", metric.id)
}

impl EvidenceTables<'_> {
    /// Begins a table of the file, its headings by the ids of their names.
    pub(super) fn begin_table(&self, name: &str, heads: &[&str]) -> ExportTable {
        let phrase = |id: &&str| match id.strip_prefix("evidence.") {
            Some(own) => format!("evidence.head.{own}"),
            None => format!("column.{id}"),
        };
        let heads = heads.iter().map(|id| self.words.fill_phrase(&phrase(id), &[]));
        ExportTable::new(name, heads.collect::<Vec<_>>())
    }

    /// A row for each metric and agency, that of all together first: by which rule, both counts, what was reported, and where its
    /// subjects are listed.
    pub fn numbers(&self) -> Result<ExportTable, WarehouseError> {
        let mut table = self.begin_table(
            "so-lieu",
            &[
                "code",
                "metric",
                "rule",
                "evidence.numerator",
                "evidence.denominator",
                "agency_code",
                "agency",
                "numerator",
                "denominator",
                "value",
                "evidence.reported",
                "evidence.file",
            ],
        );
        for metric in &self.catalog.metrics {
            let request =
                MetricRequest { metric, period: self.period, basis: MetricBasis::Computed };
            let total = self.warehouse.metrics.total(&request)?;
            let all = self.words.fill_phrase("evidence.all", &[]);
            let total = total.map(|measure| (String::new(), all, measure));
            let values = self.warehouse.metrics.values(&request)?;
            let values = values
                .iter()
                .map(|value| (value.agency_code.clone(), value.agency_name.clone(), value.measure));
            for (code, name, measure) in total.into_iter().chain(values) {
                table.push_row(self.number_cells(metric, (code, name), measure));
            }
        }
        Ok(table)
    }

    fn number_cells(
        &self,
        metric: &Metric,
        (code, name): (String, String),
        measure: Measure,
    ) -> Vec<ExportCell> {
        let reported = self.lock.and_then(|lock| lock.numbers.find_number(metric, &code));
        let reported = reported.map(|number| self.words.lock_counts(metric, number.measure()));
        let is_known = measure.gap.is_none();
        vec![
            metric.id.as_str().into(),
            metric.name.as_str().into(),
            metric.rule_name.as_str().into(),
            metric.numerator.as_str().into(),
            metric.denominator.as_deref().unwrap_or_default().into(),
            code.into(),
            name.into(),
            ExportCell::from_count(is_known.then_some(measure.numerator)),
            ExportCell::from_count(measure.denominator.filter(|_| is_known)),
            self.words.format_value(metric, measure).into(),
            reported.unwrap_or_default().into(),
            rows_name(metric).into(),
        ]
    }

    /// The subjects behind a metric's numbers, those in the numerator and those that are not: their counts add up to the number of all.
    pub fn subjects(&self, metric: &Metric) -> Result<ExportTable, WarehouseError> {
        let mut table = self.begin_table(
            "ho-so",
            &[
                "code",
                "agency_code",
                "agency",
                "procedure_name",
                "status",
                "received_at",
                "due_at",
                "ended_at",
                "lateness",
                "numerator",
                "denominator",
                "evidence.counting",
            ],
        );
        let found = self.warehouse.dossiers.list(&RowsAsked::new(metric, self.period))?;
        for row in &found.rows {
            let agency = self.warehouse.agencies.find_name(&row.agency_code, self.period);
            let status = if metric.subject == MetricSubject::Dossier {
                self.catalog.vocabulary.display_name("status", &row.status)
            } else {
                &row.status
            };
            let counts = (row.numerator, row.denominator.unwrap_or(0));
            table.push_row([
                row.dossier_code.as_str().into(),
                row.agency_code.as_str().into(),
                agency.unwrap_or_default().into(),
                row.procedure_name.as_deref().unwrap_or_default().into(),
                status.into(),
                ExportCell::from_time(row.received_at),
                ExportCell::from_time(row.due_at),
                ExportCell::from_time(row.ended_at),
                self.words.describe_lateness(&row.lateness).into(),
                ExportCell::from_count(Some(row.numerator)),
                ExportCell::from_count(row.denominator),
                self.words.lock_counting(metric, counts).into(),
            ]);
        }
        Ok(table)
    }

    /// The subjects behind the numbers as they were reported, which the lock keeps for programs: by metric, agency and subject.
    pub fn reported_subjects(&self, rows: &Path) -> Result<ExportTable, WarehouseError> {
        let heads = [
            "metric",
            "agency_code",
            "agency",
            "code",
            "numerator",
            "denominator",
            "evidence.counting",
        ];
        let mut table = self.begin_table("ho-so-da-bao-cao", &heads);
        for row in self.warehouse.locks.read_rows(rows)? {
            let metric = self.catalog.metrics.iter().find(|metric| metric.id == row.metric_id);
            let agency = self.warehouse.agencies.find_name(&row.agency_code, self.period);
            let counts = (row.numerator, row.denominator.unwrap_or(0));
            table.push_row([
                row.metric_id.as_str().into(),
                row.agency_code.as_str().into(),
                agency.unwrap_or_default().into(),
                row.subject_id.as_str().into(),
                ExportCell::from_count(Some(row.numerator)),
                ExportCell::from_count(row.denominator),
                metric.map_or_else(String::new, |it| self.words.lock_counting(it, counts)).into(),
            ]);
        }
        Ok(table)
    }

    /// Every export with the digest of its bytes, when it was taken in, and what became of its rows.
    pub fn sources(&self, sources: &[Source]) -> Result<ExportTable, WarehouseError> {
        let mut table = self.begin_table(
            "tep-xuat",
            &[
                "evidence.source",
                "evidence.export",
                "evidence.sha256",
                "evidence.ingested_at",
                "evidence.snapshot_on",
                "period",
                "evidence.rows_read",
                "evidence.rows_kept",
                "evidence.rows_layout",
                "evidence.rows_rejected",
                "evidence.rows_erased",
            ],
        );
        let counts: HashMap<String, [u64; 5]> = self.warehouse.provenance.count_rows()?;
        for source in sources {
            let count = |at: usize| {
                let count = counts.get(&source.id).map(|counts| counts[at]);
                ExportCell::from_count(count.and_then(|count| i64::try_from(count).ok()))
            };
            let named = self.catalog.find_connector(&source.connector);
            let name = named.map_or(source.connector.as_str(), |known| known.name.as_str());
            table.push_row([
                name.into(),
                source.file_name.as_str().into(),
                source.sha256.as_str().into(),
                format_moment(source.ingested_at).into(),
                ExportCell::from_day(source.snapshot_on),
                source.period.as_deref().unwrap_or_default().into(),
                count(0),
                count(1),
                count(2),
                count(3),
                count(4),
            ]);
        }
        Ok(table)
    }

    /// The rows of exports that could not be used, each with why.
    pub fn rejected(&self) -> Result<ExportTable, WarehouseError> {
        let heads = ["evidence.export", "evidence.sheet", "evidence.row", "evidence.reason"];
        let mut table = self.begin_table("dong-chua-dung", &heads);
        for row in self.warehouse.provenance.list_rejected_rows(None)? {
            let place = row.row.map_or_else(String::new, |row| row.to_string());
            let column = row.column.as_deref().unwrap_or_default();
            let reason = format!("{} {column}", row.reason);
            table.push_row([
                row.file_name,
                row.sheet.unwrap_or_default(),
                place,
                reason.trim().to_owned(),
            ]);
        }
        Ok(table)
    }

    /// What every check found.
    pub fn checks(&self) -> Result<ExportTable, WarehouseError> {
        let heads = ["evidence.check", "agency_code", "code", "evidence.finding"];
        let mut table = self.begin_table("kiem-tra", &heads);
        for check in &self.catalog.checks {
            let found = self.warehouse.provenance.read_check(check, None, (0, u64::from(u32::MAX)));
            for row in found?.rows {
                let agency = row.agency_code.unwrap_or_default();
                table.push_row([check.name.clone(), agency, row.subject_id, row.detail]);
            }
        }
        Ok(table)
    }

    /// What everything stands on: which data, which content, how many dossiers are erased, whether the period is locked.
    pub fn summary(&self, erasures: usize) -> Result<ExportTable, WarehouseError> {
        let mut table = self.begin_table("tom-tat", &["evidence.what", "value"]);
        let say = |id: &str| self.words.fill_phrase(&format!("evidence.{id}"), &[]);
        let lock = self.lock.map(|lock| self.words.lock_heading(&lock.note));
        let part = self.warehouse.metrics.known_part_of_dossiers(self.period);
        let rows = [
            ("period", self.words.known_period_name(self.period, part)),
            ("first_day", self.period.start().to_string()),
            ("last_day", self.period.end().to_string()),
            ("data_version", self.warehouse.data_version.clone()),
            ("content", self.catalog.content.content_version()),
            ("program", env!("CARGO_PKG_VERSION").to_owned()),
            ("erasures", erasures.to_string()),
            ("lock", lock.unwrap_or_else(|| say("no_lock"))),
        ];
        for (id, value) in rows {
            table.push_row([say(id), value]);
        }
        Ok(table)
    }
}
