//! All agencies through time: who is low now, who always was.

use super::{AnswerWording, ChartKind, ChartRequest, PictureError, SHOWN_MARKS};
use crate::{
    chart::{ChartMark, HeatMap},
    domain::verdict::Verdict,
    warehouse::query::{ActiveTargets, AgencyValue, MetricRequest},
};

impl ChartRequest<'_> {
    /// The lowest of the whole period above; a column for each step of it.
    pub(super) fn heat(&self, targets: &ActiveTargets) -> Result<HeatMap, PictureError> {
        let words = AnswerWording::new(self.catalog);
        let values = self.values()?;
        let steps = self.steps()?;
        let shown = values.len().min(SHOWN_MARKS);
        let selection =
            MetricRequest { metric: self.metric, period: self.period, published: self.published };
        let mut rows: Vec<(String, Vec<ChartMark>)> = Vec::with_capacity(shown);
        for value in values.iter().take(shown) {
            let series = self.warehouse.metrics.series(&selection, &value.agency_code, &steps)?;
            let cell = |cell: Option<AgencyValue>| match cell {
                Some(cell) => ChartMark {
                    text: words.value(self.metric, cell.measure),
                    ..self.mark_of(String::new(), &cell, targets)
                },
                None => self.mark(String::new(), None, Verdict::NoValue),
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
        let frame = self.told_of_few(
            self.frame(self.finding(&values, targets), subtitle, counts),
            targets.judge(),
            rows.iter().flat_map(|(_, marks)| marks),
        );
        Ok(HeatMap {
            frame: self.starred(frame, &steps),
            columns: steps.into_iter().map(|step| self.step_label(step)).collect(),
            rows,
            full: self.full(),
        })
    }
}
