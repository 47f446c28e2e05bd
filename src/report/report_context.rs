//! What reports are made from, and what several papers of one call share.

use std::{cmp::Reverse, collections::HashMap, hash::Hash, sync::Arc};

use parking_lot::Mutex;

use jiff::civil::{Date, DateTime};

use super::ReportError;
use crate::{
    catalog::{Catalog, form::FormDefinition, metric::Metric, settings::OfficeSettings},
    domain::basis::MetricBasis,
    domain::{name::text_key, period::Period},
    period_lock::LockedPeriod,
    state::urging::urging_record::UrgingRecord,
    view::AnswerWording,
    warehouse::query::{
        ActiveTargets, AgencyName, ConnectorTotal, DossierRow, FormRow, Holder, MetricRequest,
        RowsAsked, Warehouse,
    },
};

/// Rows a list is asked for at a time; more of them nobody reads.
const ROWS: u64 = 1_000_000;

/// Answers that papers share, by what was asked.
type SharedAnswers<K, T> = Mutex<HashMap<K, Arc<T>>>;

/// Holds what reports are made from, and keeps answers that documents of one call share.
pub struct ReportContext<'a> {
    pub catalog: &'a Catalog,
    pub office: &'a OfficeSettings,
    pub warehouse: &'a Warehouse,
    /// The day that stands on the papers.
    pub today: Date,
    /// What stands before everything else on each paper: that its data is not complete.
    pub(super) mark: Option<String>,
    /// The lock of the period: each paper says how the numbers of its own agency differ from those reported.
    lock: Option<&'a LockedPeriod>,
    /// When the office was last backed up, in a sentence; none where it is not.
    pub(super) backups: Option<String>,
    /// Whom the office urged, as its register has it.
    pub(super) urgings: Vec<UrgingRecord>,
    /// Where readers find the pages, where the office says so.
    pub(super) public_url: Option<String>,
    /// The agency the office answers for, by its code or name, where it says so.
    scope: Option<String>,
    rows: SharedAnswers<(String, Period, bool), Vec<DossierRow>>,
    forms: SharedAnswers<(String, Period), Vec<FormRow>>,
    targets: SharedAnswers<(String, Date), ActiveTargets>,
    sources: SharedAnswers<(), Vec<ConnectorTotal>>,
    letters: SharedAnswers<(), HashMap<String, DateTime>>,
    lock_notes: SharedAnswers<Option<String>, String>,
    holders: SharedAnswers<Period, Holder>,
    own: SharedAnswers<Period, Option<AgencyName>>,
}

