mod rows;

use clap::Args;

use super::{
    CommandOutcome,
    help::spoken::spoken,
    options::{self, MetricArguments, OutputFormat},
    output::say::{print_data, print_message},
};
use crate::{
    catalog::Catalog,
    domain::basis::MetricBasis,
    view::{
        AnswerWording, ComparedParts,
        answers::{CompareAnswer, CompareBody},
        compare_agencies, explain_difference, median_value,
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
        let metric = self.question.find_metric(catalog)?;
        let opened = self.question.open_warehouse(catalog)?;
        let period = self.question.period;
        let agency = match &self.agency {
            Some(code) => Some(options::find_agency(&opened.warehouse, code, period)?.code),
            None => None,
        };
        if let Some(AgencyLevel::Named(level)) = &self.level {
            options::ensure_known_level(catalog, level)?;
        }
        let filter = AgencyFilter { level: self.level, agency: agency.clone(), below: None };
        let comparisons = compare_agencies(&opened.warehouse, metric, period, &filter)?;
        let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
        options::print_known_span(catalog, &opened.warehouse, &selection);
        let reasons = explain_difference(&opened.warehouse, (metric, period), &comparisons)?;
        let parts = ComparedParts::of_period(&opened.warehouse, metric, period);
        parts.earlier_notes(AnswerWording::new(catalog), period).iter().for_each(print_message);
        match self.format {
            OutputFormat::Json => {
                let answer = CompareAnswer::new(
                    metric,
                    period,
                    &opened.warehouse.data_version,
                    CompareBody::new(catalog, metric, (&comparisons, &reasons), parts),
                );
                print_data(serde_json::to_string_pretty(&answer).expect("an answer is plain data"));
            }
            OutputFormat::Csv => print_data(rows::csv_table(metric, &comparisons).to_csv()),
            OutputFormat::Table => {
                print_message(format!("{} · {period} · {}", metric.name, metric.rule_name));
                rows::comparison_table(catalog, metric, &comparisons)
                    .to_lines()
                    .iter()
                    .for_each(print_data);
                if let Some(median) = median_value(metric, &comparisons) {
                    let value = AnswerWording::new(catalog).format_value(metric, median);
                    print_message(spoken().format_phrase("compare.median", &[("value", &value)]));
                }
            }
        }
        let words = AnswerWording::new(catalog);
        for reason in &reasons {
            print_message(words.describe_difference(reason));
        }
        Ok(CommandOutcome::Done)
    }
}
