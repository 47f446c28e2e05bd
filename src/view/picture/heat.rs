//! All agencies through time: who is low now, who always was.

use super::{AnswerWording, ChartKind, ChartRequest, PictureError};
use crate::{
    chart::{ChartMark, HeatMap},
    domain::verdict::Verdict,
    warehouse::query::{ActiveTargets, AgencyValue, MetricRequest},
};

impl ChartRequest<'_> {
    /// The lowest of the whole period above, so many rows at most; a column for each step of it.
    pub(super) fn heat_map(
        &self,
        targets: &ActiveTargets,
        most: usize,
    ) -> Result<HeatMap, PictureError> {
        let words = AnswerWording::new(self.catalog);
        let values = self.ranked_values()?;
        let steps = self.known_steps()?;
        let shown = values.len().min(most);
        let selection =
            MetricRequest { metric: self.metric, period: self.period, basis: self.basis };
        let mut rows: Vec<(String, Vec<ChartMark>)> = Vec::with_capacity(shown);
        for value in values.iter().take(shown) {
            let series = self.warehouse.metrics.series(&selection, &value.agency_code, &steps)?;
            let cell = |cell: Option<AgencyValue>| match cell {
                Some(cell) => ChartMark {
                    text: words.format_value(self.metric, cell.measure),
                    ..self.agency_mark(String::new(), &cell, targets)
                },
                None => self.make_mark(String::new(), None, Verdict::NoValue),
            };
            let marks = series.into_iter().map(|(_, value)| cell(value)).collect();
            rows.push((value.agency_name.clone(), marks));
        }
        let (subtitle, counts) = if shown < values.len() {
            ("subtitle.cut", Some((shown, values.len())))
        } else {
            let is_weeks = self.kind == ChartKind::Weeks;
            (if is_weeks { "subtitle.weeks" } else { "subtitle.ranking" }, None)
        };
        let frame = self.explain_hollow_marks(
            self.chart_frame(self.describe_finding(&values, targets), subtitle, counts),
            targets.verdict_rule(),
            rows.iter().flat_map(|(_, marks)| marks),
        );
        Ok(HeatMap {
            frame: self.explain_star(frame, &steps),
            columns: steps.into_iter().map(|step| self.step_label(step)).collect(),
            rows,
            full: self.axis_maximum(),
        })
    }
}
