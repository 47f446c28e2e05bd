//! What reports are made from, and what several papers of one call share.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::civil::Date;

use super::ReportError;
use crate::{
    catalog::{Catalog, form::Form, metric::Metric, settings::OfficeSettings},
    domain::period::Period,
    view::Wording,
    warehouse::read::{DossierRow, FormRow, RowsAsked, Warehouse},
};

/// Rows a list is asked for at a time; more of them nobody reads.
const ROWS: u64 = 1_000_000;

type Kept<T> = Mutex<HashMap<(String, Period, bool), Arc<Vec<T>>>>;

pub struct Press<'a> {
    pub catalog: &'a Catalog,
    pub office: &'a OfficeSettings,
    pub warehouse: &'a Warehouse,
    /// The day that stands on the papers.
    pub today: Date,
    rows: Kept<DossierRow>,
    forms: Kept<FormRow>,
}

impl<'a> Press<'a> {
    pub fn new(
        catalog: &'a Catalog,
        office: &'a OfficeSettings,
        warehouse: &'a Warehouse,
        today: Date,
    ) -> Self {
        Self { catalog, office, warehouse, today, rows: Kept::default(), forms: Kept::default() }
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
        let all = kept(&self.forms, (form.id.clone(), period, false), || {
            Ok(self.warehouse.form(form, period, None)?)
        })?;
        let is_asked = |row: &&FormRow| self.is_asked(&row.agency_code, agency, period);
        Ok(all.iter().filter(is_asked).cloned().collect())
    }

    fn is_asked(&self, code: &str, agency: Option<&str>, period: Period) -> bool {
        agency.is_none_or(|agency| self.warehouse.is_under(code, agency, period))
    }
}

fn kept<T>(
    answers: &Kept<T>,
    key: (String, Period, bool),
    make: impl FnOnce() -> Result<Vec<T>, ReportError>,
) -> Result<Arc<Vec<T>>, ReportError> {
    // Held while it is made: a second paper waits for the first one's answer instead of asking again.
    let mut known = answers.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(answer) = known.get(&key) {
        return Ok(Arc::clone(answer));
    }
    let answer = Arc::new(make()?);
    known.insert(key, Arc::clone(&answer));
    Ok(answer)
}
