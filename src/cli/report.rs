use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::{
    CommandOutcome,
    command_error::CommandError,
    help::spoken::{say, spoken},
    locking::locked_paper::{LockedPaperFile, find_locked_papers},
    options::{self, DataFolder},
    output::{
        progress::ProgressOutput,
        say::{print_data, print_message},
        table::OutputTable,
    },
    server::follow_watch::describe_behind,
    upkeep::own_folder::ensure_own_folder,
};
use crate::{
    backup::describe_backups,
    catalog::{
        Catalog,
        report::{ReportSubject, SectionKind},
        settings::ProgramSettings,
    },
    domain::{
        period::Period,
        vietnamese_date::{format_day_and_time, typed_day},
    },
    period_lock::LockFolder,
    report::{
        RenderedFile, ReportContext, ReportFormat, ReportRequest, find_signing_day, make,
        make_each, units,
    },
    state::StateDatabase,
    version_store::FollowStatus,
    warehouse::query::AgencyName,
};

/// Write a report: DOCX, XLSX, HTML, PDF
#[derive(Debug, Args)]
pub struct ReportCommand {
    /// The report's id; a list of them without it
    #[arg(value_name = "REPORT")]
    id: Option<String>,

    /// 2023-W52, 2023-12, 2023-Q4, 2023-H2, 2023, 2023-12-01..2023-12-15; `bc:` before it for the reporting calendar
    #[arg(long, requires = "id")]
    period: Option<Period>,

    /// Only this agency, with those under it
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,

    /// A report of each unit that has numbers
    #[arg(long, conflicts_with = "agency")]
    each: bool,

    /// docx, xlsx, html, pdf; all of them without it
    #[arg(long, value_name = "FORMATS", value_delimiter = ',')]
    format: Vec<String>,

    /// The day that stands on the paper; without it the first working day after the period, or after what the data knows of it
    #[arg(long, value_name = "DATE", value_parser = typed_day)]
    on: Option<Date>,

    /// Answer from the exports known on that day only
    #[arg(long, value_name = "DATE", value_parser = typed_day)]
    as_known_on: Option<Date>,

    /// The present numbers of a locked period, not the papers as they were locked; each says how it differs
    #[arg(long)]
    now: bool,

    /// The folder the documents are written to
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    out: PathBuf,

    #[command(flatten)]
    data: DataFolder,
}

