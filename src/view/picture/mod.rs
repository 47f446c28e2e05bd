//! The charts of a metric: the ranking of agencies, the trend of one, how all of them lie, all of them through time, and
//! what one is made of.

mod about;
mod drawn;
mod heat;
mod kind;
mod ladder;
mod marks;
mod multiples;
mod parts;
mod ranking;
mod rendered;
mod spread;
mod steps;
mod tiles;
mod trend;

pub use kind::{ChartKind, LadderEnds};
pub use rendered::PageChart;

use super::{tally::VerdictTally, wording::AnswerWording, worst::worst_first};
use crate::{
    catalog::{Catalog, metric::Metric},
    chart::{ChartError, ChartFrame, ChartMark, MarkTone},
    domain::basis::MetricBasis,
    domain::{
        measure::BetterDirection,
        name::{lower_first, upper_first},
        period::Period,
        verdict::VerdictRule,
    },
    warehouse::{
        WarehouseError,
        query::{ActiveTargets, AgencyFilter, AgencyLevel, AgencyValue, MetricRequest, Warehouse},
    },
};

/// Which chart of which number.
#[derive(Clone, Copy)]
pub struct ChartRequest<'a> {
    pub catalog: &'a Catalog,
    pub warehouse: &'a Warehouse,
    pub metric: &'a Metric,
    pub period: Period,
    pub basis: MetricBasis,
    /// Bars: those under it; line: it alone. Without one a line is of the lowest agency that holds all units with data.
    pub agency: Option<&'a str>,
    pub kind: ChartKind,
}

/// Lists why a chart cannot be drawn.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PictureError {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Warehouse(#[from] WarehouseError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Chart(#[from] ChartError),
    /// There is nothing to draw, or nothing a picture would show: said in a sentence instead.
    #[error("{said}")]
    Nothing { said: String },
}

impl ChartRequest<'_> {
    /// The agencies a chart is of, the worst first: those of the overview's level, under the agency if there is one.
    fn ranked_values(&self) -> Result<Vec<AgencyValue>, WarehouseError> {
        let filter = AgencyFilter {
            level: Some(AgencyLevel::Named(self.catalog.headline.level.clone())),
            agency: self.agency.map(str::to_owned),
            below: None,
        };
        let Self { metric, period, basis, .. } = *self;
        let values = self.warehouse.metrics.values(&MetricRequest { metric, period, basis })?;
        let mut values = filter.select_values(metric, &values);
        worst_first(self.metric, &mut values);
        Ok(values)
    }

    /// Title, the period with the rule, and where the numbers are from.
    fn chart_frame(
        &self,
        title: String,
        subtitle: &str,
        counts: Option<(usize, usize)>,
    ) -> ChartFrame {
        let words = AnswerWording::new(self.catalog);
        let (shown, all) = counts.unwrap_or_default();
        let said = [
            ("period", words.known_period_name(self.period, self.known_part(self.period))),
            ("rule", self.metric.rule_name.clone()),
            ("shown", shown.to_string()),
            ("all", all.to_string()),
            ("end", words.fill_phrase(&format!("end.{}", self.worst_end()), &[])),
        ];
        let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
        ChartFrame {
            title,
            subtitle: upper_first(&words.fill_phrase(subtitle, &said)),
            footer: self.chart_footer(),
        }
    }

    /// Says under the title what hollow marks are, where there are any.
    fn explain_hollow_marks<'m>(
        &self,
        frame: ChartFrame,
        judge: VerdictRule,
        marks: impl IntoIterator<Item = &'m ChartMark>,
    ) -> ChartFrame {
        if marks.into_iter().all(|mark| mark.tone != MarkTone::Few) {
            return frame;
        }
        let words = AnswerWording::new(self.catalog);
        let (noun, enough) = (words.noun(self.metric), judge.enough.to_string());
        let said = [("subtitle", frame.subtitle.as_str()), ("noun", &noun), ("enough", &enough)];
        ChartFrame { subtitle: words.fill_phrase("subtitle.few", &said), ..frame }
    }

    /// Which end of a ranking is the bad one.
    fn worst_end(&self) -> &'static str {
        match self.metric.better {
            BetterDirection::Higher => "lowest",
            BetterDirection::Lower => "highest",
        }
    }

    /// The chart's title is what it shows: how many are under the floor, or which is worst.
    fn describe_finding(&self, values: &[AgencyValue], targets: &ActiveTargets) -> String {
        let words = AnswerWording::new(self.catalog);
        let level = &self.catalog.headline.level;
        let metric = lower_first(&self.metric.name);
        let tally = VerdictTally::count_verdicts(values, self.metric, targets);
        if tally.all() == 0 {
            return words.fill_phrase("finding.none", &[("metric", &metric)]);
        }
        let Some(target) = targets.target_of_level(level) else {
            let has_value = |value: &&AgencyValue| value.measure.value(self.metric.unit).is_some();
            // The first of those ranked; of too few, nobody is called the worst.
            let mut ranked = values.iter().filter(has_value).filter(|value| !value.is_few);
            let Some(worst) = ranked.next() else {
                let few = tally.describe_small_sample(words, self.metric, "").unwrap_or_default();
                return words.fill_phrase("finding.few", &[("few", &few), ("metric", &metric)]);
            };
            let value = words.format_amount(self.metric, worst.measure);
            let is_nothing =
                self.metric.better == BetterDirection::Lower && worst.measure.numerator == 0;
            let id = if is_nothing { "nobody" } else { self.worst_end() };
            let said = [
                ("agency", worst.agency_name.as_str()),
                ("value", &value),
                ("level", words.level_name(level)),
                ("metric", &metric),
            ];
            return words.fill_phrase(&format!("finding.{id}"), &said);
        };
        let limit = words.limit_value(self.metric, target);
        tally.describe_finding(words, self.metric, (words.level_name(level), &limit))
    }

    fn chart_footer(&self) -> String {
        let id = if self.basis.is_published() { "footer.published" } else { "footer.computed" };
        let words = AnswerWording::new(self.catalog);
        let footer = words.fill_phrase(id, &[("version", &self.warehouse.data_version)]);
        words.mark_invented(self.warehouse, footer)
    }
}
