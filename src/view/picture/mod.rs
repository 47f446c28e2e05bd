//! The charts of a metric: the ranking of agencies, the trend of one, how all of them lie, all of them through time, and
//! what one is made of.

mod about;
mod heat;
mod kind;
mod multiples;
mod parts;
mod ranking;
mod spread;
mod steps;
mod trend;

pub use kind::ChartKind;

use super::{
    export::ExportTable, judged::tone, tally::VerdictTally, wording::AnswerWording,
    worst::worst_first,
};
use crate::{
    catalog::{Catalog, metric::Metric},
    chart::{ChartError, ChartFrame, ChartMark, HeatMap, LimitLine, MarkTone},
    domain::basis::MetricBasis,
    domain::{
        decimal::FixedDecimal,
        measure::{BetterDirection, Measure},
        name::{lower_first, upper_first},
        period::Period,
        verdict::{Verdict, VerdictRule},
    },
    warehouse::{
        WarehouseError,
        query::{ActiveTarget, ActiveTargets, AgencyFilter, AgencyLevel, AgencyValue, Warehouse},
    },
};

/// More bars than this are not read; the lowest are shown.
pub const SHOWN_MARKS: usize = 40;

/// A chart, and the numbers it is drawn from.
pub struct RenderedChart {
    pub svg: String,
    pub table: ExportTable,
}