impl ReportCommand {
    /// Writes the report to the output folder and prints the names of the files. Fails for an unknown
    /// report, agency or format.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let Some(id) = &self.id else {
            report_table(catalog).to_lines().iter().for_each(print_data);
            return Ok(CommandOutcome::Done);
        };
        let Some(period) = self.period else {
            return Err(CommandError::NoPeriod { example: "2023-W52" }.into());
        };
        let report = catalog.find_report(id)?;
        let settings = ProgramSettings::load_file(config)?;
        let formats = parse_formats(&self.format)?;
        if let Some(files) = self.find_locked(id, period, &formats)? {
            return self.write_locked(&files);
        }
        // The register is no part of a version: a paper without it would say that nobody was urged.
        if report.sections.iter().any(|section| section.kind == SectionKind::Urgings) {
            ensure_own_folder(&self.data.path)?;
        }
        // Of another day it is told what was known then.
        let lock = match self.as_known_on {
            Some(_) => None,
            None => LockFolder::of_data(&self.data.path).find_in_force(period)?,
        };
        let opened = options::open_as_known(catalog, &self.data, self.as_known_on)?;
        let warehouse = &opened.warehouse;
        let today = match self.on {
            Some(on) => on,
            None => find_signing_day(warehouse, period)?,
        };
        let context = ReportContext::new(catalog, &settings.office, warehouse, today)
            .of_scope(settings.scope.clone())
            .with_public_url(settings.serve.public_url.clone())
            .with_lock(lock.as_ref())
            .marked(describe_behind(&self.data.path, catalog, &settings)?)
            .with_backups(match &settings.backup {
                // The office's, of which a node knows nothing.
                Some(_) if FollowStatus::read(&self.data.path)?.is_none() => {
                    let state = StateDatabase::open_or_read(&self.data.path)?;
                    describe_backups(&catalog.phrases, &state, true)?
                }
                _ => None,
            })
            .with_urgings(if StateDatabase::is_there(&self.data.path) {
                StateDatabase::open_or_read(&self.data.path)?.list_urgings()?
            } else {
                Vec::new()
            });
        std::fs::create_dir_all(&self.out)
            .map_err(|error| CommandError::of_file(&self.out, &error))?;
        if self.each {
            if report.about != ReportSubject::Whole {
                return Err(CommandError::PaperOfEach { report: id.clone() }.into());
            }
            let units = units(&context, period)?;
            return self.write_each(&context, (report, period), &units, &formats);
        }
        let agency = match &self.agency {
            Some(code) => Some(options::find_agency(warehouse, code, period)?.code),
            None => None,
        };
        let mut progress = ProgressOutput::new();
        progress.set_message(&report.name);
        let asked = ReportRequest { report, period, agency: agency.as_deref() };
        let documents = make(&context, asked, &formats)?;
        drop(progress);
        if documents.is_empty() {
            let period = period.to_string();
            print_message(say("paper.nothing", &[("report", id), ("period", &period)]));
            return Ok(CommandOutcome::Done);
        }
        self.write_files(&documents)?;
        Ok(CommandOutcome::Done)
    }

    /// The papers as they were locked, where the period and the report were, and nobody asks for others.
    fn find_locked(
        &self,
        report: &str,
        period: Period,
        formats: &[ReportFormat],
    ) -> miette::Result<Option<Vec<LockedPaperFile>>> {
        let is_other = [
            self.now,
            self.each,
            self.as_known_on.is_some(),
            self.on.is_some(),
            self.agency.is_some(),
        ]
        .contains(&true);
        if is_other {
            return Ok(None);
        }
        let Some(lock) = LockFolder::of_data(&self.data.path).find_in_force(period)? else {
            return Ok(None);
        };
        let found = find_locked_papers(&lock, report, formats, !self.format.is_empty())?;
        if found.is_some() {
            let at = format_day_and_time(lock.note.locked_at);
            print_message(say("paper.locked", &[("by", &lock.note.locked_by), ("at", &at)]));
        }
        Ok(found)
    }

    fn write_locked(&self, files: &[LockedPaperFile]) -> miette::Result<CommandOutcome> {
        std::fs::create_dir_all(&self.out)
            .map_err(|error| CommandError::of_file(&self.out, &error))?;
        for file in files {
            self.write_file(&file.file_name, &file.bytes)?;
        }
        Ok(CommandOutcome::Done)
    }

    fn write_file(&self, name: &str, bytes: &[u8]) -> miette::Result<()> {
        let path = self.out.join(name);
        std::fs::write(&path, bytes).map_err(|error| CommandError::of_file(&path, &error))?;
        print_data(path.display());
        Ok(())
    }

    fn write_each(
        &self,
        context: &ReportContext,
        asked: (&crate::catalog::report::ReportDefinition, Period),
        units: &[AgencyName],
        formats: &[ReportFormat],
    ) -> miette::Result<CommandOutcome> {
        let (mut failed, mut written, mut done) = (CommandOutcome::Done, Ok(()), 0);
        let mut progress = ProgressOutput::with_steps(units.len());
        make_each(context, asked, units, formats, &mut |made| {
            done += 1;
            progress.finish_step(&made.agency.name);
            match made.documents {
                Ok(documents) => written = self.write_files(&documents),
                Err(error) => {
                    failed = CommandOutcome::Failed;
                    let problem = spoken().tell_error(&error);
                    print_message(format!("{}: {problem}", made.agency.name));
                }
            }
            // Where one cannot be written, the next cannot either.
            written.is_ok()
        });
        drop(progress);
        written?;
        print_message(say("paper.units", &[("count", &done.to_string())]));
        Ok(failed)
    }

    fn write_files(&self, documents: &[RenderedFile]) -> miette::Result<()> {
        for document in documents {
            self.write_file(&document.file_name, &document.bytes)?;
        }
        Ok(())
    }
}

fn parse_formats(named: &[String]) -> miette::Result<Vec<ReportFormat>> {
    if named.is_empty() {
        let all = ReportFormat::ALL.into_iter();
        return Ok(all
            .filter(|format| cfg!(feature = "pdf") || *format != ReportFormat::Pdf)
            .collect());
    }
    let format = |name: &String| {
        name.parse().map_err(|_| CommandError::NoFormat { format: name.clone() }.into())
    };
    named.iter().map(format).collect()
}

fn report_table(catalog: &Catalog) -> OutputTable {
    let name = spoken().format_phrase("column.name", &[]);
    let mut table = OutputTable::new([say("column.code", &[]), name]);
    for report in &catalog.reports {
        table.push_row([report.id.clone(), report.name.clone()]);
    }
    table
}
