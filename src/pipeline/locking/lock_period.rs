//! Locks a reported period, and takes a lock off: over what is published, with the papers that were reported.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::super::{
    error::PipelineError,
    run::{PipelineRun, make_plan},
};
use crate::{
    archive_store::ArchiveStoreNote,
    backup::describe_backups,
    catalog::settings::ProgramSettings,
    domain::{
        hex::encode_hex, known::KnownPart, period::Period, vietnamese_date::format_day,
        vietnamese_date::format_day_and_time,
    },
    ingest::archive::Archive,
    period_lock::{
        LockDraft, LockError, LockFolder, LockNote, LockRelease, LockedMetric, LockedNumbers,
        LockedPeriod, LockedSource, PaperDraft,
    },
    report::{ReportContext, ReportFormat, ReportRequest, find_signing_day, make},
    state::{StateDatabase, audit::AuditAction},
    warehouse::{BuildLock, query::Warehouse},
};

/// Names who asks for a change of locks, as the log and the lock are to tell it.
#[derive(Debug, Clone, Copy)]
pub struct LockActor<'a> {
    /// A user of the office; none where it is the account of the machine.
    pub user: Option<&'a str>,
    /// What the lock calls them.
    pub name: &'a str,
    /// The address of the machine, or `console`.
    pub address: &'a str,
}

/// Says which period is to be locked, and with which papers.
#[derive(Debug, Clone, Copy)]
pub struct LockRequest<'a> {
    pub period: Period,
    pub reports: &'a [String],
    /// The day that stands on the papers; without it the day `motcua report` puts there.
    pub on: Option<Date>,
    pub note: &'a str,
    /// Whether a period that is not known from its beginning to its end may be locked.
    pub takes_incomplete: bool,
}

