//! How all agencies lie: most of them here, some far off.

use super::{AnswerWording, ChartRequest, PictureError};
use crate::{
    chart::{ChartFrame, SpreadChart},
    domain::decimal::FixedDecimal,
    warehouse::query::{ActiveTargets, AgencyValue},
};

impl ChartRequest<'_> {
    /// Makes the chart of how all agencies lie; those without a value are left out.
    pub(super) fn spread_chart(
        &self,
        targets: &ActiveTargets,
    ) -> Result<SpreadChart, PictureError> {
        let words = AnswerWording::new(self.catalog);
        let level = &self.catalog.headline.level;
        let target = targets.target_of_level(level);
        let values = self.ranked_values()?;
        let shown = values.iter().filter(|value| value.measure.value(self.metric.unit).is_some());
        let marks = shown
            .map(|value| self.agency_mark(value.agency_name.clone(), value, targets))
            .collect::<Vec<_>>();
        let has_few = values.iter().any(|value| value.is_few);
        let title = match self.middle_range(&values).filter(|_| !has_few) {
            Some((least, most)) => words.fill_phrase(
                "finding.spread",
                &[("level", words.level_name(level)), ("least", &least), ("most", &most)],
            ),
            None => self.describe_finding(&values, targets),
        };
        let mut chart = SpreadChart {
            frame: ChartFrame::default(),
            marks,
            limit: self.limit_line(target),
            full: self.axis_maximum(),
            unit: if self.metric.unit.is_of_hundred() { "%".into() } else { String::new() },
        };
        let subtitle =
            if chart.is_crowded() { "subtitle.spread_columns" } else { "subtitle.spread" };
        let frame = self.chart_frame(title, subtitle, None);
        chart.frame = self.explain_hollow_marks(frame, targets.verdict_rule(), &chart.marks);
        Ok(chart)
    }

    /// Where four in five of them lie, in whole numbers; none of too few to say "most".
    fn middle_range(&self, values: &[AgencyValue]) -> Option<(String, String)> {
        const ENOUGH: usize = 10;
        let mut values: Vec<FixedDecimal> = (values.iter())
            .map(|value| value.measure)
            .filter(|measure| !measure.is_empty())
            .filter_map(|measure| measure.value(self.metric.unit))
            .collect();
        values.sort_unstable();
        let tenth = values.len() / 10;
        let ends = (values.get(tenth)?, values.get(values.len() - 1 - tenth)?);
        let sign = if self.metric.unit.is_of_hundred() { "%" } else { "" };
        (values.len() >= ENOUGH)
            .then(|| (ends.0.floor().to_string(), format!("{}{sign}", ends.1.ceiling())))
    }
}
