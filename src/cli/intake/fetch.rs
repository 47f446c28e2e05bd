use std::path::Path;

use clap::Args;

use super::{
    super::{
        CommandOutcome,
        command_error::CommandError,
        help::spoken::spoken,
        options::{DataFolder, local_now},
        output::{
            progress::ProgressOutput,
            say::{describe_worded, print_message},
        },
    },
    ingest,
    many_exports::SaidNotes,
};
use crate::{
    catalog::{Catalog, connector::Connector, phrases::PhraseBook, settings::ProgramSettings},
    domain::period::Period,
    domain::progress::BuildProgress,
    ingest::fetch::{FetchEnvironment, FetchRequest, PageFetcher},
    pipeline::{FetchOutcome, PipelineRun},
};

/// Fetch rows from portals into the archive, then build and publish the warehouse
///
/// Which portals can be asked is said by the connectors, what an office has to say itself by motcua.toml: `[fetch.<connector>]` with the
/// connector's parameters. A fetch that was stopped goes on behind its last finished page.
#[derive(Debug, Args)]
pub struct FetchCommand {
    /// Fetch with this connector only, not with every one motcua.toml names
    #[arg(long, value_name = "ID")]
    connector: Option<String>,

    /// The period to ask for; the month that holds today if not given
    #[arg(long)]
    period: Option<Period>,

    #[command(flatten)]
    data: DataFolder,
}

impl FetchCommand {
    /// Fetches pages from the portals and publishes a build that holds them. Ends as failed where a
    /// portal failed.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let settings = ProgramSettings::load_file(config)?;
        settings.check_content(catalog)?;
        let (now, outside) = (local_now(), FetchEnvironment::from_system());
        let period = self.period.unwrap_or_else(|| Period::month_of(now.date()));
        let requests = (self.select_connectors(catalog, &settings)?.into_iter())
            .map(|connector| FetchRequest::new(connector, &settings, period, &outside))
            .collect::<Result<Vec<_>, _>>()?;
        let mut client = PageFetcher::new(catalog, &settings, outside, now)?;
        let mut progress = ProgressOutput::new();
        let mut show = |step: &BuildProgress| {
            progress.set_message(&describe_step(spoken(), step));
        };
        let (fetched, build) =
            PipelineRun { catalog, data: &self.data.path, now, progress: &mut show }
                .fetch_requests(&requests, &mut client)?;
        drop(progress);
        let mut outcome = CommandOutcome::Done;
        let mut notes = SaidNotes::default();
        let published = ingest::open_build(build.as_ref(), &self.data.path)?;
        for fetched in &fetched {
            print_message(fetch_line(spoken(), fetched, period));
            for source in &fetched.new {
                let named = (&*source.file_name, source);
                if ingest::summarize_export(catalog, named, published.as_ref(), &mut notes)? > 0 {
                    outcome = CommandOutcome::Failed;
                }
            }
            if let Some(error) = &fetched.error {
                print_message(describe_worded(error));
                outcome = CommandOutcome::Failed;
            }
        }
        Ok(outcome.or(ingest::report_build(build.as_ref())))
    }

    fn select_connectors<'c>(
        &self,
        catalog: &'c Catalog,
        settings: &ProgramSettings,
    ) -> miette::Result<Vec<&'c Connector>> {
        if let Some(id) = &self.connector {
            return Ok(vec![catalog.find_connector(id)?]);
        }
        if settings.fetch.is_empty() {
            return Err(CommandError::NoSource.into());
        }
        let ids = settings.fetch.keys();
        Ok(ids.map(|id| catalog.find_connector(id)).collect::<Result<_, _>>()?)
    }
}

/// What is being done; of a page that is asked for again, why and after which wait.
fn describe_step(phrases: &PhraseBook, step: &BuildProgress) -> String {
    let BuildProgress::RetryPage { place, reason, wait } = step else {
        return step.to_string();
    };
    let wait = format!("{wait:.0?}");
    phrases.format_phrase("fetch.retry", &[("place", place), ("reason", reason), ("wait", &wait)])
}

/// `dvcqg_progress 2026-08: lấy được 3 trang, 1 trang mới`
fn fetch_line(phrases: &PhraseBook, fetched: &FetchOutcome, period: Period) -> String {
    let [pages, new, resumed] =
        [fetched.pages, fetched.new.len(), fetched.resumed].map(|count| count.to_string());
    let period = period.to_string();
    let values = [
        ("connector", &*fetched.connector),
        ("period", &period),
        ("pages", &pages),
        ("new", &new),
        ("resumed", &resumed),
    ];
    let mut text = phrases.format_phrase("fetch.pages", &values);
    if fetched.resumed > 0 {
        text += &phrases.format_phrase("fetch.resumed", &values);
    }
    if fetched.error.is_some() {
        text += &phrases.format_phrase("fetch.stopped", &values);
    }
    text
}
