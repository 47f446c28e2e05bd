//! A locked period, and what of its numbers is counted otherwise now.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    lock_error::LockError,
    lock_files::digest,
    lock_note::{LockNote, LockedPaper},
    locked_numbers::{LockedNumber, LockedNumbers},
    told_number::{find_now, is_visible, told, told_of_unit},
};
use crate::{
    catalog::metric::Metric,
    domain::{basis::MetricBasis, measure::Measure, period::Period},
    warehouse::{
        WarehouseError,
        query::{ChangedSubject, LockChange, LockChangeAsked, MetricRequest, Warehouse},
    },
};

/// Is a lock that was read through: every file of it is as it was locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedPeriod {
    pub folder: PathBuf,
    pub note: LockNote,
    pub numbers: LockedNumbers,
}

/// What was reported of a metric and an agency, beside what is counted now. `None`: nobody knew it then, or knows it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportedNumber {
    pub then: Option<Measure>,
    pub now: Option<Measure>,
}

/// Says which subjects make a locked number and the present one differ: `then` and the changes add up to `now`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberChange {
    pub number: ReportedNumber,
    /// By reason; `erased` are the dossiers taken out on request, `remainder` what no subject explains.
    pub changes: Vec<LockChange>,
}

impl ReportedNumber {
    /// Whether it is counted as it was reported.
    pub fn is_same(self) -> bool {
        self.then == self.now
    }
}

impl NumberChange {
    /// How many subjects differ.
    pub fn subjects(&self) -> u64 {
        self.changes.iter().map(|change| change.subjects).sum()
    }
}

impl LockedPeriod {
    /// The bytes of a locked paper; fails where they are not as they were locked.
    pub fn read_paper(&self, paper: &LockedPaper) -> Result<Vec<u8>, LockError> {
        let name = format!("papers/{}", paper.file_name);
        let damaged =
            || LockError::Damaged { path: self.folder.display().to_string(), file: name.clone() };
        let bytes = fs::read(self.folder.join(&name)).map_err(|_| damaged())?;
        let file = self.note.files.iter().find(|file| file.name == name);
        match file {
            Some(file) if digest(&bytes) == file.sha256 => Ok(bytes),
            _ => Err(damaged()),
        }
    }

    /// The papers of a report that were locked.
    pub fn papers_of(&self, report: &str) -> Vec<&LockedPaper> {
        self.note.papers.iter().filter(|paper| paper.report == report).collect()
    }

    /// The file of the subjects behind the numbers.
    pub fn rows_path(&self) -> Option<PathBuf> {
        self.note.rows_file().map(|file| self.folder.join(&file.name))
    }

    /// What was reported of a metric, beside what a build counts now: of an agency, or of all in scope together. `None` where the metric
    /// was not locked, or who asks sees none of it.
    pub fn hold_against(
        &self,
        warehouse: &Warehouse,
        (metric, period): (&Metric, Period),
        agency: Option<&str>,
    ) -> Result<Option<ReportedNumber>, WarehouseError> {
        if !self.holds_metric(metric) {
            return Ok(None);
        }
        if agency.is_some_and(|code| !is_visible(warehouse, code, period)) {
            return Ok(None);
        }
        let request = MetricRequest { metric, period, basis: MetricBasis::Computed };
        let (then, now) = match agency {
            None => (
                self.sum_then(warehouse, (metric, period)),
                warehouse.metrics.total(&request)?.filter(|measure| measure.gap.is_none()),
            ),
            Some(code) => (
                self.numbers.find_number(metric, code).and_then(LockedNumber::measure),
                find_now(&warehouse.metrics.values(&request)?, code),
            ),
        };
        Ok(Some(ReportedNumber { then: then.map(|it| told(warehouse, metric, it)), now }))
    }

    /// Whether a metric was locked with the period.
    pub fn holds_metric(&self, metric: &Metric) -> bool {
        self.note.metrics.iter().any(|locked| locked.id == metric.id)
    }

