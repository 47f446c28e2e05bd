//! `motcua show --by`: what drags a number down.

mod cut;

use clap::ValueEnum;

use super::{
    Outcome,
    options::{self, Format},
    output::say::{data, say},
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::period::Period,
    view::{Cut, Wording, answers::PartRow, cuts},
    warehouse::query::{Selection, SliceBy, Value, Warehouse},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
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

impl By {
    /// What subjects are told apart by; `None` for periods.
    fn slice(self) -> Option<SliceBy> {
        Some(match self {
            Self::Procedure => SliceBy::Procedure,
            Self::Sector => SliceBy::Sector,
            Self::Channel => SliceBy::Channel,
            Self::ServiceLevel => SliceBy::ServiceLevel,
            Self::Status => SliceBy::Status,
            Self::Factor => SliceBy::Factor,
            Self::Month => return None,
        })
    }
}

/// What is to be cut up, and by what.
pub struct Question<'a> {
    pub metric: &'a Metric,
    pub period: Period,
    pub agency: Option<&'a str>,
    pub by: By,
}

impl Question<'_> {
    fn cuts(&self, catalog: &Catalog, warehouse: &Warehouse) -> miette::Result<Vec<Cut>> {
        let (metric, period) = (self.metric, self.period);
        let words = Wording::new(catalog);
        let Some(by) = self.by.slice() else {
            let Some(agency) = self.agency else {
                return Err(miette::miette!(
                    help = "name one with `--agency CODE`",
                    "months are of one agency"
                ));
            };
            let selection = Selection { metric, period, published: false };
            let series = warehouse.series(&selection, agency, &period.steps())?;
            let cut = |(period, value): (Period, Option<Value>)| {
                let (code, name) = (Some(period.to_string()), Some(words.period(period)));
                Some(Cut::new(metric, (code, name), value?.measure, 0))
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
        format: Format,
    ) -> miette::Result<Outcome> {
        let Self { metric, period, agency, by } = *self;
        let cuts = self.cuts(catalog, warehouse)?;
        let selection = Selection { metric, period, published: false };
        options::say_known(catalog, warehouse, &selection);
        let by = by
            .to_possible_value()
            .map_or(String::new(), |value| value.get_name().replace('-', "_"));
        match format {
            Format::Json => {
                let mut answer = serde_json::json!({
                    "metric": metric.id, "name": metric.name, "period": period.to_string(), "rule": metric.rule.id(),
                    "data_version": warehouse.data_version, "agency": agency, "by": by,
                    "rows": cuts.iter().map(|cut| PartRow::new(metric, cut)).collect::<Vec<_>>(),
                });
                if let Some(gap) = warehouse.gap(&selection) {
                    answer["reason"] = gap.reason().id().into();
                }
                data(serde_json::to_string_pretty(&answer).expect("an answer is plain data"));
            }
            Format::Csv => data(cut::plain(metric, &cuts).csv()),
            Format::Table => {
                say(format!("{} · {period} · {}", metric.name, metric.rule_name));
                cut::table(catalog, metric, &by, &cuts).lines().iter().for_each(data);
            }
        }
        Ok(Outcome::Done)
    }
}
