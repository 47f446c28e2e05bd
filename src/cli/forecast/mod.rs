mod said;

use clap::Args;

use super::{
    CommandOutcome,
    command_error::CommandError,
    options::{self, MetricArguments, OutputFormat},
    output::say::{print_data, print_message},
};
use crate::{
    catalog::Catalog,
    domain::basis::MetricBasis,
    view::{AnswerWording, make_forecast, outlook_lines},
    warehouse::query::MetricRequest,
};

/// Say where a period is going: how many more on time the floor takes, and what the end will be
///
/// The forecast is tried on earlier periods first; how far it was off is told with it.
#[derive(Debug, Args)]
pub struct ForecastCommand {
    #[command(flatten)]
    question: MetricArguments,

    /// The agency with those under it; all of them without it
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,

    /// table or json
    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,
}

impl ForecastCommand {
    /// Prints the forecast of a period. Fails where the metric has no forecast.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let metric = self.question.find_metric(catalog)?;
        let Some(forecast) = catalog.forecasts.iter().find(|forecast| forecast.id == metric.id)
        else {
            let known: Vec<&str> =
                catalog.forecasts.iter().map(|forecast| forecast.id.as_str()).collect();
            let (metric, known) = (metric.id.clone(), known.join(", "));
            return Err(CommandError::NoForecast { metric, known }.into());
        };
        let opened = self.question.open_warehouse(catalog)?;
        let period = self.question.period;
        let agency = match &self.agency {
            Some(code) => Some(options::find_agency(&opened.warehouse, code, period)?),
            None => None,
        };
        let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
        if let Some(gap) = opened.warehouse.metrics.gap(&selection) {
            print_message(AnswerWording::new(catalog).period_gap(period, gap));
            return Ok(CommandOutcome::Failed);
        }
        // Until when it is known the outlook says itself.
        if opened.warehouse.metrics.known_part(&selection).from.is_some() {
            options::print_known_span(catalog, &opened.warehouse, &selection);
        }
        let code = agency.as_ref().map(|agency| agency.code.as_str());
        let Some(outlook) = make_forecast(&opened.warehouse, forecast, period, code)? else {
            return Err(CommandError::NothingKnown { period: period.to_string() }.into());
        };
        let targets = opened.warehouse.metrics.targets(metric, period.end())?;
        let target = match &agency {
            Some(agency) => targets.target_for(&agency.code, &agency.level),
            None => targets.general_target(),
        };
        if self.format == OutputFormat::Json {
            print_data(
                serde_json::to_string_pretty(&said::forecast_json(
                    metric,
                    &outlook,
                    (targets.verdict_rule(), target),
                ))
                .expect("plain data"),
            );
        } else {
            let judged = (targets.verdict_rule(), target);
            outlook_lines(AnswerWording::new(catalog), metric, &outlook, judged)
                .iter()
                .for_each(print_data);
        }
        Ok(CommandOutcome::Done)
    }
}
