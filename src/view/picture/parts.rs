//! What was early, on time and overdue, step by step: parts that two metrics of one denominator make.

use super::{
    AnswerWording, ChartRequest, PictureError, about::ChartSubject, rendered::PreparedChart,
};
use crate::{
    catalog::{content::text_template::TextTemplate, metric::headline::MetricParts},
    chart::{ChartDrawing, StackColumn, StackedBars},
    domain::{
        decimal::{FixedDecimal, format_thousands},
        measure::Measure,
        period::Period,
    },
    view::export::ExportTable,
};

/// How many of each part, best first.
type PartCounts = [i64; 3];

impl ChartRequest<'_> {
    /// Makes the chart of what was early, on time and overdue in each step. Fails where the content names no parts
    /// of the metric.
    pub(super) fn stacked_parts(&self) -> Result<PreparedChart, PictureError> {
        let words = AnswerWording::new(self.catalog);
        let known = self.catalog.headline.parts_of(&self.metric.id);
        let Some(parts) = known.filter(|_| !self.basis.is_published()) else {
            return Err(self.no_parts());
        };
        let (about, steps) = (self.find_subject()?, self.known_steps()?);
        let counted = self.count_parts(parts, &about, &steps)?;
        if counted.iter().all(Option::is_none) {
            return Err(self.no_values());
        }
        let whole = self.count_parts(parts, &about, &[self.period])?.pop().flatten();
        let read = |count: i64, all: i64| format!("{}%", to_percent(count, all).to_vietnamese());
        let said = |counts: Option<PartCounts>| match counts {
            Some(counts) => {
                let all = counts.iter().sum();
                let part = |(name, count): (&String, i64)| {
                    format!("{name} {} ({})", format_thousands(count), read(count, all))
                };
                parts.names.iter().zip(counts).map(part).collect::<Vec<_>>().join(", ")
            }
            None if self.warehouse.scope().has_rows() => {
                words.fill_phrase("value.none", &[("noun", &words.noun(self.metric))])
            }
            None => words.fill_phrase("value.none_or_withheld", &[]),
        };
        let column = |(step, counts): (&Period, &Option<PartCounts>)| {
            let all: i64 = counts.iter().flatten().sum();
            StackColumn {
                label: self.step_label(*step),
                count: counts.map_or(String::new(), |_| format_thousands(all)),
                shares: counts.map(|counts| {
                    counts.map(|count| (to_percent(count, all).to_f64(), read(count, all)))
                }),
                said: said(*counts),
            }
        };
        let title = match whole {
            Some(counts) => {
                let all = counts.iter().sum();
                let [best, middle, worst] = counts.map(|count| read(count, all));
                let values = [
                    ("agency", about.name.as_str()),
                    ("best", &best),
                    ("middle", &middle),
                    ("worst", &worst),
                ];
                let finding = TextTemplate::parse(&parts.finding);
                finding.render(&values).expect("checked when it was loaded")
            }
            None => words.fill_phrase("finding.none", &[("metric", &self.metric.name)]),
        };
        let stack = StackedBars {
            frame: self.explain_star(self.chart_frame(title, "subtitle.parts", None), &steps),
            parts: parts.names.clone(),
            columns: steps.iter().zip(&counted).map(column).collect(),
        };
        Ok(PreparedChart {
            drawing: ChartDrawing::Stack(stack),
            table: self.table_of_parts(parts, &steps, &counted),
        })
    }

    /// Each step's parts; `None` where nothing was counted, or where the one is no part of the other.
    fn count_parts(
        &self,
        parts: &MetricParts,
        about: &ChartSubject,
        steps: &[Period],
    ) -> Result<Vec<Option<PartCounts>>, PictureError> {
        let best = self.catalog.find_metric(&parts.best).map_err(|_| self.no_parts())?;
        let mut of_metrics = Vec::new();
        for metric in [self.metric, best] {
            of_metrics.push(self.subject_series(about, metric, steps)?);
        }
        let step = |step: usize| {
            let counts = split_parts(of_metrics[0][step]?, of_metrics[1][step]?)?;
            // One of three parts can be of so few that two metrics alone do not show it.
            let could_name = |count: &i64| {
                let part = Measure::new_rate(*count, counts.iter().sum());
                part.suppress_small(self.metric.subject).is_withheld
            };
            let is_told = self.warehouse.scope().has_rows() || !counts.iter().any(could_name);
            is_told.then_some(counts)
        };
        Ok((0..steps.len()).map(step).collect())
    }

    fn no_parts(&self) -> PictureError {
        self.nothing_error("picture.no_parts", &[("metric", &self.metric.name)])
    }

    fn table_of_parts(
        &self,
        parts: &MetricParts,
        steps: &[Period],
        counted: &[Option<PartCounts>],
    ) -> ExportTable {
        let words = AnswerWording::new(self.catalog);
        let mut heads = vec![words.fill_phrase("column.period", &[])];
        heads.extend(parts.names.iter().cloned());
        let mut table = ExportTable::new(&self.metric.short_name, heads);
        for (step, counts) in steps.iter().zip(counted) {
            let all: i64 = counts.iter().flatten().sum();
            let cell = |count: i64| {
                format!("{} ({}%)", format_thousands(count), to_percent(count, all).to_vietnamese())
            };
            let cells = counts.map_or_else(Default::default, |counts| counts.map(cell));
            table.push_row([self.step_label(*step)].into_iter().chain(cells).collect::<Vec<_>>());
        }
        table
    }
}

/// Of a hundred.
fn to_percent(count: i64, all: i64) -> FixedDecimal {
    FixedDecimal::of_fraction(count, all, 100).unwrap_or(FixedDecimal::from_whole(0))
}

/// Those that are well, those of them that are best, and the others.
fn split_parts(well: Measure, best: Measure) -> Option<PartCounts> {
    let all = well.denominator.filter(|all| *all > 0 && best.denominator == Some(*all))?;
    let counts = [best.numerator, well.numerator - best.numerator, all - well.numerator];
    counts.iter().all(|count| *count >= 0).then_some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    // 480 ended, 387 of them on time, 60 of those early.
    #[case::of_one_whole((387, 480), (60, 480), Some([60, 327, 93]))]
    #[case::of_nothing((0, 0), (0, 0), None)]
    #[case::of_another_whole((387, 480), (60, 479), None)]
    #[case::more_early_than_on_time((3, 8), (4, 8), None)]
    fn two_metrics_make_three_parts(
        #[case] well: (i64, i64),
        #[case] best: (i64, i64),
        #[case] parts: Option<PartCounts>,
    ) {
        let measure = |(numerator, of): (i64, i64)| Measure::new_rate(numerator, of);
        assert_eq!(split_parts(measure(well), measure(best)), parts);
    }
}
