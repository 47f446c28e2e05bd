//! The trend of every agency, side by side.

use super::{AnswerWording, ChartRequest, PictureError, rendered::PreparedChart};
use crate::{
    chart::{ChartDrawing, ChartPanel, SmallMultiples},
    domain::verdict::Verdict,
    view::export::ExportTable,
    warehouse::query::{ActiveTargets, MetricRequest},
};

impl ChartRequest<'_> {
    /// Makes a small trend of each agency, at most so many of them, the worst first.
    pub(super) fn small_multiples(
        &self,
        targets: &ActiveTargets,
        most: usize,
    ) -> Result<PreparedChart, PictureError> {
        let words = AnswerWording::new(self.catalog);
        let level = &self.catalog.headline.level;
        let target = targets.target_of_level(level);
        let (values, steps) = (self.ranked_values()?, self.known_steps()?);
        let shown = values.len().min(most);
        let selection =
            MetricRequest { metric: self.metric, period: self.period, basis: self.basis };
        let mut panels: Vec<ChartPanel> = Vec::with_capacity(shown);
        for value in values.iter().take(shown) {
            let own = targets.target_of_value(value);
            let verdict = |it| targets.judge_under(own, it);
            let series = self.warehouse.metrics.series(&selection, &value.agency_code, &steps)?;
            let marks = series.into_iter().map(|(step, value)| {
                let measure = value.map(|value| value.measure);
                let verdict = measure.map_or(Verdict::NoValue, verdict);
                self.make_mark(self.step_label(step), measure, verdict)
            });
            let whole = self.agency_mark(value.agency_name.clone(), value, targets);
            panels.push(ChartPanel {
                name: whole.label,
                text: whole.text,
                tone: whole.tone,
                marks: marks.collect(),
            });
        }
        self.require_values(panels.iter().flat_map(|panel| &panel.marks))?;
        let limit = self.limit_line(target);
        let (subtitle, counts) = match limit {
            _ if shown < values.len() => ("subtitle.multiples_cut", Some((shown, values.len()))),
            Some(_) => ("subtitle.multiples", None),
            None => ("subtitle.multiples_of_counts", None),
        };
        let frame = self.chart_frame(self.describe_finding(&values, targets), subtitle, counts);
        let frame = self.explain_star(frame, &steps);
        let marks = panels.iter().flat_map(|panel| &panel.marks);
        let chart = SmallMultiples {
            frame: self.explain_hollow_marks(frame, targets.verdict_rule(), marks),
            panels,
            limit,
            full: self.axis_maximum(),
            unit: if self.metric.unit.is_of_hundred() { "%".into() } else { String::new() },
        };
        let mut heads =
            vec![words.fill_phrase("column.agency", &[]), words.fill_phrase("column.value", &[])];
        heads.extend(steps.iter().map(|step| self.step_label(*step)));
        let mut table = ExportTable::new(&self.metric.short_name, heads);
        for panel in &chart.panels {
            let marks = panel.marks.iter().map(|mark| mark.text.clone());
            let whole = [panel.name.clone(), panel.text.clone()];
            table.push_row(whole.into_iter().chain(marks).collect::<Vec<_>>());
        }
        Ok(PreparedChart { drawing: ChartDrawing::Multiples(chart), table })
    }
}
