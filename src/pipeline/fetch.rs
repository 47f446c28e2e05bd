//! From a portal's pages to the archive, one source a page, and one build at the end.
//!
//! Invariant: an answer lies on disk only in a file without a name until its named columns are decoded.

use std::{collections::BTreeSet, path::PathBuf};

use jiff::civil::DateTime;
use sha2::{Digest, Sha256};

use super::{
    error::PipelineError,
    intake::ArchiveIntake,
    outcome::{IngestOutcome, IngestOverrides},
    run::PipelineRun,
};
use crate::{
    domain::{hex::encode_hex, progress::BuildProgress, source::Source},
    ingest::{
        self, Export, IngestError,
        archive::Archive,
        export::{ExportBytes, FileKind, UnnamedFile},
        fetch::{
            CacheValidators, FetchCheckpoint, FetchError, FetchRequest, FinishedPage, MOST_PAGES,
            PageFetcher, PageOutcome, PageProblem, PageRequest, PageRows,
        },
    },
    warehouse::{self, BuildLock, WarehouseBuild},
};

/// The column of whose texts each stands once in a list, by what its rows are: a dossier may have several steps, and an agency several figures.
const CODES: [(&str, &str); 2] = [("dossier", "dossier_code"), ("petition", "petition_code")];

/// What became of one request.
#[derive(Debug)]
pub struct FetchOutcome {
    pub connector: String,
    /// Pages finished before the run, by one that was stopped.
    pub resumed: usize,
    pub pages: usize,
    pub new: Vec<Source>,
    /// Why it ended before the last page.
    pub error: Option<PipelineError>,
}

