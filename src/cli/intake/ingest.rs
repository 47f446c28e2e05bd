use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::{
    super::{
        CommandOutcome,
        help::spoken::{say, spoken},
        options::{DataFolder, local_now},
        output::{
            progress::ProgressOutput,
            say::{describe_worded, print_message},
        },
    },
    many_exports::{SaidNotes, list_exports, name_some},
    rejection,
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    domain::{
        decimal::format_thousands,
        period::Period,
        progress::BuildProgress,
        source::{SnapshotFrom, Source},
        vietnamese_date::{format_day, format_moment, typed_day},
    },
    ingest::archive::Archive,
    pipeline::{IngestOutcome, IngestOverrides, PipelineRun},
    view::{blank_columns::blank_sentences, told_again},
    warehouse::{SourceSummary, WarehouseBuild, query::Warehouse},
};

/// Rejected texts listed per file.
const LISTED: usize = 20;

/// Take exports into the archive, then build and publish the warehouse
#[derive(Debug, Args)]
pub struct IngestCommand {
    /// Exports as the portals give them, or folders that hold them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Read them with this connector instead of the one their headings fit
    #[arg(long, value_name = "ID")]
    connector: Option<String>,

    /// The day whose state they show, where they do not say it themselves
    #[arg(long, value_name = "DATE", value_parser = typed_day)]
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

impl IngestCommand {
    /// Ingests the files named and prints what became of each. Ends as failed where anything could not
    /// be used.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let said = IngestOverrides {
            connector: self.connector,
            snapshot_on: self.snapshot_on,
            period: self.period,
            scope: self.scope,
            office: ProgramSettings::load_file(config)?.scope,
            is_invented: false,
        };
        let listed = list_exports(&self.paths)?;
        listed.passed_lines().into_iter().for_each(print_message);
        ingest_and_report(catalog, &self.data.path, &listed.files, &said)
    }
}

/// Ingests and says what became of every file.
pub fn ingest_and_report(
    catalog: &Catalog,
    data: &Path,
    paths: &[PathBuf],
    said: &IngestOverrides,
) -> miette::Result<CommandOutcome> {
    let mut progress = ProgressOutput::new();
    let mut show = |step: &BuildProgress| progress.set_message(&step.to_string());
    let (taken, build) =
        PipelineRun { catalog, data, now: local_now(), progress: &mut show }.ingest(paths, said)?;
    drop(progress);
    let mut outcome = CommandOutcome::Done;
    let found = build.iter().flat_map(|build| &build.findings).flat_map(|found| &found.sources);
    let found: Vec<&String> = found.collect();
    let known: Vec<&str> = (taken.iter())
        .filter(|(_, taken)| matches!(taken, Ok(IngestOutcome::Known(_))))
        .map(|(shown, _)| &**shown)
        .collect();
    let has_many_known = known.len() > 1;
    if has_many_known {
        let (count, files) = (known.len().to_string(), name_some(&known));
        print_message(say("ingest.known_files", &[("count", &count), ("files", &files)]));
    }
    let mut notes = SaidNotes::default();
    let published = open_build(build.as_ref(), data)?;
    for (shown, taken) in taken {
        match taken {
            // Many of them are said in a line of their own.
            Ok(IngestOutcome::Known(_)) if has_many_known => {}
            Ok(IngestOutcome::Known(source)) => {
                let since = format_moment(source.ingested_at);
                let values = [("file", &*shown), ("since", &since)];
                print_message(say("ingest.known", &values));
            }
            Ok(
                ref done @ (IngestOutcome::New(ref source)
                | IngestOutcome::Amended(ref source)
                | IngestOutcome::Restored(ref source)),
            ) => {
                if matches!(done, IngestOutcome::Restored(_)) {
                    print_message(say("ingest.restored", &[("file", &*shown)]));
                }
                let not_plain =
                    summarize_export(catalog, (&shown, source), published.as_ref(), &mut notes)?;
                if not_plain > 0 || found.contains(&&source.id) {
                    outcome = CommandOutcome::Failed;
                }
            }
            Err(error) => {
                print_message(describe_worded(&error));
                outcome = CommandOutcome::Failed;
            }
        }
    }
    let outcome = outcome.or(report_build(build.as_ref()));
    Ok(outcome.or(say_without_note(data)?))
}

/// Names the archive's files that no note tells of: they are in no number.
pub fn say_without_note(data: &Path) -> miette::Result<CommandOutcome> {
    let without_note = Archive::open_in(data)?.list_contents()?.without_note;
    for path in &without_note {
        let file = path.display().to_string();
        print_message(say("ingest.without_note", &[("file", &file)]));
    }
    Ok(if without_note.is_empty() { CommandOutcome::Done } else { CommandOutcome::Failed })
}

/// Says what the build found, and what it is called; it failed where an export, of whatever run, could not be staged.
pub fn report_build(build: Option<&WarehouseBuild>) -> CommandOutcome {
    let phrases = spoken();
    let Some(build) = build else {
        print_message(phrases.format_phrase("ingest.nothing_new", &[]));
        return CommandOutcome::Done;
    };
    let mut outcome = CommandOutcome::Done;
    for problem in build.sources.iter().filter_map(|source| source.problem.as_ref()) {
        print_message(phrases.format_phrase("ingest.not_staged", &[("problem", problem)]));
        outcome = CommandOutcome::Failed;
    }
    for finding in &build.findings {
        let found = format_count(finding.found as u64);
        let values = [
            ("name", &*finding.name),
            ("found", &found),
            ("first", &finding.first),
            ("check", &finding.check_id),
        ];
        print_message(phrases.format_phrase("ingest.finding", &values));
    }
    print_message(phrases.format_phrase("ingest.published", &[("version", &build.data_version)]));
    outcome
}

