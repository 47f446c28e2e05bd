use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::{
    Outcome,
    options::{DataFolder, now},
    progress::Progress,
    rejection,
    say::{describe, say},
};
use crate::{
    catalog::{Catalog, settings::Settings},
    domain::{
        decimal::thousands,
        period::Period,
        source::{SnapshotFrom, Source},
    },
    pipeline::{Run, Said, Taken},
    view::told_again,
    warehouse::{Build, read::Warehouse},
};

/// Rejected texts listed per file.
const LISTED: usize = 20;

/// Take exports into the archive, then build and publish the warehouse
#[derive(Debug, Args)]
pub struct Ingest {
    /// Exports as the portals give them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Read them with this connector instead of the one their headings fit
    #[arg(long, value_name = "ID")]
    connector: Option<String>,

    /// The day whose state they show, where they do not say it themselves
    #[arg(long, value_name = "DATE")]
    snapshot_on: Option<Date>,

    /// The period published figures are of, where they do not say it themselves
    #[arg(long)]
    period: Option<Period>,

    /// The agency, by code or name, among whose units agencies are looked for that are named without a parent
    #[arg(long, value_name = "AGENCY")]
    scope: Option<String>,

    #[command(flatten)]
    data: DataFolder,
}

impl Ingest {
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<Outcome> {
        let said = Said {
            connector: self.connector,
            snapshot_on: self.snapshot_on,
            period: self.period,
            scope: self.scope,
            office: Settings::load(config)?.scope,
        };
        take(catalog, &self.data.path, &self.paths, &said)
    }
}

/// Ingests and says what became of every file.
pub fn take(
    catalog: &Catalog,
    data: &Path,
    paths: &[PathBuf],
    said: &Said,
) -> miette::Result<Outcome> {
    let mut progress = Progress::new();
    let mut tell = |what: &str| progress.tell(what);
    let (taken, build) =
        Run { catalog, data, now: now(), progress: &mut tell }.ingest(paths, said)?;
    drop(progress);
    let mut outcome = Outcome::Done;
    let found = build.iter().flat_map(|build| &build.findings).flat_map(|found| &found.sources);
    let found: Vec<&String> = found.collect();
    for (shown, taken) in taken {
        match taken {
            Ok(Taken::Known(source)) => say(format!(
                "{shown}: already in the archive since {}, nothing to do",
                source.ingested_at.strftime("%Y-%m-%d %H:%M")
            )),
            Ok(Taken::New(source) | Taken::Amended(source)) => {
                let not_plain = summary(catalog, &shown, &source, build.as_ref(), data)?;
                if not_plain > 0 || found.contains(&&source.id) {
                    outcome = Outcome::Failed;
                }
            }
            Err(error) => {
                say(describe(&error));
                outcome = Outcome::Failed;
            }
        }
    }
    Ok(outcome.or(published(build.as_ref())))
}

/// Says what the build found, and what it is called; it failed where an export, of whatever run, could not be staged.
pub fn published(build: Option<&Build>) -> Outcome {
    let Some(build) = build else {
        say("Nothing new to publish");
        return Outcome::Done;
    };
    let mut outcome = Outcome::Done;
    for problem in build.sources.iter().filter_map(|source| source.problem.as_ref()) {
        say(format!(
            "error: {problem}\nhint: none of its rows count until the connector is mended; the archive keeps them"
        ));
        outcome = Outcome::Failed;
    }
    for finding in &build.findings {
        say(format!(
            "warning: {} ({}): {} rows, first {}",
            finding.name, finding.check_id, finding.found, finding.first
        ));
    }
    say(format!("Published data version {}", build.data_version));
    outcome
}

/// Says what an export gave; returns how much of it is not among the numbers, or is there in two ways: rows rejected, rows that
/// tell of one thing otherwise, what it does not hold, or all of it.
pub fn summary(
    catalog: &Catalog,
    shown: &str,
    source: &Source,
    build: Option<&Build>,
    data: &Path,
) -> miette::Result<u64> {
    let staged = build.and_then(|build| build.sources.iter().find(|staged| staged.id == source.id));
    let Some(staged) = staged else { return Ok(0) };
    say(format!(
        "{shown}: connector {}, as of {}{}\n  rows read {}, kept {}, rejected {}{}{}",
        source.connector,
        source.snapshot_on,
        match source.snapshot_from {
            SnapshotFrom::IngestDay =>
                " (today: the export does not say; name it with `--snapshot-on`)",
            SnapshotFrom::Option | SnapshotFrom::Title | SnapshotFrom::FileName => "",
        },
        count(staged.rows_read),
        count(staged.staged.kept),
        count(staged.staged.rejected),
        said_if(staged.staged.layout, ", headings, sections, totals and the like "),
        said_if(
            staged.staged.unreadable,
            "\n  values that cannot be read, in rows that are kept: "
        ),
    ));
    for (phrase, [(name, value)]) in source.remarks() {
        say(format!("  {}", catalog.phrases.say(phrase, &[(name, &value)])));
    }
    let rejections = Warehouse::open(data)?.rejections(&source.id)?;
    for rejection in rejections.iter().take(LISTED) {
        let connector = catalog.connector(&source.connector)?;
        say(rejection::describe(&catalog.phrases, connector, shown, rejection));
    }
    if rejections.len() > LISTED {
        say(format!(
            "  … and {} more such texts; `motcua rejected` lists them all",
            rejections.len() - LISTED
        ));
    }
    if !source.ignored_sheets.is_empty() {
        say(format!(
            "  sheets not read, without the connector's headings: {}",
            source.ignored_sheets.join(", ")
        ));
    }
    if !source.ignored_headings.is_empty() {
        say(format!(
            "  not kept, no column of the connector: {}",
            source.ignored_headings.join(", ")
        ));
    }
    for line in told_again::sentences(&catalog.phrases, &staged.told_again) {
        say(format!("  {line}"));
    }
    if let Some(short) = &source.shortfall {
        let (phrase, values) = short.phrase();
        say(format!("  {}", catalog.phrases.say(phrase, &values)));
    }
    let is_nothing = staged.staged.kept == 0;
    if is_nothing {
        say(format!("  {}", catalog.phrases.say("inbox.nothing", &[])));
    }
    let is_short = source.shortfall.is_some() || is_nothing || !source.full_sheets.is_empty();
    Ok(staged.staged.rejected
        + staged.staged.unreadable
        + staged.told_again.differing
        + u64::from(is_short))
}

fn count(rows: u64) -> String {
    thousands(i64::try_from(rows).unwrap_or(i64::MAX))
}

/// A count with its name, unless there are none.
fn said_if(rows: u64, name: &str) -> String {
    if rows == 0 { String::new() } else { format!("{name}{}", count(rows)) }
}
