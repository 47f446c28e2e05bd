//! The ranking of agencies.

use super::{AnswerWording, ChartRequest, PictureError, SHOWN_MARKS};
use crate::{
    chart::{ChartMark, RankingChart},
    warehouse::query::{ActiveTargets, AgencyValue},
};

impl ChartRequest<'_> {
    /// Makes the chart that ranks agencies, at most 40 of them, the worst first.
    pub(super) fn ranking_chart(
        &self,
        targets: &ActiveTargets,
    ) -> Result<RankingChart, PictureError> {
        let words = AnswerWording::new(self.catalog);
        let level = &self.catalog.headline.level;
        let target = targets.target_of_level(level);
        let values = self.ranked_values()?;
        let shown = values.len().min(SHOWN_MARKS);
        let (subtitle, counts) = if shown < values.len() {
            ("subtitle.cut", Some((shown, values.len())))
        } else {
            ("subtitle.ranking", None)
        };
        let mark =
            |value: &AgencyValue| self.agency_mark(value.agency_name.clone(), value, targets);
        let marks: Vec<ChartMark> = values.iter().take(shown).map(mark).collect();
        let frame = self.chart_frame(self.describe_finding(&values, targets), subtitle, counts);
        Ok(RankingChart {
            frame: self.explain_hollow_marks(frame, targets.verdict_rule(), &marks),
            marks,
            limit: self.limit_line(target),
            full: self.axis_maximum(),
            few: words.few_heading(self.metric, targets.verdict_rule()),
        })
    }
}