/// Holds what a run published, and the warehouse it is in, opened once for all that is said of it.
pub struct PublishedBuild<'b> {
    build: &'b WarehouseBuild,
    pub warehouse: Warehouse,
}

/// Opens what a run published; `None` where it published nothing.
pub fn open_build<'b>(
    build: Option<&'b WarehouseBuild>,
    data: &Path,
) -> miette::Result<Option<PublishedBuild<'b>>> {
    let open = |build| -> miette::Result<PublishedBuild<'b>> {
        Ok(PublishedBuild { build, warehouse: Warehouse::open_published(data)? })
    };
    build.map(open).transpose()
}

/// Says what an export gave; returns how much of it is not among the numbers, or is there in two ways: rows rejected, rows that
/// tell of one thing otherwise, what it does not hold, or all of it.
pub fn summarize_export(
    catalog: &Catalog,
    (shown, source): (&str, &Source),
    published: Option<&PublishedBuild>,
    notes: &mut SaidNotes,
) -> miette::Result<u64> {
    let Some(PublishedBuild { build, warehouse }) = published else { return Ok(0) };
    let Some(staged) = build.sources.iter().find(|staged| staged.id == source.id) else {
        return Ok(0);
    };
    for line in row_count_lines(catalog, shown, source, staged) {
        print_message(line);
    }
    for (phrase, [(name, value)]) in source.workbook_remarks() {
        print_message(format!("  {}", spoken().format_phrase(phrase, &[(name, &value)])));
    }
    let rejections = warehouse.provenance.list_rejections(&source.id)?;
    for rejection in rejections.iter().take(LISTED) {
        let connector = catalog.find_connector(&source.connector)?;
        print_message(rejection::describe_rejection(spoken(), connector, shown, rejection));
    }
    let indented = |id: &str, value: String| {
        print_message(format!("  {}", spoken().format_phrase(id, &[("value", &value)])));
    };
    if rejections.len() > LISTED {
        indented("ingest.more", (rejections.len() - LISTED).to_string());
    }
    for (id, names) in
        [("ingest.sheets", &source.ignored_sheets), ("ingest.headings", &source.ignored_headings)]
    {
        if !names.is_empty() && notes.is_new(id, names) {
            indented(id, names.join(", "));
        }
    }
    let connector = catalog.find_connector(&source.connector).ok();
    for line in blank_sentences(spoken(), connector, &staged.blank_columns) {
        print_message(format!("  {line}"));
    }
    for line in told_again::repeat_sentences(spoken(), &staged.told_again) {
        print_message(format!("  {line}"));
    }
    if let Some(short) = &source.shortfall {
        let (phrase, values) = short.phrase_with_params();
        print_message(format!("  {}", spoken().format_phrase(phrase, &values)));
    }
    let is_nothing = staged.staged.kept == 0;
    if is_nothing {
        print_message(format!("  {}", say("inbox.nothing", &[])));
    }
    let is_short = source.shortfall.is_some() || is_nothing || !source.full_sheets.is_empty();
    Ok(staged.staged.rejected
        + staged.staged.unreadable
        + staged.told_again.differing
        + u64::from(is_short))
}

/// What the export was taken as, and how many of its rows became what.
fn row_count_lines(
    catalog: &Catalog,
    shown: &str,
    source: &Source,
    staged: &SourceSummary,
) -> Vec<String> {
    let phrases = spoken();
    let connector =
        catalog.find_connector(&source.connector).map_or(&source.connector, |known| &known.name);
    let day = format_day(source.snapshot_on);
    let values =
        [("file", shown), ("connector", connector), ("id", &source.connector), ("day", &day)];
    let taken = match source.snapshot_from {
        SnapshotFrom::IngestDay => "ingest.taken_undated",
        SnapshotFrom::Option | SnapshotFrom::Title | SnapshotFrom::FileName => "ingest.taken",
    };
    let of = staged.staged;
    let [read, kept, rejected, layout, unreadable] =
        [staged.rows_read, of.kept, of.rejected, of.layout, of.unreadable].map(format_count);
    let counts = [
        ("read", &*read),
        ("kept", &kept),
        ("rejected", &rejected),
        ("layout", &layout),
        ("unreadable", &unreadable),
    ];
    let rows = if of.layout == 0 { "ingest.rows" } else { "ingest.rows_and_layout" };
    let mut lines = vec![
        phrases.format_phrase(taken, &values),
        format!("  {}", phrases.format_phrase(rows, &counts)),
    ];
    if of.unreadable > 0 {
        lines.push(format!("  {}", phrases.format_phrase("ingest.unreadable", &counts)));
    }
    if of.erased > 0 {
        let erased = format_count(of.erased);
        lines.push(format!("  {}", phrases.format_phrase("ingest.erased", &[("erased", &erased)])));
    }
    lines
}

fn format_count(rows: u64) -> String {
    format_thousands(i64::try_from(rows).unwrap_or(i64::MAX))
}