impl<'a> ReportContext<'a> {
    /// Makes a context without an office scope and without a note of missing data.
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
            lock: None,
            backups: None,
            urgings: Vec::new(),
            public_url: None,
            scope: None,
            rows: SharedAnswers::default(),
            forms: SharedAnswers::default(),
            targets: SharedAnswers::default(),
            sources: SharedAnswers::default(),
            letters: SharedAnswers::default(),
            lock_notes: SharedAnswers::default(),
            holders: SharedAnswers::default(),
            own: SharedAnswers::default(),
        }
    }

    /// Sets the agency the office answers for, by its code or name.
    #[must_use]
    pub fn of_scope(self, scope: Option<String>) -> Self {
        Self { scope, ..self }
    }

    /// Sets the sentence about backups, printed where the sources are.
    #[must_use]
    pub fn with_backups(self, backups: Option<String>) -> Self {
        Self { backups, ..self }
    }

    /// Sets the register of urging, of which papers tell the period's.
    #[must_use]
    pub fn with_urgings(self, urgings: Vec<UrgingRecord>) -> Self {
        Self { urgings, ..self }
    }

    /// Sets where readers find the pages; without it no paper leads there.
    #[must_use]
    pub fn with_public_url(self, public_url: Option<String>) -> Self {
        Self { public_url, ..self }
    }

    /// Sets the note, printed first on each document, that its data is not complete.
    #[must_use]
    pub fn marked(self, mark: Option<String>) -> Self {
        Self { mark, ..self }
    }

    /// Sets the lock of the period the reports are of, if it is locked.
    #[must_use]
    pub fn with_lock(self, lock: Option<&'a LockedPeriod>) -> Self {
        Self { lock, ..self }
    }

    /// What a paper says of a period that is locked: how the numbers of its agency, or of all in scope, differ from those reported.
    pub(super) fn lock_note_of(
        &self,
        period: Period,
        agency: Option<&str>,
    ) -> Result<Option<Arc<String>>, ReportError> {
        let Some(lock) = self.lock else { return Ok(None) };
        let tell = || {
            let asked = (self.warehouse, period);
            let summary = lock.summarize(&self.catalog.metrics, asked, agency)?;
            Ok(self.words().lock_summary(&lock.note, &summary))
        };
        kept(&self.lock_notes, agency.map(str::to_owned), tell).map(Some)
    }

    /// Returns the wording of answers in the phrases of the content.
    pub(super) fn words(&self) -> AnswerWording<'a> {
        AnswerWording::new(self.catalog)
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
            let asked = RowsAsked { failing, at_most: ROWS, ..RowsAsked::new(metric, period) };
            Ok(self.warehouse.dossiers.list(&asked)?.rows)
        })?;
        Ok(self.asked_of(&all, |row| &row.agency_code, agency, period))
    }

    /// The day a letter of apology was sent, by dossier.
    pub(super) fn letters(&self) -> Result<Arc<HashMap<String, DateTime>>, ReportError> {
        kept(&self.letters, (), || Ok(self.warehouse.dossiers.list_apologies()?))
    }

    /// Whom the numbers of a period are about.
    pub(super) fn holder(&self, period: Period) -> Result<Arc<Holder>, ReportError> {
        kept(&self.holders, period, || {
            let metric = self.catalog.find_metric(&self.catalog.headline.ranking)?;
            let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
            Ok(self.warehouse.metrics.find_holder(&selection, None)?)
        })
    }

    /// The agency the office answers for: the one it says, else the lowest that stands above everything.
    pub(super) fn own_agency(&self, period: Period) -> Result<Option<AgencyName>, ReportError> {
        let own = kept(&self.own, period, || {
            if let Some(scope) = &self.scope {
                let named = self.warehouse.agencies.list_with_numbers(period);
                let code = named.into_iter().find(|(_, name)| text_key(name) == text_key(scope));
                let code = code.map_or(scope.clone(), |(code, _)| code);
                return Ok(self.warehouse.agencies.at(&code, period));
            }
            Ok(self.holder(period)?.agency.clone())
        })?;
        Ok(own.as_ref().clone())
    }

    /// A form's rows, of an agency and those below it, or of all.
    pub(super) fn form(
        &self,
        form: &FormDefinition,
        period: Period,
        agency: Option<&str>,
    ) -> Result<Vec<FormRow>, ReportError> {
        let all = kept(&self.forms, (form.id.clone(), period), || {
            Ok(self.warehouse.dossiers.fill_form(form, period)?)
        })?;
        Ok(self.asked_of(&all, |row| &row.agency_code, agency, period))
    }

    /// The limits of a metric on a day.
    pub(super) fn targets(
        &self,
        metric: &Metric,
        on: Date,
    ) -> Result<Arc<ActiveTargets>, ReportError> {
        kept(&self.targets, (metric.id.clone(), on), || {
            Ok(self.warehouse.metrics.targets(metric, on)?)
        })
    }

    /// Periods the portal published a metric's figures for.
    pub(super) fn published(&self, metric: &Metric) -> Result<&[Period], ReportError> {
        Ok(self.warehouse.published.list_periods(metric.indicator())?)
    }

    /// What each kind of export gave, the newest first.
    pub(super) fn sources(&self) -> Result<Arc<Vec<ConnectorTotal>>, ReportError> {
        kept(&self.sources, (), || {
            let mut totals = self.warehouse.provenance.sum_by_connector()?;
            totals.sort_by_key(|total| Reverse(total.newest_on));
            Ok(totals)
        })
    }

    /// The rows of an agency and those below it, or all; each code is looked up once, however many rows it has.
    fn asked_of<R: Clone>(
        &self,
        rows: &[R],
        code: impl Fn(&R) -> &String,
        agency: Option<&str>,
        period: Period,
    ) -> Vec<R> {
        let Some(agency) = agency else {
            return rows.to_vec();
        };
        let mut known: HashMap<&str, bool> = HashMap::new();
        let mut asked = Vec::new();
        for row in rows {
            let code = code(row).as_str();
            let is_under = || self.warehouse.agencies.is_under(code, agency, period);
            if *known.entry(code).or_insert_with(is_under) {
                asked.push(row.clone());
            }
        }
        asked
    }
}

fn kept<K: Eq + Hash, T>(
    answers: &SharedAnswers<K, T>,
    key: K,
    make: impl FnOnce() -> Result<T, ReportError>,
) -> Result<Arc<T>, ReportError> {
    // Held while it is made: a second paper waits for the first one's answer instead of asking again.
    let mut known = answers.lock();
    if let Some(answer) = known.get(&key) {
        return Ok(Arc::clone(answer));
    }
    let answer = Arc::new(make()?);
    known.insert(key, Arc::clone(&answer));
    Ok(answer)
}
