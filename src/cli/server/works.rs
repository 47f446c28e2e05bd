//! What pages ask the pipeline to do.

use std::{
    path::{MAIN_SEPARATOR, PathBuf},
    sync::Arc,
    thread::sleep,
    time::Duration,
};

use super::{super::options::local_now, demo_server::open_demo};
use crate::{
    catalog::{CatalogVersions, settings::edit::LiveSettings},
    domain::{period::Period, progress::BuildProgress},
    ingest::fetch::FetchEnvironment,
    pipeline::{
        DueWork, HintReader, IngestOverrides, LockActor, LockRequest, PipelineError, PipelineRun,
        ingest_summary, tell_failure,
    },
    warehouse::{WarehouseError, query::Warehouse},
    web::{
        DemoPages, ExportTrial, JobRunner, LockOrder, MendOutcome, UploadOutcome, UploadRequest,
    },
};

/// Another build (the inbox, a command) is waited for this often, this many times.
const WAIT: (Duration, usize) = (Duration::from_secs(1), 900);

/// Runs the jobs that pages ask for, by the ingest and build pipeline.
pub struct PipelineRunner {
    pub catalog: CatalogVersions,
    pub data: PathBuf,
    pub settings: Arc<LiveSettings>,
}

impl JobRunner for PipelineRunner {
    fn take_in(
        &self,
        order: &UploadRequest,
        tell: &mut dyn FnMut(&BuildProgress),
    ) -> Vec<UploadOutcome> {
        let said = IngestOverrides {
            connector: order.connector.clone(),
            snapshot_on: order.snapshot_on,
            office: self.settings.current().scope.clone(),
            ..IngestOverrides::default()
        };
        let done = self.wait_for_build(tell, |run| run.ingest(&order.files, &said));
        let (taken, build) = match done {
            Ok(done) => done,
            Err(error) => return vec![self.failed_outcome(&error)],
        };
        // Where they lie meanwhile says nothing to anybody.
        let folders: Vec<String> = (order.files.iter())
            .filter_map(|file| Some(format!("{}{MAIN_SEPARATOR}", file.parent()?.display())))
            .collect();
        let plain =
            |text: &str| folders.iter().fold(text.to_owned(), |text, it| text.replace(it, ""));
        let lines = taken.iter().map(|(shown, taken)| UploadOutcome {
            file: Some(shown.rsplit(['/', '\\']).next().unwrap_or(shown).to_owned()),
            source_id: taken.as_ref().ok().map(|outcome| outcome.source().id.clone()),
            text: plain(
                ingest_summary(&self.catalog, shown, taken, build.as_ref(), HintReader::Page)
                    .unwrap_or_else(|error| self.catalog.phrases.tell_error(&error))
                    .trim(),
            ),
            is_done: taken.is_ok(),
        });
        lines.collect()
    }

    fn try_export(&self, trial: &ExportTrial) -> Result<(), String> {
        let said = IngestOverrides {
            connector: Some(trial.connector.to_owned()),
            snapshot_on: trial.snapshot_on,
            office: self.settings.current().scope.clone(),
            ..IngestOverrides::default()
        };
        let phrases = &self.catalog.phrases;
        let failed = |error: PipelineError| {
            let told = phrases.tell_error(&error);
            // Where it lies meanwhile says nothing to anybody.
            let folder = trial.file.parent().map(|it| format!("{}{MAIN_SEPARATOR}", it.display()));
            folder.map_or(told.clone(), |folder| told.replace(&folder, ""))
        };
        let mut run = PipelineRun {
            catalog: trial.catalog,
            data: trial.folder,
            now: local_now(),
            progress: &mut |_| {},
        };
        let (taken, _) = run.ingest(&[trial.file.to_owned()], &said).map_err(failed)?;
        taken.into_iter().try_for_each(|(_, taken)| taken.map(drop).map_err(failed))
    }

    fn open_demo(&self) -> Result<Vec<DemoPages>, String> {
        let opened = open_demo(&self.catalog, &self.data);
        opened.map_err(|error| tell_failure(&self.catalog.phrases, &error))
    }

