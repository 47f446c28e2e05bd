use std::path::PathBuf;

use clap::{Args, ValueEnum};
use miette::IntoDiagnostic;

use super::super::{
    CommandOutcome,
    command_error::CommandError,
    help::spoken::{in_spoken_words, say},
    options::{DataFolder, print_invented},
    output::say::{print_data, print_message},
};
use crate::{
    catalog::Catalog,
    view::{AnswerWording, ExportMark, rejected},
    warehouse::query::Warehouse,
};

/// List the rows of exports that could not be used, for the clerk to mend
#[derive(Debug, Args)]
pub struct RejectedCommand {
    /// Only those of the export with this name
    #[arg(long, value_name = "FILE")]
    file: Option<String>,

    #[arg(long, value_enum, default_value = "csv")]
    format: RejectedFormat,

    /// Where to write; a workbook needs it
    #[arg(long, short, value_name = "FILE", required_if_eq("format", "xlsx"))]
    output: Option<PathBuf>,

    /// Those that a later export told right too
    #[arg(long)]
    mended: bool,

    #[command(flatten)]
    data: DataFolder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RejectedFormat {
    Csv,
    Xlsx,
}

impl RejectedCommand {
    /// Writes the rejected rows to a file or to stdout. Fails where the file cannot be written.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let warehouse = Warehouse::open_published(&self.data.path)?;
        print_invented(catalog, &warehouse);
        let provenance = &warehouse.provenance;
        // An empty list would read as if nothing of the export were wrong.
        if let Some(file) = &self.file
            && !provenance.has_export(file)?
        {
            return Err(CommandError::NoExport { file: file.clone() }.into());
        }
        let mut rows = provenance.list_rejected_rows(self.file.as_deref())?;
        if !self.mended {
            rejected::keep_open(&mut rows);
        }
        let sheet = rejected::rejected_table(&in_spoken_words(catalog), &rows);
        let bytes = match self.format {
            RejectedFormat::Csv => sheet.to_csv(),
            RejectedFormat::Xlsx => {
                let mark = ExportMark::of_build(AnswerWording::new(catalog), &warehouse);
                sheet.to_xlsx(&mark).into_diagnostic()?
            }
        };
        let Some(output) = self.output else {
            print_data(String::from_utf8_lossy(&bytes).trim_end());
            return Ok(CommandOutcome::Done);
        };
        std::fs::write(&output, bytes).map_err(|error| CommandError::of_file(&output, &error))?;
        let (file, count) = (output.display().to_string(), rows.len().to_string());
        print_message(say("rejected.written", &[("file", &file), ("count", &count)]));
        Ok(CommandOutcome::Done)
    }
}
