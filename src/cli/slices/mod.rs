//! `motcua show --by`: what drags a number down.

mod cut;

use clap::ValueEnum;

use super::{
    CommandOutcome,
    options::{self, OutputFormat},
    output::say::{data, say},
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::basis::MetricBasis,
    domain::period::Period,
    view::{AnswerWording, PartContribution, answers::PartRow, cuts},
    warehouse::query::{AgencyValue, BreakdownDimension, MetricRequest, Warehouse},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BreakdownArgument {
    Procedure,
    Sector,
    Channel,
    ServiceLevel,
    Status,
    /// Of survey answers
    Factor,
    /// The months of a year, half or quarter, or the periods before another, of one agency
    Month,
}

impl BreakdownArgument {
    /// What subjects are told apart by; `None` for periods.
    fn slice(self) -> Option<BreakdownDimension> {
        Some(match self {
            Self::Procedure => BreakdownDimension::Procedure,
            Self::Sector => BreakdownDimension::Sector,
            Self::Channel => BreakdownDimension::Channel,
            Self::ServiceLevel => BreakdownDimension::ServiceLevel,
            Self::Status => BreakdownDimension::Status,
            Self::Factor => BreakdownDimension::Factor,
            Self::Month => return None,
        })
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
    fn cuts(
        &self,
        catalog: &Catalog,
        warehouse: &Warehouse,
    ) -> miette::Result<Vec<PartContribution>> {
        let (metric, period) = (self.metric, self.period);
        let words = AnswerWording::new(catalog);
        let Some(by) = self.by.slice() else {
            let Some(agency) = self.agency else {
                return Err(miette::miette!(
                    help = "name one with `--agency CODE`",
                    "months are of one agency"
                ));
            };
            let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
            let series = warehouse.metrics.series(&selection, agency, &period.steps())?;
            let cut = |(period, value): (Period, Option<AgencyValue>)| {
                let (code, name) = (Some(period.to_string()), Some(words.period(period)));
                Some(PartContribution::new(metric, (code, name), value?.measure, 0))
            };
            return Ok(series.into_iter().filter_map(cut).collect());
        };
        if !by.is_of(metric.subject) {
            let counted = words.say(&format!("subject.{}", metric.subject.id()), &[]);
            return Err(miette::miette!(
                help = "dossiers are cut up by procedure, sector, channel, service-level or status, survey answers by factor, all by month",
                "`{}` counts {counted}, which have no such thing",
                metric.id
            ));
        }
        Ok(cuts(catalog, warehouse, (metric, period), self.agency, by)?)
    }

    pub fn run(
        &self,
        catalog: &Catalog,
        warehouse: &Warehouse,
        format: OutputFormat,
    ) -> miette::Result<CommandOutcome> {
        let Self { metric, period, agency, by } = *self;
        let cuts = self.cuts(catalog, warehouse)?;
        let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
        options::say_known(catalog, warehouse, &selection);
        let by = by
            .to_possible_value()
            .map_or(String::new(), |value| value.get_name().replace('-', "_"));
        match format {
            OutputFormat::Json => {
                let mut answer = serde_json::json!({
                    "metric": metric.id, "name": metric.name, "period": period.to_string(), "rule": metric.rule.id(),
                    "data_version": warehouse.data_version, "agency": agency, "by": by,
                    "rows": cuts.iter().map(|cut| PartRow::new(metric, cut)).collect::<Vec<_>>(),
                });
                if let Some(gap) = warehouse.metrics.gap(&selection) {
                    answer["reason"] = gap.reason().id().into();
                }
                data(serde_json::to_string_pretty(&answer).expect("an answer is plain data"));
            }
            OutputFormat::Csv => data(cut::plain(metric, &cuts).csv()),
            OutputFormat::Table => {
                say(format!("{} · {period} · {}", metric.name, metric.rule_name));
                cut::table(catalog, metric, &by, &cuts).lines().iter().for_each(data);
            }
        }
        Ok(CommandOutcome::Done)
    }
}