    fn send_test(&self, schedule: &str, mail: &str) -> Result<(), String> {
        let (outside, settings) = (FetchEnvironment::from_system(), self.settings.current());
        let due = DueWork::new((&self.catalog, &settings), &self.data, &outside, &local_now);
        let sent = due.send_test(schedule, mail, None);
        sent.map_err(|error| tell_failure(&self.catalog.phrases, &error))
    }

    fn send_test_mail(&self, mail: &str) -> Result<(), String> {
        let (outside, settings) = (FetchEnvironment::from_system(), self.settings.current());
        let due = DueWork::new((&self.catalog, &settings), &self.data, &outside, &local_now);
        let sent = due.send_test_mail(mail);
        sent.map_err(|error| tell_failure(&self.catalog.phrases, &error))
    }

    fn change_lock(&self, order: &LockOrder) -> Result<(), String> {
        let phrases = &self.catalog.phrases;
        let period: Period = order.period.parse::<Period>().map_err(|error| error.to_string())?;
        let actor = LockActor { user: Some(&order.by), name: &order.by, address: &order.address };
        let settings = self.settings.current();
        let done = self.wait_for_build(&mut |_| {}, |run| match &order.reports {
            Some(reports) => {
                let request = LockRequest {
                    period,
                    reports,
                    on: None,
                    note: &order.text,
                    takes_incomplete: order.takes_incomplete,
                };
                run.lock_period(&settings, &request, actor).map(drop)
            }
            None => run.release_period((period, &order.text), actor).map(drop),
        });
        done.map_err(|error| phrases.tell_on_page(&error))
    }

    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method is not general enough over the lifetimes of a run"
    )]
    fn build(&self, tell: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        let phrases = &self.catalog.phrases;
        let text = match self.wait_for_build(tell, |run| run.build()) {
            Err(error) => return vec![self.failed_outcome(&error)],
            Ok(None) => phrases.format_phrase("work.nothing_new", &[]),
            Ok(Some(build)) => {
                phrases.format_phrase("work.built", &[("version", &build.data_version)])
            }
        };
        vec![UploadOutcome { file: None, source_id: None, text, is_done: true }]
    }

    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method is not general enough over the lifetimes of a run"
    )]
    fn mend(&self) -> MendOutcome {
        match self.wait_for_build(&mut |_| {}, |run| run.build()) {
            // Where nothing is archived there is nothing to build of, whatever is published.
            Ok(None) => match Warehouse::open_published(&self.data) {
                Ok(_) => MendOutcome::Sound,
                Err(error) => MendOutcome::Failed(error.to_string()),
            },
            Ok(Some(build)) => MendOutcome::Rebuilt(build.data_version),
            Err(error) => MendOutcome::Failed(error.to_string()),
        }
    }
}

impl PipelineRunner {
    /// Waits while somebody else builds.
    fn wait_for_build<T>(
        &self,
        tell: &mut dyn FnMut(&BuildProgress),
        work: impl Fn(&mut PipelineRun) -> Result<T, PipelineError>,
    ) -> Result<T, PipelineError> {
        let (pause, times) = WAIT;
        for _ in 0..times {
            let mut run = PipelineRun {
                catalog: &self.catalog,
                data: &self.data,
                now: local_now(),
                progress: tell,
            };
            match work(&mut run) {
                Err(PipelineError::Warehouse(WarehouseError::Locked { .. })) => sleep(pause),
                done => return done,
            }
        }
        work(&mut PipelineRun {
            catalog: &self.catalog,
            data: &self.data,
            now: local_now(),
            progress: tell,
        })
    }

    fn failed_outcome(&self, error: &PipelineError) -> UploadOutcome {
        let phrases = &self.catalog.phrases;
        let text = phrases.format_phrase("work.failed", &[("problem", &phrases.tell_error(error))]);
        UploadOutcome { file: None, source_id: None, text, is_done: false }
    }
}
