//! `motcua due-list`: what is due within 24 hours and three working days.

use std::path::Path;

use clap::Args;
use jiff::civil::DateTime;

use super::{
    CommandOutcome,
    command_error::CommandError,
    options::{self, DataFolder, OutputFormat, local_now},
    output::{
        say::{print_data, print_message},
        table::OutputTable,
    },
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    domain::{office_hours::DueWindow, period::Period, vietnamese_date::typed_moment},
    view::{AnswerWording, DUE_COLUMNS, DueAnswer, due_table},
    warehouse::query::DueAsked,
};

/// List the open dossiers that are due within 24 hours or three working days
///
/// By the hours of the office in motcua.toml and the calendar of days off. Counted from now; where the newest export is more than three
/// working days old, from that, and it says so.
#[derive(Debug, Args)]
pub struct DueListCommand {
    #[command(flatten)]
    data: DataFolder,

    /// The agency with those under it; all of them without it
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,

    /// Only one window: what has passed, what is due within 24 hours or within three days
    #[arg(long, value_name = "WINDOW", value_parser = ["passed", "within_24h", "within_3d"])]
    window: Option<String>,

    /// As if it were then, in the time of Viet Nam
    #[arg(long, value_name = "TIME", value_parser = typed_moment)]
    at: Option<DateTime>,

    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,
}

impl DueListCommand {
    /// Prints what is due. Fails where no dossier is known, or the calendar does not reach.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let hours = ProgramSettings::load_file(config)?.office_hours()?;
        let warehouse = self.data.open_warehouse(catalog)?;
        let now = self.at.unwrap_or_else(local_now);
        let month = Period::month_of(now.date());
        let agency = match &self.agency {
            Some(code) => Some(options::find_agency(&warehouse, code, month)?),
            None => None,
        };
        let agency = agency.as_ref().map(|agency| agency.code.as_str());
        let words = AnswerWording::new(catalog);
        let Some(list) = warehouse.dossiers.list_due(&DueAsked { hours, now, agency })? else {
            return Err(CommandError::NoDueKnown.into());
        };
        let window = self.window.as_ref().and_then(|window| window.parse::<DueWindow>().ok());
        let name =
            |code: &str| warehouse.agencies.find_name(code, month).unwrap_or(code).to_owned();
        if self.format == OutputFormat::Json {
            let answer = DueAnswer::new(&warehouse.data_version, Some(&list), window);
            print_data(serde_json::to_string_pretty(&answer).expect("plain data"));
            return Ok(CommandOutcome::Done);
        }
        let made = due_table(catalog, &list, window, name);
        let mut table = OutputTable::new(&made.heads);
        // What follows the dossiers in a file to take away is told apart here.
        for row in made.rows.iter().filter(|row| row.len() > DUE_COLUMNS.len()) {
            table.push_row(row.iter().map(ToString::to_string));
        }
        match self.format {
            OutputFormat::Csv => print_data(table.to_csv()),
            _ => table.to_lines().iter().for_each(print_data),
        }
        let told = [words.due_basis_sentence(&list)].into_iter();
        let told = told.chain(words.due_apart_sentences(&list));
        told.chain([words.due_rule_sentence(&hours)]).for_each(print_message);
        Ok(CommandOutcome::Done)
    }
}
