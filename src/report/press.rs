//! What reports are made from, and what several papers of one call share.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::civil::Date;

use super::ReportError;
use crate::{
    catalog::{Catalog, form::Form, metric::Metric, settings::OfficeSettings},
    domain::period::Period,
    view::Wording,
    warehouse::read::{ConnectorTotal, DossierRow, FormRow, RowsAsked, Targets, Warehouse},
};

/// Rows a list is asked for at a time; more of them nobody reads.
const ROWS: u64 = 1_000_000;

/// Answers that papers share, by what was asked.
type Kept<K, T> = Mutex<HashMap<K, Arc<T>>>;

pub struct Press<'a> {
    pub catalog: &'a Catalog,
    pub office: &'a OfficeSettings,
    pub warehouse: &'a Warehouse,
    /// The day that stands on the papers.
    pub today: Date,
    /// What stands before everything else on each paper: that its data is not complete.
    pub(super) mark: Option<String>,
    rows: Kept<(String, Period, bool), Vec<DossierRow>>,
    forms: Kept<(String, Period), Vec<FormRow>>,
    targets: Kept<(String, Date), Targets>,
    published: Kept<String, Vec<Period>>,
    sources: Kept<(), Vec<ConnectorTotal>>,
}

impl<'a> Press<'a> {
    pub fn new(
        catalog: &'a Catalog,
        office: &'a OfficeSettings,
        warehouse: &'a Warehouse,
        today: Date,
    ) -> Self {
        Self {
            catalog,
            office,
            warehouse,
            today,
            mark: None,
            rows: Kept::default(),
            forms: Kept::default(),
            targets: Kept::default(),
            published: Kept::default(),
            sources: Kept::default(),
        }
    }

    #[must_use]
    pub fn marked(self, mark: Option<String>) -> Self {
        Self { mark, ..self }
    }

    pub(super) fn words(&self) -> Wording<'a> {
        Wording::new(self.catalog)
    }

    /// The dossiers behind a metric, of an agency and those below it, or of all. They are asked for once for all papers.
    pub(super) fn rows(
        &self,
        metric: &Metric,
        period: Period,
        agency: Option<&str>,
        failing: bool,
    ) -> Result<Vec<DossierRow>, ReportError> {
        let all = kept(&self.rows, (metric.id.clone(), period, failing), || {
            let asked = RowsAsked {
                metric,
                period,
                agency: None,
                failing,
                procedure: None,
                code: None,
                skip: 0,
                at_most: ROWS,
            };
            Ok(self.warehouse.rows(&asked)?.rows)
        })?;
        let is_asked = |row: &&DossierRow| self.is_asked(&row.agency_code, agency, period);
        Ok(all.iter().filter(is_asked).cloned().collect())
    }

    /// A form's rows, of an agency and those below it, or of all.
    pub(super) fn form(
        &self,
        form: &Form,
        period: Period,
        agency: Option<&str>,
    ) -> Result<Vec<FormRow>, ReportError> {
        let all = kept(&self.forms, (form.id.clone(), period), || {
            Ok(self.warehouse.form(form, period)?)
        })?;
        let is_asked = |row: &&FormRow| self.is_asked(&row.agency_code, agency, period);
        Ok(all.iter().filter(is_asked).cloned().collect())
    }

    /// The limits of a metric on a day.
    pub(super) fn targets(&self, metric: &Metric, on: Date) -> Result<Arc<Targets>, ReportError> {
        kept(&self.targets, (metric.id.clone(), on), || {
            Ok(self.warehouse.targets(&metric.id, on)?)
        })
    }

    /// Periods the portal published a metric's figures for.
    pub(super) fn published(&self, metric: &Metric) -> Result<Arc<Vec<Period>>, ReportError> {
        let indicator = metric.indicator().to_owned();
        kept(&self.published, indicator.clone(), || {
            Ok(self.warehouse.published_periods(&indicator)?)
        })
    }

    /// What each kind of export gave, the newest first.
    pub(super) fn sources(&self) -> Result<Arc<Vec<ConnectorTotal>>, ReportError> {
        kept(&self.sources, (), || {
            let mut totals = self.warehouse.connector_totals()?;
            totals.sort_by(|a, b| b.newest_on.cmp(&a.newest_on));
            Ok(totals)
        })
    }

    fn is_asked(&self, code: &str, agency: Option<&str>, period: Period) -> bool {
        agency.is_none_or(|agency| self.warehouse.is_under(code, agency, period))
    }
}

fn kept<K: Eq + Hash, T>(
    answers: &Kept<K, T>,
    key: K,
    make: impl FnOnce() -> Result<T, ReportError>,
) -> Result<Arc<T>, ReportError> {
    // Held while it is made: a second paper waits for the first one's answer instead of asking again.
    let mut known = answers.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(answer) = known.get(&key) {
        return Ok(Arc::clone(answer));
    }
    let answer = Arc::new(make()?);
    known.insert(key, Arc::clone(&answer));
    Ok(answer)
}