    /// What was reported of one agency, beside the number of now and as far as who asks is told of it. `None` where nothing was.
    pub fn find_reported(
        &self,
        warehouse: &Warehouse,
        (metric, period): (&Metric, Period),
        (agency, now): (&str, Option<Measure>),
    ) -> Option<Measure> {
        let then = self.numbers.find_number(metric, agency)?.measure()?;
        is_visible(warehouse, agency, period).then(|| told_of_unit(warehouse, metric, (then, now)))
    }

    /// The same with the subjects that make the difference, by reason.
    pub fn explain_change(
        &self,
        warehouse: &Warehouse,
        (metric, period): (&Metric, Period),
        agency: Option<&str>,
    ) -> Result<Option<NumberChange>, WarehouseError> {
        let Some(number) = self.hold_against(warehouse, (metric, period), agency)? else {
            return Ok(None);
        };
        let mut changes =
            self.with_asked(metric, period, agency, |asked| warehouse.locks.sum_changes(asked))?;
        let erased = self.sum_erased(warehouse, metric, period, agency);
        changes.extend(erased.filter(|change| change.subjects > 0));
        let counts = |measure: Option<Measure>| {
            measure.map_or((0, 0), |it| (it.numerator, it.denominator.unwrap_or(0)))
        };
        let (then, now) = (counts(number.then), counts(number.now));
        let explained = changes
            .iter()
            .fold((0, 0), |sum, change| (sum.0 + change.numerator, sum.1 + change.denominator));
        let left = (now.0 - then.0 - explained.0, now.1 - then.1 - explained.1);
        if left != (0, 0) && warehouse.scope().has_rows() {
            let (numerator, denominator) = left;
            let reason = "remainder".to_owned();
            changes.push(LockChange { reason, subjects: 0, numerator, denominator });
        }
        Ok(Some(NumberChange { number, changes }))
    }

    /// Lists the subjects that make a difference anywhere, also only between units, at most so many. Refuses who sees numbers alone.
    pub fn list_changed(
        &self,
        warehouse: &Warehouse,
        (metric, period): (&Metric, Period),
        agency: Option<&str>,
        at_most: u64,
    ) -> Result<Vec<ChangedSubject>, WarehouseError> {
        self.with_asked(metric, period, agency, |asked| {
            warehouse.locks.list_changes(asked, at_most)
        })
    }

    fn with_asked<T: Default>(
        &self,
        metric: &Metric,
        period: Period,
        agency: Option<&str>,
        ask: impl FnOnce(&LockChangeAsked) -> Result<T, WarehouseError>,
    ) -> Result<T, WarehouseError> {
        let Some(rows) = self.rows_path() else { return Ok(T::default()) };
        let sources: Vec<&str> = self.note.sources.iter().map(|it| it.id.as_str()).collect();
        let rows: &Path = &rows;
        let is_whole = fs::read(rows).is_ok_and(|bytes| {
            self.note.rows_file().is_some_and(|file| digest(&bytes) == file.sha256)
        });
        if !is_whole {
            let doing = format!("cannot compare with `{}`", rows.display());
            let damaged = std::io::Error::from(std::io::ErrorKind::InvalidData);
            return Err(WarehouseError::wrap_io(doing)(damaged));
        }
        ask(&LockChangeAsked { rows, sources: &sources, metric, period, agency })
    }

    /// What the erased dossiers of an agency and those below it, or of all in scope, take away from the locked number.
    pub(super) fn sum_erased(
        &self,
        warehouse: &Warehouse,
        metric: &Metric,
        period: Period,
        agency: Option<&str>,
    ) -> Option<LockChange> {
        let of_metric = self.note.erased.iter().filter(|sum| sum.metric_id == metric.id);
        let is_asked = |code: &str| match agency {
            Some(agency) => code == agency || warehouse.agencies.is_under(code, agency, period),
            None => is_visible(warehouse, code, period),
        };
        let asked = of_metric.filter(|sum| is_asked(&sum.agency_code));
        asked
            .map(|sum| LockChange {
                reason: "erased".to_owned(),
                subjects: sum.subjects,
                numerator: -sum.numerator,
                denominator: -sum.denominator,
            })
            .reduce(|one, other| LockChange {
                subjects: one.subjects + other.subjects,
                numerator: one.numerator + other.numerator,
                denominator: one.denominator + other.denominator,
                ..one
            })
    }
}
