//! `motcua show --by`: what drags a number down.

mod cut;

use std::sync::LazyLock;

use clap::{ValueEnum, builder::PossibleValue};

use super::{
    CommandOutcome,
    command_error::CommandError,
    options::{self, OutputFormat},
    output::say::{print_data, print_message},
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::basis::MetricBasis,
    domain::period::Period,
    view::{
        AnswerWording, PartContribution,
        answers::{MetricEnvelope, PartRow},
        list_contributions,
    },
    warehouse::query::{AgencyValue, BreakdownDimension, MetricRequest, Warehouse},
};

/// Names what a number is cut up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakdownArgument {
    /// What its subjects are told apart by.
    Part(BreakdownDimension),
    /// Its periods.
    Month,
}

static ARGUMENTS: LazyLock<Vec<BreakdownArgument>> = LazyLock::new(|| {
    let parts = BreakdownDimension::value_variants().iter().copied();
    parts.map(BreakdownArgument::Part).chain([BreakdownArgument::Month]).collect()
});

impl ValueEnum for BreakdownArgument {
    fn value_variants<'a>() -> &'a [Self] {
        &ARGUMENTS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let months =
            "The months of a year, half or quarter, or the periods before another, of one agency";
        match self {
            Self::Part(dimension) => dimension.to_possible_value(),
            Self::Month => Some(PossibleValue::new("month").help(months)),
        }
    }
}

impl BreakdownArgument {
    /// Gives its name in an answer.
    fn id(self) -> &'static str {
        match self {
            Self::Part(dimension) => dimension.id(),
            Self::Month => "month",
        }
    }
}

/// What is to be cut up, and by what.
pub struct BreakdownArguments<'a> {
    pub metric: &'a Metric,
    pub period: Period,
    pub agency: Option<&'a str>,
    pub by: BreakdownArgument,
}

impl BreakdownArguments<'_> {
    fn list_parts(
        &self,
        catalog: &Catalog,
        warehouse: &Warehouse,
    ) -> miette::Result<Vec<PartContribution>> {
        let (metric, period) = (self.metric, self.period);
        let words = AnswerWording::new(catalog);
        let BreakdownArgument::Part(by) = self.by else {
            let Some(agency) = self.agency else {
                return Err(CommandError::MonthsOfOne.into());
            };
            let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
            let series = warehouse.metrics.series(&selection, agency, &period.trend_steps())?;
            let cut = |(period, value): (Period, Option<AgencyValue>)| {
                let (code, name) = (Some(period.to_string()), Some(words.period_name(period)));
                Some(PartContribution::new(metric, (code, name), value?.measure, 0))
            };
            return Ok(series.into_iter().filter_map(cut).collect());
        };
        if !by.is_of(metric.subject) {
            let counted = words.fill_phrase(&format!("subject.{}", metric.subject.id()), &[]);
            return Err(CommandError::NotCut { metric: metric.id.clone(), counted }.into());
        }
        Ok(list_contributions(catalog, warehouse, (metric, period), self.agency, by)?)
    }

    /// Prints the parts of a number in the format asked for.
    pub fn run(
        &self,
        catalog: &Catalog,
        warehouse: &Warehouse,
        format: OutputFormat,
    ) -> miette::Result<CommandOutcome> {
        let Self { metric, period, agency, by } = *self;
        let cuts = self.list_parts(catalog, warehouse)?;
        let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
        options::print_known_span(catalog, warehouse, &selection);
        let by = by.id();
        match format {
            OutputFormat::Json => {
                let rows: Vec<_> = cuts.iter().map(|cut| PartRow::new(metric, cut)).collect();
                let mut body = serde_json::json!({ "agency": agency, "by": by, "rows": rows });
                if let Some(gap) = warehouse.metrics.gap(&selection) {
                    body["reason"] = gap.reason().id().into();
                }
                let version = &warehouse.data_version;
                let answer: MetricEnvelope<_> = MetricEnvelope::new(metric, period, version, body);
                print_data(serde_json::to_string_pretty(&answer).expect("an answer is plain data"));
            }
            OutputFormat::Csv => print_data(cut::csv_table(metric, &cuts).to_csv()),
            OutputFormat::Table => {
                print_message(format!("{} · {period} · {}", metric.name, metric.rule_name));
                cut::parts_table(catalog, metric, by, &cuts).to_lines().iter().for_each(print_data);
            }
        }
        Ok(CommandOutcome::Done)
    }
}