/// Which chart of which number.
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
    /// Draws the chart and returns its SVG alone.
    pub fn svg(&self) -> Result<String, PictureError> {
        Ok(self.drawn()?.svg)
    }

    /// Nothing where there is nothing to draw.
    pub fn drawn_if_any(&self) -> Result<Option<RenderedChart>, PictureError> {
        match self.drawn() {
            Err(PictureError::Nothing { .. }) => Ok(None),
            drawn => drawn.map(Some),
        }
    }

    /// Draws the chart with the table of its numbers. Fails with `PictureError::Nothing` where there is
    /// nothing to show.
    pub fn drawn(&self) -> Result<RenderedChart, PictureError> {
        self.with_numbers()?;
        let targets = self.warehouse.metrics.targets(self.metric, self.period.end())?;
        match self.kind {
            ChartKind::Bar => {
                let chart = self.ranking(&targets)?;
                self.with_values(&chart.marks)?;
                Ok(RenderedChart { svg: chart.svg()?, table: self.table("agency", &chart.marks) })
            }
            ChartKind::Line => {
                let chart = self.trend(&targets)?;
                self.with_values(&chart.marks)?;
                Ok(RenderedChart { svg: chart.svg()?, table: self.table("period", &chart.marks) })
            }
            ChartKind::Dots => {
                let chart = self.spread(&targets)?;
                self.with_values(&chart.marks)?;
                Ok(RenderedChart { svg: chart.svg()?, table: self.table("agency", &chart.marks) })
            }
            ChartKind::Heat | ChartKind::Weeks => {
                let chart = self.heat(&targets)?;
                self.with_values(chart.rows.iter().flat_map(|(_, marks)| marks))?;
                Ok(RenderedChart { svg: chart.svg()?, table: self.grid(&chart) })
            }
            ChartKind::Parts => self.parts(),
            ChartKind::Multiples => self.multiples(&targets),
        }
    }

    /// A mark a row: whose or when, and the value.
    fn table(&self, what: &str, marks: &[ChartMark]) -> ExportTable {
        let heads =
            [what, "value"].map(|id| self.catalog.phrases.say(&format!("column.{id}"), &[]));
        let mut table = ExportTable::new(&self.metric.short_name, heads);
        for mark in marks {
            table.row([mark.label.clone(), mark.text.clone()]);
        }
        table
    }

    fn grid(&self, chart: &HeatMap) -> ExportTable {
        let mut heads = vec![self.catalog.phrases.say("column.agency", &[])];
        heads.extend(chart.columns.iter().cloned());
        let mut table = ExportTable::new(&self.metric.short_name, heads);
        for (name, marks) in &chart.rows {
            let texts = marks.iter().map(|mark| mark.text.clone());
            table.row([name.clone()].into_iter().chain(texts).collect::<Vec<_>>());
        }
        table
    }

    /// The agencies a chart is of, the worst first: those of the overview's level, under the agency if there is one.
    fn values(&self) -> Result<Vec<AgencyValue>, WarehouseError> {
        let filter = AgencyFilter {
            level: Some(AgencyLevel::Named(self.catalog.headline.level.clone())),
            agency: self.agency.map(str::to_owned),
            below: None,
        };
        let mut values =
            (self.warehouse).metrics.list_values(self.metric, self.period, self.basis, &filter)?;
        worst_first(self.metric, &mut values);
        Ok(values)
    }

    /// Title, the period with the rule, and where the numbers are from.
    fn frame(&self, title: String, subtitle: &str, counts: Option<(usize, usize)>) -> ChartFrame {
        let words = AnswerWording::new(self.catalog);
        let (shown, all) = counts.unwrap_or_default();
        let said = [
            ("period", words.period_until(self.period, self.known().cut(self.period))),
            ("rule", self.metric.rule_name.clone()),
            ("shown", shown.to_string()),
            ("all", all.to_string()),
            ("end", words.say(&format!("end.{}", self.worst()), &[])),
        ];
        let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
        ChartFrame {
            title,
            subtitle: upper_first(&words.say(subtitle, &said)),
            footer: self.footer(),
        }
    }

    /// Says under the title what hollow marks are, where there are any.
    fn told_of_few<'m>(
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
        ChartFrame { subtitle: words.say("subtitle.few", &said), ..frame }
    }

    /// Which end of a ranking is the bad one.
    fn worst(&self) -> &'static str {
        match self.metric.better {
            BetterDirection::Higher => "lowest",
            BetterDirection::Lower => "highest",
        }
    }

    /// The chart's title is what it shows: how many are under the floor, or which is worst.
    fn finding(&self, values: &[AgencyValue], targets: &ActiveTargets) -> String {
        let words = AnswerWording::new(self.catalog);
        let level = &self.catalog.headline.level;
        let metric = lower_first(&self.metric.name);
        let tally = VerdictTally::of(values, self.metric, targets);
        if tally.all() == 0 {
            return words.say("finding.none", &[("metric", &metric)]);
        }
        let Some(target) = targets.of_level(level) else {
            let has_value = |value: &&AgencyValue| value.measure.value(self.metric.unit).is_some();
            // The first of those ranked; of too few, nobody is called the worst.
            let mut ranked = values.iter().filter(has_value).filter(|value| !value.is_few);
            let Some(worst) = ranked.next() else {
                let few = tally.few_said(words, self.metric, "").unwrap_or_default();
                return words.say("finding.few", &[("few", &few), ("metric", &metric)]);
            };
            let value = words.amount(self.metric, worst.measure);
            let is_nothing =
                self.metric.better == BetterDirection::Lower && worst.measure.numerator == 0;
            let id = if is_nothing { "nobody" } else { self.worst() };
            let said = [
                ("agency", worst.agency_name.as_str()),
                ("value", &value),
                ("level", words.level(level)),
                ("metric", &metric),
            ];
            return words.say(&format!("finding.{id}"), &said);
        };
        let limit = words.limit_value(self.metric, target);
        tally.finding(words, self.metric, (words.level(level), &limit))
    }

    fn mark(&self, label: String, measure: Option<Measure>, verdict: Verdict) -> ChartMark {
        let words = AnswerWording::new(self.catalog);
        let value = measure.and_then(|measure| measure.value(self.metric.unit));
        let beyond = verdict.gap().filter(|_| verdict.is_missed());
        ChartMark {
            label,
            value: value.map(FixedDecimal::approximate),
            text: measure.map_or(String::new(), |measure| words.value(self.metric, measure)),
            tone: tone(verdict),
            gap: beyond.map_or(0.0, |gap| gap.size.approximate()),
        }
    }

    /// The mark of an agency, which says so where there are too few.
    fn mark_of(&self, label: String, value: &AgencyValue, targets: &ActiveTargets) -> ChartMark {
        let words = AnswerWording::new(self.catalog);
        let mark = self.mark(label, Some(value.measure), targets.verdict(value));
        // Where nothing is set, too few are too few all the same.
        let tone = if value.is_few { MarkTone::Few } else { mark.tone };
        ChartMark { text: words.ranked(self.metric, value), tone, ..mark }
    }

    fn limit(&self, target: Option<&ActiveTarget>) -> Option<LimitLine> {
        let words = AnswerWording::new(self.catalog);
        target.map(|target| LimitLine {
            value: target.value.approximate(),
            is_ceiling: self.metric.better == BetterDirection::Lower,
            label: words.limit(self.metric, target),
        })
    }

    fn full(&self) -> Option<f64> {
        (self.metric.unit.is_of_hundred()).then_some(100.0)
    }

    fn footer(&self) -> String {
        let id = if self.basis.is_published() { "footer.published" } else { "footer.computed" };
        AnswerWording::new(self.catalog).say(id, &[("version", &self.warehouse.data_version)])
    }
}
