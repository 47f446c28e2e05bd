//! The ranking of agencies.

use super::{AnswerWording, ChartRequest, PictureError};
use crate::{
    chart::{ChartMark, LadderChart, LadderRung, MarkTone},
    warehouse::query::{ActiveTargets, AgencyValue},
};

impl ChartRequest<'_> {
    /// Makes the chart that ranks agencies, at most so many of them, the worst first; and the marks it shows.
    pub(super) fn ranking_chart(
        &self,
        targets: &ActiveTargets,
        most: usize,
    ) -> Result<(LadderChart, Vec<ChartMark>), PictureError> {
        let words = AnswerWording::new(self.catalog);
        let target = targets.target_of_level(&self.catalog.headline.level);
        let values = self.ranked_values()?;
        let shown = values.len().min(most);
        let (subtitle, counts) = if shown < values.len() {
            ("subtitle.cut", Some((shown, values.len())))
        } else {
            ("subtitle.ranking", None)
        };
        let mark =
            |value: &AgencyValue| self.agency_mark(value.agency_name.clone(), value, targets);
        let marks: Vec<ChartMark> = values.iter().take(shown).map(mark).collect();
        let frame = self.chart_frame(self.describe_finding(&values, targets), subtitle, counts);
        let mut rungs = Vec::with_capacity(shown + 1);
        for (value, mark) in values.iter().zip(&marks) {
            let has_few = rungs.iter().any(|rung| matches!(rung, LadderRung::Note(_)));
            if mark.tone == MarkTone::Few && !has_few {
                // Said once over all of them, not behind every value.
                let heading = words.few_heading(self.metric, targets.verdict_rule());
                rungs.push(LadderRung::Note(heading));
            }
            let text = if mark.tone == MarkTone::Few {
                words.format_value(self.metric, value.measure)
            } else {
                mark.text.clone()
            };
            rungs.push(LadderRung::Mark(ChartMark { text, ..mark.clone() }));
        }
        let chart = LadderChart {
            frame: self.explain_hollow_marks(frame, targets.verdict_rule(), &marks),
            rungs,
            limit: self.limit_line(target),
            full: self.axis_maximum(),
        };
        Ok((chart, marks))
    }
}