impl PipelineRun<'_> {
    /// Locks a period as it is published. Fails where it is not over, not known from its beginning to its end, locked already, or where what is published
    /// is not of all exports and of the content as it is.
    pub fn lock_period(
        &mut self,
        settings: &ProgramSettings,
        request: &LockRequest,
        actor: LockActor,
    ) -> Result<LockedPeriod, PipelineError> {
        let _lock = BuildLock::acquire_lock(self.data, self.now)?;
        let scratch = self.scratch()?;
        let period = request.period;
        let end = format_day(period.end());
        if period.end() >= self.now.date() {
            return Err(LockError::NotOver { period: period.to_string(), end }.into());
        }
        let folder = LockFolder::of_data(self.data);
        if let Some((_, taken)) = folder.find_note(period)? {
            let (by, at) = (taken.locked_by, format_day_and_time(taken.locked_at));
            return Err(LockError::Taken { period: period.to_string(), by, at }.into());
        }
        let erasures = Archive::open_in(self.data)?.read_erasures()?;
        let erased = erasures.entries.len();
        let note = self.take_kept_text(request.note, (&erasures, None), scratch.path())?;
        let unused = scratch.path().join("unused");
        let plan = make_plan((self.catalog, self.data), erasures, (scratch.path(), &unused))?;
        let warehouse = Warehouse::open_published(self.data)?;
        if warehouse.data_version != plan.data_version() {
            return Err(LockError::Stale.into());
        }
        let numbers = LockedNumbers::of_build(self.catalog, &warehouse, period)?;
        let known = warehouse.known_until.filter(|known| *known >= period.start());
        let Some(known) = known.filter(|_| numbers.has_any()) else {
            return Err(LockError::NotKnown { period: period.to_string() }.into());
        };
        let part = warehouse.metrics.known_part_of_dossiers(period);
        // A period whose last day is the day of the newest export is known to its end.
        let part = KnownPart { until: Some(known).filter(|known| *known < period.end()), ..part };
        if !part.is_whole() && !request.takes_incomplete {
            return Err(LockError::not_whole(period, part).into());
        }
        if !request.takes_incomplete {
            ArchiveStoreNote::ensure_not_shared(self.data, &self.catalog.phrases)?;
        }
        let totals = warehouse.provenance.sum_by_connector()?;
        let state = StateDatabase::open(self.data)?;
        let papers = self.make_papers(settings, request, &warehouse, &state)?;
        let metric = |metric: &crate::catalog::metric::Metric| LockedMetric {
            id: metric.id.clone(),
            name: metric.name.clone(),
            sql_sha256: digest_text(&metric.sql),
        };
        let draft = LockDraft {
            period,
            warehouse: &warehouse,
            metrics: self.catalog.metrics.iter().collect(),
            numbers,
            papers,
            note: LockNote {
                id: String::new(),
                shape: 1,
                period: period.to_string(),
                first_day: period.start(),
                last_day: period.end(),
                locked_at: self.now,
                locked_by: actor.name.to_owned(),
                note: note.as_str().to_owned(),
                program: env!("CARGO_PKG_VERSION").to_owned(),
                content: plan.content.content_version(),
                data_version: warehouse.data_version.clone(),
                known_until: warehouse.known_until,
                known_from: part.from,
                is_incomplete: !part.is_whole() || ArchiveStoreNote::is_there(self.data),
                rows_rejected: totals.iter().map(|total| total.rows_rejected).sum(),
                sources: plan
                    .sources
                    .iter()
                    .map(|(source, _)| LockedSource::from(source))
                    .collect(),
                metrics: self.catalog.metrics.iter().map(metric).collect(),
                papers: Vec::new(),
                files: Vec::new(),
                erasures: erased,
                erased: Vec::new(),
                erased_papers: Vec::new(),
                released: None,
            },
        };
        // What cannot be told of is not done.
        let period = period.to_string();
        let said = [("period", period.as_str()), ("note", note.as_str())];
        let detail = self.catalog.phrases.format_phrase("audit.period_locked", &said);
        state.append_audit(self.now, actor.user, actor.address, AuditAction::Change, &detail)?;
        Ok(folder.write_lock(&draft)?)
    }

    /// Takes the lock of a period off, for a reason that stays with it.
    pub fn release_period(
        &mut self,
        (period, reason): (Period, &str),
        actor: LockActor,
    ) -> Result<LockNote, PipelineError> {
        let _lock = BuildLock::acquire_lock(self.data, self.now)?;
        let scratch = self.scratch()?;
        let erasures = Archive::open_in(self.data)?.read_erasures()?;
        let reason = self.take_kept_text(reason, (&erasures, None), scratch.path())?;
        let release = LockRelease {
            at: self.now,
            by: actor.name.to_owned(),
            reason: reason.as_str().to_owned(),
        };
        let released = LockFolder::of_data(self.data).release(period, release)?;
        let period = period.to_string();
        let said = [("period", period.as_str()), ("reason", reason.as_str())];
        let detail = self.catalog.phrases.format_phrase("audit.period_unlocked", &said);
        let state = StateDatabase::open(self.data)?;
        state.append_audit(self.now, actor.user, actor.address, AuditAction::Change, &detail)?;
        Ok(released)
    }

    /// The papers of the reports, in every format there is, as `motcua report` makes them.
    fn make_papers(
        &self,
        settings: &ProgramSettings,
        request: &LockRequest,
        warehouse: &Warehouse,
        state: &StateDatabase,
    ) -> Result<Vec<PaperDraft>, PipelineError> {
        let on = match request.on {
            Some(on) => on,
            None => find_signing_day(warehouse, request.period)?,
        };
        let backups = match &settings.backup {
            Some(_) => describe_backups(&self.catalog.phrases, state, true)?,
            None => None,
        };
        let context = ReportContext::new(self.catalog, &settings.office, warehouse, on)
            .of_scope(settings.scope.clone())
            .with_public_url(settings.serve.public_url.clone())
            .with_backups(backups)
            .with_urgings(state.list_urgings()?);
        let formats: Vec<ReportFormat> = (ReportFormat::ALL.into_iter())
            .filter(|format| cfg!(feature = "pdf") || *format != ReportFormat::Pdf)
            .collect();
        let mut papers = Vec::new();
        let mut made_already = BTreeSet::new();
        for id in request.reports.iter().filter(|id| made_already.insert(id.as_str())) {
            let report = self.catalog.find_report(id)?;
            let asked = ReportRequest { report, period: request.period, agency: None };
            let made = make(&context, asked, &formats).map_err(|error| LockError::Paper {
                report: id.clone(),
                told: self.catalog.phrases.tell_error(&error),
            })?;
            papers.extend(made.into_iter().map(|made| PaperDraft {
                report: id.clone(),
                format: made.format.file_extension().to_owned(),
                file_name: made.file_name,
                bytes: made.bytes,
            }));
        }
        Ok(papers)
    }
}

fn digest_text(text: &str) -> String {
    use sha2::{Digest, Sha256};
    encode_hex(&Sha256::digest(text.as_bytes()))
}
