mod rows;

use clap::Args;

use super::{
    CommandOutcome,
    options::{self, MetricArguments, OutputFormat},
    output::say::{data, say},
};
use crate::{
    catalog::Catalog,
    domain::basis::MetricBasis,
    view::{
        AnswerWording,
        answers::{CompareAnswer, CompareBody},
        compared, median,
    },
    warehouse::query::{AgencyFilter, AgencyLevel, MetricRequest},
};

/// Put a metric beside what the portal published, the period before and the same period a year before
#[derive(Debug, Args)]
pub struct CompareCommand {
    #[command(flatten)]
    question: MetricArguments,

    /// commune (the default), district, province, `provincial_agency`, or all that have data of their own
    #[arg(long)]
    level: Option<AgencyLevel>,

    /// Only this agency; with --level, those of that level under it
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,

    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,
}

impl CompareCommand {
    /// Prints the comparison of a metric. Fails where metric, level or agency is unknown.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let metric = self.question.metric(catalog)?;
        let opened = self.question.open(catalog)?;
        let period = self.question.period;
        let agency = match &self.agency {
            Some(code) => Some(options::agency(&opened.warehouse, code, period)?.code),
            None => None,
        };
        if let Some(AgencyLevel::Named(level)) = &self.level {
            options::known_level(catalog, level)?;
        }
        let filter = AgencyFilter { level: self.level, agency: agency.clone(), below: None };
        let comparisons = compared(&opened.warehouse, metric, period, &filter)?;
        let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
        options::say_known(catalog, &opened.warehouse, &selection);
        match self.format {
            OutputFormat::Json => {
                let answer = CompareAnswer::new(
                    metric,
                    period,
                    &opened.warehouse.data_version,
                    CompareBody::new(metric, &comparisons),
                );
                data(serde_json::to_string_pretty(&answer).expect("an answer is plain data"));
            }
            OutputFormat::Csv => data(rows::plain(metric, &comparisons).csv()),
            OutputFormat::Table => {
                say(format!("{} · {period} · {}", metric.name, metric.rule_name));
                rows::table(catalog, metric, &comparisons).lines().iter().for_each(data);
                if let Some(median) = median(metric, &comparisons) {
                    let value = AnswerWording::new(catalog).value(metric, median);
                    say(catalog.phrases.say("compare.median", &[("value", &value)]));
                }
            }
        }
        if let Some(code) = &agency {
            for reason in opened.warehouse.published.list_differences(metric, period, code)? {
                say(catalog.phrases.say(
                    &format!("difference.{}", reason.kind),
                    &[
                        ("count", &reason.dossiers.to_string()),
                        ("where", &reason.connectors),
                        ("first", &reason.first),
                    ],
                ));
            }
        }
        Ok(CommandOutcome::Done)
    }
}