impl PipelineRun<'_> {
    /// Fetches what is asked for and publishes a warehouse that holds it. A portal that fails does not stop the others.
    pub fn fetch_requests(
        &mut self,
        requests: &[FetchRequest],
        client: &mut PageFetcher,
    ) -> Result<(Vec<FetchOutcome>, Option<WarehouseBuild>), PipelineError> {
        let _lock = BuildLock::acquire_lock(self.data, self.now)?;
        let scratch = self.scratch()?;
        for scope in requests.iter().filter_map(|request| request.office.as_ref()) {
            warehouse::check_scope(&self.catalog.content, scope, scratch.path())?;
        }
        let _ = self.settle_archive();
        let mut intake = ArchiveIntake::open_in(self.data, scratch.path())?;
        let fetched =
            (requests.iter()).map(|request| self.fetch_one(request, client, &mut intake)).collect();
        // The engine of the archive goes before that of the build comes.
        drop(intake);
        let build = self.publish(scratch.path(), |_| true)?;
        Ok((fetched, build))
    }

    fn fetch_one(
        &mut self,
        request: &FetchRequest,
        client: &mut PageFetcher,
        intake: &mut ArchiveIntake,
    ) -> FetchOutcome {
        let mut fetched = FetchOutcome {
            connector: request.connector.id.clone(),
            resumed: 0,
            pages: 0,
            new: Vec::new(),
            error: None,
        };
        fetched.error = self.fetch_pages(request, client, intake, &mut fetched).err();
        fetched
    }

    fn fetch_pages(
        &mut self,
        request: &FetchRequest,
        client: &mut PageFetcher,
        intake: &mut ArchiveIntake,
        fetched: &mut FetchOutcome,
    ) -> Result<(), PipelineError> {
        let path = FetchCheckpoint::file_path(self.data, &request.connector.id, request.period);
        let is_archived = |id: &str| intake.archive.parquet_path(id).exists();
        let mut record =
            FetchCheckpoint::open_file(&path, &request.request_digest(), self.now, is_archived)?;
        (fetched.resumed, fetched.pages) = (record.finished, record.finished);
        while !record.complete {
            let asked = request.page_request(record.finished);
            (self.progress)(&BuildProgress::FetchPage { place: asked.shown_place() });
            let known = record.next_known_page().cloned();
            let validators = known.as_ref().map(|page| page.validators.clone());
            let answer =
                client.fetch_page(&asked, &validators.unwrap_or_default(), self.progress)?;
            let page = match (answer, known) {
                (PageOutcome::Same, Some(known)) => FinishedPage { asked_at: self.now, ..known },
                (PageOutcome::Same, None) => unreachable!("only what is known can be the same"),
                (PageOutcome::Page { body, validators }, known) => {
                    let (page, new) =
                        self.finish_page(request, &asked, &body, &record, known.as_ref(), intake)?;
                    fetched.new.extend(new);
                    FinishedPage { validators, ..page }
                }
            };
            let rows = PageRows { count: page.rows, total: page.total };
            let is_last =
                rows.is_last(request.http.pages.as_ref(), record.finished_rows() + page.rows);
            record.add_finished(page, is_last);
            fetched.pages = record.finished;
            record.save_to(&path)?;
            if is_last {
                end_round(request, &mut record, intake)?;
                record.save_to(&path)?;
            }
            if record.complete {
                record.find_loss(&asked.shown_place())?;
            }
        }
        Ok(())
    }

    /// Takes a page's rows in, unless they are the ones of the round before.
    fn finish_page(
        &mut self,
        request: &FetchRequest,
        asked: &PageRequest,
        body: &[u8],
        record: &FetchCheckpoint,
        known: Option<&FinishedPage>,
        intake: &mut ArchiveIntake,
    ) -> Result<(FinishedPage, Option<Source>), PipelineError> {
        let no_rows = |problem| FetchError::NoRows { place: asked.shown_place(), problem };
        let rows = PageRows::from_body(request.connector, body).map_err(no_rows)?;
        let sha256 = encode_hex(&Sha256::digest(body));
        let before = record.finished.checked_sub(1).map(|last| &record.pages[last]);
        if rows.count > 0 && before.is_some_and(|before| before.sha256 == sha256) {
            return Err(no_rows(PageProblem::Repeated).into());
        }
        if record.finished >= MOST_PAGES as usize {
            return Err(no_rows(PageProblem::Endless { pages: MOST_PAGES }).into());
        }
        let held = record.finished_rows();
        if let Some(total) = rows.total.filter(|total| rows.count == 0 && *total > held) {
            return Err(FetchError::Short { place: asked.shown_place(), total, held }.into());
        }
        let page = |source: Option<String>, asked_at: DateTime| FinishedPage {
            rows: rows.count,
            total: rows.total,
            sha256: sha256.clone(),
            source,
            validators: CacheValidators::default(),
            asked_at,
        };
        let previous = known.and_then(|page| page.source.clone());
        if rows.count == 0 {
            return Ok((page(None, self.now), None));
        }
        if known.is_some_and(|known| known.sha256 == sha256) {
            return Ok((page(previous, self.now), None));
        }
        let (connector, period) = (&request.connector.id, request.period);
        let number = record.finished + 1;
        // The same bytes may answer for two periods, or come back after others: each is a source of its own.
        let mut digest = Sha256::new();
        // Another way of reading makes other rows of the same bytes.
        let way = &record.request;
        digest.update(format!("{period} {number} {previous:?} {way}\n"));
        digest.update(body);
        let id = Archive::source_id(connector, &encode_hex(&digest.finalize()));
        let name = format!("{connector} {period} page {number}.json").replace(':', "-");
        if let Some(archived) = intake.archive.find_note(&id)? {
            return Ok((page(Some(id), self.now), Some(archived)));
        }
        let said = IngestOverrides {
            connector: Some(connector.clone()),
            snapshot_on: Some(self.now.date()),
            period: Some(period),
            office: request.office.clone(),
            ..IngestOverrides::default()
        };
        let bytes = UnnamedFile::fill_new(|file| file.write_all(body))
            .map_err(IngestError::unwritable_file(&std::env::temp_dir()))?;
        let export =
            Export { shown: name.clone(), file_name: name, bytes: ExportBytes::Unnamed(bytes.0) };
        let connectors = [request.connector];
        let mut decoded = ingest::decode_export(
            &export,
            FileKind::Json,
            &connectors,
            &self.catalog.layout,
            intake.scratch,
        )?;
        // The other pages are asked for too.
        decoded.shortfall = None;
        let taken = self.keep(&export, decoded, &said, (id, sha256.clone()), intake)?;
        let (IngestOutcome::New(source)
        | IngestOutcome::Known(source)
        | IngestOutcome::Amended(source)
        | IngestOutcome::Restored(source)) = taken;
        Ok((page(Some(source.id.clone()), self.now), Some(source)))
    }
}

/// Looks at a round that came to its end. What moved to a page that was asked for before is on none: then another one begins.
fn end_round(
    request: &FetchRequest,
    record: &mut FetchCheckpoint,
    intake: &ArchiveIntake,
) -> Result<(), PipelineError> {
    let code = CODES.iter().find(|(yields, _)| *yields == request.connector.yields);
    let heading = code.and_then(|(_, column)| request.connector.heading_of(column));
    let files: Vec<PathBuf> =
        record.finished_sources().map(|id| intake.archive.parquet_path(id)).collect();
    let codes = match heading {
        Some(heading) => warehouse::list_shared_texts(&files, heading, intake.scratch)?,
        None => BTreeSet::new(),
    };
    let is_short = record.find_shrinking().is_some();
    if record.repeated.end_round(&codes, is_short) {
        record.begin_again();
    }
    Ok(())
}
