//! Options several commands share, and how they are read.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, ValueEnum};
use jiff::civil::{Date, DateTime};

use super::{
    command_error::CommandError,
    help::spoken::say,
    output::{
        progress::ProgressOutput,
        say::{print_error, print_message},
    },
    upkeep::own_folder::ensure_own_folder,
};
use crate::{
    backup::{BackupError, is_upgrade_due, prepare_data_folder},
    catalog::{Catalog, metric::Metric, settings::ProgramSettings},
    domain::{
        name::upper_first,
        period::Period,
        vietnamese_date::{format_day, typed_day},
    },
    health,
    pipeline::{self, ScratchFolder},
    view::AnswerWording,
    warehouse::{
        WarehouseError,
        query::{AgencyName, MetricRequest, Warehouse},
    },
};

/// Names the data folder among the arguments of every command that has one.
pub const DATA_FOLDER: &str = "data_folder";

/// The data folder that a command has among its arguments.
pub fn find_data_folder(arguments: &ArgMatches) -> Option<PathBuf> {
    let mut innermost = arguments;
    while let Some((_, inner)) = innermost.subcommand() {
        innermost = inner;
    }
    innermost.try_get_one::<PathBuf>(DATA_FOLDER).ok()?.cloned()
}

/// Takes the option that names the data folder.
#[derive(Debug, Clone, Args)]
pub struct DataFolder {
    /// The folder that holds the archive and the published warehouse
    #[arg(
        id = DATA_FOLDER,
        long = "data",
        value_name = "DIR",
        env = "MOTCUA_DATA",
        default_value = "motcua-data",
        global = true
    )]
    pub path: PathBuf,
}

impl DataFolder {
    /// What is published; says so where it is of other content or fewer exports than there are now.
    pub fn open_warehouse(&self, catalog: &Catalog) -> miette::Result<Warehouse> {
        let opened = Warehouse::open_published(&self.path);
        if !matches!(opened, Err(WarehouseError::NotBuilt { .. }))
            && health::is_stale(catalog, &self.path).unwrap_or(false)
        {
            let folder = self.path.display().to_string();
            print_message(say("show.stale", &[("folder", &folder)]));
        }
        let opened = opened?;
        print_invented(catalog, &opened);
        Ok(opened)
    }

    /// Says that what is published was invented, where it was; nothing where nothing can be opened.
    pub fn print_invented(&self, catalog: &Catalog) {
        if let Ok(published) = Warehouse::open_published(&self.path) {
            print_invented(catalog, &published);
        }
    }
}

/// What a command does with a data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderUse {
    /// It shows what lies there, and leaves it as it is.
    Shows,
    /// It writes, and shows what it can where it must not write.
    Serves,
    /// It writes; a backup may be what it is about, and where that is to lie. Where it makes no folder, there must be one.
    Writes { backup: Option<PathBuf>, makes_folder: bool },
}

/// Backs up a data folder of an older program before anything is written to it, and says where to. Returns whether it may be written
/// to; fails where it is of a newer program, or has to be written to and could not be backed up.
pub fn prepare_folder(
    catalog: &Catalog,
    config: Option<&Path>,
    (data, folder_use): (&Path, &FolderUse),
) -> miette::Result<bool> {
    let named = match folder_use {
        FolderUse::Shows => {
            if is_upgrade_due(data)? {
                print_message(say("upgrade.due", &[]));
            }
            return Ok(false);
        }
        FolderUse::Serves => None,
        FolderUse::Writes { backup, .. } => backup.as_deref(),
    };
    let settings = || Ok(ProgramSettings::load_file(config)?);
    match prepare_data_folder(catalog, settings, (data, named), local_now()) {
        Ok(None) => {}
        Ok(Some((folder, made))) => {
            let folder = folder.display().to_string();
            let values = [("folder", &*folder), ("id", &made.manifest.id)];
            print_message(say("backup.before_upgrade", &values));
        }
        // What else is wrong with the state or the disk is told by whoever serves it, and may keep nobody from looking.
        Err(
            error @ (BackupError::NotUpgraded { .. }
            | BackupError::State(_)
            | BackupError::Disk { .. }),
        ) if *folder_use == FolderUse::Serves => {
            print_error(&error.into());
            return Ok(false);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(true)
}

/// Which number is asked for.
#[derive(Debug, Clone, Args)]
pub struct MetricArguments {
    /// The metric's id; `motcua metrics` lists them
    pub metric: String,

    /// 2026, 2026-H1, 2026-Q3, 2026-08, 2026-W34 or 2026-08-01..2026-08-15; `bc:` before it for the reporting calendar
    #[arg(long)]
    pub period: Period,

    /// Answer from the exports known on that day only
    #[arg(long, value_name = "DATE", value_parser = typed_day)]
    pub as_known_on: Option<Date>,

    #[command(flatten)]
    pub data: DataFolder,
}

/// Lists the formats in which commands print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    Table,
    Json,
    Csv,
}

/// A warehouse, and the folder it goes with when it was built for this one question.
pub struct OpenedWarehouse {
    pub warehouse: Warehouse,
    _folder: Option<ScratchFolder>,
}

/// Says that what a build is of was invented, where the program invented it.
pub fn print_invented(catalog: &Catalog, warehouse: &Warehouse) {
    if let Some(notice) = AnswerWording::new(catalog).invented_notice(warehouse) {
        print_message(notice);
    }
}

impl MetricArguments {
    /// Opens the published warehouse, or builds one of what was known on the day asked for.
    pub fn open_warehouse(&self, catalog: &Catalog) -> miette::Result<OpenedWarehouse> {
        open_as_known(catalog, &self.data, self.as_known_on)
    }

    /// Returns the metric asked for. Fails where the content has no such metric.
    pub fn find_metric<'c>(&self, catalog: &'c Catalog) -> miette::Result<&'c Metric> {
        Ok(catalog.find_metric(&self.metric)?)
    }
}

