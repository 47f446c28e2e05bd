use std::{fmt::Write as _, path::Path};

use clap::Args;

use super::{
    Outcome, ingest,
    options::{DataFolder, now},
    progress::Progress,
    say::{describe, say},
};
use crate::{
    catalog::{Catalog, connector::Connector, settings::Settings},
    domain::period::Period,
    ingest::fetch::{Fetcher, Outside, Request},
    pipeline::{Fetched, Run},
};

/// Fetch rows from portals into the archive, then build and publish the warehouse
///
/// Which portals can be asked is said by the connectors, what an office has to say itself by motcua.toml: `[fetch.<connector>]` with the
/// connector's parameters. A fetch that was stopped goes on behind its last finished page.
#[derive(Debug, Args)]
pub struct Fetch {
    /// Fetch with this connector only, not with every one motcua.toml names
    #[arg(long, value_name = "ID")]
    connector: Option<String>,

    /// The period to ask for; the month that holds today if not given
    #[arg(long)]
    period: Option<Period>,

    #[command(flatten)]
    data: DataFolder,
}

impl Fetch {
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<Outcome> {
        let settings = Settings::load(config)?;
        settings.check(catalog)?;
        let (now, outside) = (now(), Outside::real());
        let period = self.period.unwrap_or_else(|| Period::month_of(now.date()));
        let requests = (self.connectors(catalog, &settings)?.into_iter())
            .map(|connector| Request::new(connector, &settings, period, &outside))
            .collect::<Result<Vec<_>, _>>()?;
        let mut client = Fetcher::new(catalog, &settings, outside, now)?;
        let mut progress = Progress::new();
        let mut tell = |what: &str| progress.tell(what);
        let (fetched, build) = Run { catalog, data: &self.data.path, now, progress: &mut tell }
            .fetch(&requests, &mut client)?;
        drop(progress);
        let mut outcome = Outcome::Done;
        for fetched in &fetched {
            say(line(fetched, period));
            for source in &fetched.new {
                let name = &source.file_name;
                let data = &self.data.path;
                if ingest::summary(catalog, name, source, build.as_ref(), data)? > 0 {
                    outcome = Outcome::Failed;
                }
            }
            if let Some(error) = &fetched.error {
                say(describe(error));
                outcome = Outcome::Failed;
            }
        }
        Ok(outcome.or(ingest::published(build.as_ref())))
    }

    fn connectors<'c>(
        &self,
        catalog: &'c Catalog,
        settings: &Settings,
    ) -> miette::Result<Vec<&'c Connector>> {
        if let Some(id) = &self.connector {
            return Ok(vec![catalog.connector(id)?]);
        }
        if settings.fetch.is_empty() {
            return Err(miette::miette!(
                help = "name one with `--connector`, or write a table `[fetch.<connector>]` into motcua.toml",
                "nothing is set to be fetched"
            ));
        }
        let ids = settings.fetch.keys();
        Ok(ids.map(|id| catalog.connector(id)).collect::<Result<_, _>>()?)
    }
}

/// `dvcqg_progress 2026-08: 3 pages, 1 of them new`
fn line(fetched: &Fetched, period: Period) -> String {
    let mut text = format!("{} {period}: ", fetched.connector);
    if fetched.resumed > 0 {
        let _ = write!(text, "went on behind page {}, ", fetched.resumed);
    }
    let pages = match fetched.pages {
        1 => "1 page".to_owned(),
        pages => format!("{pages} pages"),
    };
    let end = if fetched.error.is_some() { " finished" } else { "" };
    match fetched.new.len() {
        0 => text + &format!("{pages}{end}, nothing new"),
        new => text + &format!("{pages}{end}, {new} of them new"),
    }
}
