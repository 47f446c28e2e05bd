//! `motcua bridge`: from one metric's number to another's, dossier by dossier.

mod said;

use clap::Args;

use super::{
    CommandOutcome,
    command_error::CommandError,
    options::{self, MetricArguments, OutputFormat},
    output::say::{print_data, print_message},
};
use crate::{
    catalog::{Catalog, metric::bridge::BridgeDefinition},
    domain::{
        basis::MetricBasis,
        measure::{MeasureUnit, MetricSubject},
    },
    view::AnswerWording,
    warehouse::query::{BridgeAsked, MetricRequest, UNEXPLAINED},
};

/// Say which dossiers make two metrics differ, and why
///
/// The first number and what each reason adds come out as the second number exactly, in numerator and denominator.
#[derive(Debug, Args)]
pub struct BridgeCommand {
    #[command(flatten)]
    question: MetricArguments,

    /// The metric it leads to
    #[arg(long, value_name = "METRIC")]
    against: String,

    /// The agency with those under it; all of them without it
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,

    /// Only the dossiers of this reason, in csv and json
    #[arg(long, value_name = "REASON")]
    reason: Option<String>,

    /// At most so many dossiers of each reason, in csv and json
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    limit: u64,

    /// table: the sums by reason; csv: the dossiers; json: both
    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,
}

impl BridgeCommand {
    /// Prints what makes two metrics differ. Fails where either is no share of dossiers, or not known of the period.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let first = self.question.find_metric(catalog)?;
        let second = catalog.find_metric(&self.against)?;
        for metric in [first, second] {
            if metric.unit != MeasureUnit::Percent || metric.subject != MetricSubject::Dossier {
                return Err(CommandError::NoBridge { metric: metric.id.clone() }.into());
            }
        }
        let opened = self.question.open_warehouse(catalog)?;
        let period = self.question.period;
        let agency = match &self.agency {
            Some(code) => Some(options::find_agency(&opened.warehouse, code, period)?),
            None => None,
        };
        let words = AnswerWording::new(catalog);
        for metric in [first, second] {
            let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
            if let Some(gap) = opened.warehouse.metrics.gap(&selection) {
                print_message(format!("{}: {}", metric.name, words.period_gap(period, gap)));
                return Ok(CommandOutcome::Failed);
            }
        }
        let selection = MetricRequest { metric: first, period, basis: MetricBasis::Computed };
        options::print_known_span(catalog, &opened.warehouse, &selection);
        let asked = BridgeAsked {
            first,
            second,
            reasons: catalog.find_bridge(first, second),
            period,
            agency: agency.as_ref().map(|agency| agency.code.as_str()),
        };
        self.ensure_reason(asked.reasons)?;
        let dossiers = &opened.warehouse.dossiers;
        let Some(bridge) = dossiers.bridge_metrics(&asked)? else {
            return Err(CommandError::NothingKnown { period: period.to_string() }.into());
        };
        let named = said::NamedBridge { words, asked: &asked };
        let rows = || dossiers.list_bridge(&asked, self.reason.as_deref(), self.limit);
        match self.format {
            OutputFormat::Table => {
                let name = agency.as_ref().map_or(String::new(), |it| format!(" · {}", it.name));
                print_message(format!("{period}{name}"));
                named.steps_table(&bridge).to_lines().iter().for_each(print_data);
            }
            OutputFormat::Csv => print_data(named.rows_table(&rows()?).to_csv()),
            OutputFormat::Json => {
                let answer = named.bridge_json(&bridge, &rows()?);
                print_data(serde_json::to_string_pretty(&answer).expect("plain data"));
            }
        }
        Ok(CommandOutcome::Done)
    }

    /// No dossier has a reason that nobody gives: an empty list would be taken for an answer.
    fn ensure_reason(&self, reasons: Option<&BridgeDefinition>) -> Result<(), CommandError> {
        let given = reasons.into_iter().flat_map(|bridge| bridge.reasons.keys());
        let known: Vec<&str> = given.map(String::as_str).chain(UNEXPLAINED).collect();
        match &self.reason {
            Some(reason) if !known.contains(&reason.as_str()) => {
                Err(CommandError::NoReason { reason: reason.clone(), known: known.join(", ") })
            }
            _ => Ok(()),
        }
    }
}
