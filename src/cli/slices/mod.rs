//! `motcua show --by`: what drags a number down.

mod cut;

use clap::ValueEnum;

use super::{
    Outcome,
    options::Format,
    report::{data, say},
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::period::Period,
    view::Wording,
    warehouse::read::{SliceBy, Warehouse},
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
}

impl By {
    fn slice(self) -> SliceBy {
        match self {
            Self::Procedure => SliceBy::Procedure,
            Self::Sector => SliceBy::Sector,
            Self::Channel => SliceBy::Channel,
            Self::ServiceLevel => SliceBy::ServiceLevel,
            Self::Status => SliceBy::Status,
            Self::Factor => SliceBy::Factor,
        }
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
    pub fn run(
        &self,
        catalog: &Catalog,
        warehouse: &Warehouse,
        format: Format,
    ) -> miette::Result<Outcome> {
        let Self {
            metric,
            period,
            agency,
            by,
        } = *self;
        let slice_by = by.slice();
        if !slice_by.is_of(metric.subject) {
            let counted =
                Wording::new(catalog).say(&format!("subject.{}", metric.subject.id()), &[]);
            return Err(miette::miette!(
                help = "dossiers are cut up by procedure, sector, channel, service-level or status, survey answers by factor",
                "`{}` counts {counted}, which have no such thing",
                metric.id
            ));
        }
        let slices = warehouse.slices(metric, period, agency, slice_by)?;
        let whole: i64 = slices
            .iter()
            .filter_map(|slice| slice.measure.denominator)
            .sum();
        let cuts: Vec<cut::Cut> = slices
            .into_iter()
            .map(|slice| cut::cut(catalog, metric, slice_by, slice, whole))
            .collect();
        let by = by
            .to_possible_value()
            .map_or(String::new(), |value| value.get_name().replace('-', "_"));
        match format {
            Format::Json => {
                let answer = serde_json::json!({
                    "metric": metric.id, "name": metric.name, "period": period.to_string(), "rule": metric.rule.id(),
                    "data_version": warehouse.data_version, "agency": agency, "by": by, "rows": cuts,
                });
                data(serde_json::to_string_pretty(&answer).expect("an answer is plain data"));
            }
            Format::Csv => data(cut::plain(&cuts).csv()),
            Format::Table => {
                say(format!("{} · {period} · {}", metric.name, metric.rule_name));
                cut::table(catalog, metric, &by, &cuts)
                    .lines()
                    .iter()
                    .for_each(data);
            }
        }
        Ok(Outcome::Done)
    }
}