/// What is published, or a warehouse of what was known on a day.
pub fn open_as_known(
    catalog: &Catalog,
    data: &DataFolder,
    as_known_on: Option<Date>,
) -> miette::Result<OpenedWarehouse> {
    match as_known_on {
        None => Ok(OpenedWarehouse { warehouse: data.open_warehouse(catalog)?, _folder: None }),
        Some(day) => {
            // A reading node has no archive: nothing would be known on any day.
            ensure_own_folder(&data.path)?;
            let (warehouse, folder) = {
                let mut progress = ProgressOutput::new();
                pipeline::as_known_on(catalog, &data.path, day, &mut |step| {
                    progress.set_message(&step.to_string());
                })?
            };
            print_invented(catalog, &warehouse);
            Ok(OpenedWarehouse { warehouse, _folder: Some(folder) })
        }
    }
}

/// Says of a period that is not known from its beginning to its end which days are, and of one nothing is known of, that and why.
pub fn print_known_span(catalog: &Catalog, warehouse: &Warehouse, selection: &MetricRequest) {
    let words = AnswerWording::new(catalog);
    let period = words.period_name(selection.period);
    if let Some(gap) = warehouse.metrics.gap(selection) {
        print_message(words.period_gap(selection.period, gap));
        return;
    }
    let part = warehouse.metrics.known_part(selection);
    if let Some(day) = part.from.map(format_day) {
        let said = [("period", &*period), ("day", &day)];
        print_message(upper_first(&words.fill_phrase("period.unknown_start", &said)));
    }
    if let Some(day) = part.until.map(format_day) {
        let said = [("period", &*period), ("day", &day)];
        print_message(upper_first(&words.fill_phrase("period.unfinished", &said)));
    }
}

/// Letters of the longest code of an agency that is a number.
const LONGEST_CODE: usize = 5;

/// Agencies named where somebody typed a code that is nobody's.
const NEAR: usize = 5;

/// The agency of a code, or an error that says how to find one.
pub fn find_agency(
    warehouse: &Warehouse,
    code: &str,
    period: Period,
) -> miette::Result<AgencyName> {
    if let Some(found) = warehouse.agencies.at(code, period) {
        return Ok(found);
    }
    let (code, near) = (code.to_owned(), list_near(warehouse, code, period).join(", "));
    Err(if near.is_empty() {
        CommandError::NoAgency { code }
    } else {
        CommandError::NoAgencyLike { code, near }
    }
    .into())
}

/// Lists codes with their names that may be meant: of the agencies called so, or of the code whose first noughts a spreadsheet took.
fn list_near(warehouse: &Warehouse, text: &str, period: Period) -> Vec<String> {
    let padded = (1..=LONGEST_CODE.saturating_sub(text.len()))
        .map(|noughts| format!("{}{text}", "0".repeat(noughts)));
    let of_number = padded.filter(|_| text.bytes().all(|it| it.is_ascii_digit()));
    let mut near: Vec<AgencyName> =
        of_number.filter_map(|code| warehouse.agencies.at(&code, period)).collect();
    near.extend(warehouse.agencies.list_called(text, period).agencies);
    near.iter().take(NEAR).map(|agency| format!("`{}` ({})", agency.code, agency.name)).collect()
}

/// Local civil time of Viet Nam, which has one offset and no summer time. The only clock of the program.
pub fn local_now() -> DateTime {
    let offset = jiff::tz::Offset::constant(7);
    offset.to_datetime(jiff::Timestamp::now())
}

/// A level the vocabulary knows.
pub fn ensure_known_level(catalog: &Catalog, level: &str) -> miette::Result<()> {
    let known: Vec<&str> = catalog.vocabulary.coded_values("level").collect();
    if known.contains(&level) {
        return Ok(());
    }
    Err(CommandError::NoLevel { level: level.to_owned(), known: known.join(", ") }.into())
}
