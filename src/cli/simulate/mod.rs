//! `motcua simulate`: where an agency would stand in the published table if its dossiers at hand are done.

mod tables;

use std::str::FromStr;

use clap::Args;

use super::{
    CommandOutcome,
    command_error::CommandError,
    options::{self, DataFolder, OutputFormat},
    output::say::{print_data, print_message},
};
use crate::{
    catalog::{Catalog, scorecard::Scorecard},
    domain::period::Period,
    view::{
        AnswerWording, ScoreRequest,
        answers::{SimulationAnswer, SimulationBody, SimulationRow},
        simulation::{ChangeProblem, ScoreSimulation, SimulatedScore},
    },
    warehouse::query::{AgencyName, Warehouse},
};

/// Simulate a rank: where an agency would stand in the published table if its dossiers are kept in time and paid online
///
/// As counted, at the least and at the most are always told, with how far the same was off in earlier periods.
#[derive(Debug, Args)]
pub struct SimulateCommand {
    /// The scorecard's id
    card: String,

    /// The period simulated
    #[arg(long)]
    period: Period,

    /// The agency; the one the card is about, if it is about one
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,

    /// Try with so many dossiers done, such as `progress_766=37`; may be given several times
    #[arg(long, value_name = "LEVER=N")]
    change: Vec<String>,

    /// Only the dossiers of this lever, in csv and json
    #[arg(long, value_name = "LEVER")]
    lever: Option<String>,

    /// At most so many dossiers of each lever, in csv and json
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    limit: u64,

    /// table: points, ranks and the trial; csv: the dossiers; json: both
    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,

    #[command(flatten)]
    data: DataFolder,
}

/// A lever, and of how many of its dossiers it is tried.
struct TriedChange(String, i64);

impl FromStr for TriedChange {
    type Err = CommandError;

    fn from_str(text: &str) -> Result<Self, CommandError> {
        let unread = || CommandError::ChangeUnread { text: text.to_owned() };
        let (lever, count) = text.split_once('=').ok_or_else(unread)?;
        let count = count.trim().parse().map_err(|_| unread())?;
        Ok(Self(lever.trim().to_owned(), count))
    }
}

impl SimulateCommand {
    /// Prints a simulation, or the dossiers it is made of. Fails for numbers that cannot be tried; without a table it says so.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let card = catalog.find_scorecard(&self.card, self.period.end())?;
        let warehouse = self.data.open_warehouse(catalog)?;
        let agency = self.find_agency(&warehouse, card)?;
        let (period, words) = (self.period, AnswerWording::new(catalog));
        let asked =
            ScoreRequest { catalog, warehouse: &warehouse, card, period, agency: &agency.code };
        self.ensure_lever(&asked)?;
        if self.format == OutputFormat::Csv {
            print_data(tables::rows_table(&self.list_rows(&asked)?).to_csv());
            return Ok(CommandOutcome::Done);
        }
        let missing =
            if card.published.is_none() { "simulate.no_total" } else { "simulate.no_table" };
        let simulation =
            asked.find_table()?.map(|table| asked.simulate_score(table)).transpose()?;
        let changes = self.read_changes()?;
        let tried = match &simulation {
            Some(simulation) if !changes.is_empty() => {
                Some(try_changes(&asked, simulation, &changes)?)
            }
            _ => None,
        };
        if self.format == OutputFormat::Json {
            let body = simulation.as_ref().map(|it| SimulationBody::new(it, tried));
            let rows = self.list_rows(&asked)?;
            let answer = SimulationAnswer::new(&asked, &agency.name, body, rows);
            print_data(serde_json::to_string_pretty(&answer).expect("an answer is plain data"));
            return Ok(CommandOutcome::Done);
        }
        print_message(format!("{} · {} · {period} · {}", card.name, agency.name, card.source));
        let Some(simulation) = simulation else {
            print_message(words.fill_phrase(missing, &[]));
            return Ok(CommandOutcome::Failed);
        };
        let tried = tried.map(|score| (changes.as_slice(), score));
        tables::print_simulation(words, &simulation.to_text(words, tried));
        Ok(CommandOutcome::Done)
    }

    fn find_agency(&self, warehouse: &Warehouse, card: &Scorecard) -> miette::Result<AgencyName> {
        match (&self.agency, &card.agency) {
            (Some(asked), Some(own)) if asked != own => {
                let (card, agency) = (card.id.clone(), own.clone());
                Err(CommandError::OtherAgency { card, agency }.into())
            }
            (Some(code), _) | (None, Some(code)) => {
                options::find_agency(warehouse, code, self.period)
            }
            (None, None) => Err(CommandError::AgencyNeeded { card: self.card.clone() }.into()),
        }
    }

    /// No dossier is of a lever that the card has not: an empty list would be taken for an answer.
    fn ensure_lever(&self, asked: &ScoreRequest) -> Result<(), CommandError> {
        let known = asked.lever_ids();
        match &self.lever {
            Some(lever) if !known.contains(&lever.as_str()) => {
                Err(CommandError::NoLever { lever: lever.clone(), known: known.join(", ") })
            }
            _ => Ok(()),
        }
    }

    fn read_changes(&self) -> Result<Vec<(String, i64)>, CommandError> {
        let mut changes: Vec<(String, i64)> = Vec::new();
        for text in &self.change {
            let TriedChange(lever, count) = text.parse()?;
            if changes.iter().any(|(named, _)| *named == lever) {
                return Err(CommandError::ChangeTwice { lever });
            }
            changes.push((lever, count));
        }
        Ok(changes)
    }

    fn list_rows(&self, asked: &ScoreRequest) -> miette::Result<Vec<SimulationRow>> {
        let listed = asked.list_at_hand(self.lever.as_deref(), self.limit)?;
        let rows = listed.into_iter().flat_map(|(lever, rows)| {
            rows.into_iter().map(|row| SimulationRow::new(&lever.id, row))
        });
        Ok(rows.collect())
    }
}

/// The score with the numbers asked for; what cannot be tried is refused with what can.
fn try_changes(
    asked: &ScoreRequest,
    simulation: &ScoreSimulation,
    changes: &[(String, i64)],
) -> Result<SimulatedScore, CommandError> {
    simulation.try_changes(changes).map_err(|problem| match problem {
        ChangeProblem::UnknownLever { id } if asked.lever_ids().contains(&id.as_str()) => {
            CommandError::StuckLever { lever: id }
        }
        ChangeProblem::UnknownLever { id } => {
            CommandError::NoLever { lever: id, known: asked.lever_ids().join(", ") }
        }
        ChangeProblem::TooMany { id, at_hand } => {
            let tried = changes.iter().find(|(lever, _)| *lever == id);
            let asked = tried.map_or(String::new(), |(_, count)| count.to_string());
            CommandError::TooManyDossiers { lever: id, count: at_hand.to_string(), asked }
        }
    })
}
