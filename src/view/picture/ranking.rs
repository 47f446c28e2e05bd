//! The ranking of agencies.

use super::{AnswerWording, ChartRequest, PictureError, SHOWN_MARKS};
use crate::{
    chart::{ChartMark, RankingChart},
    warehouse::query::{ActiveTargets, AgencyValue},
};

impl ChartRequest<'_> {
    /// Makes the chart that ranks agencies, at most 40 of them, the worst first.
    pub(super) fn ranking(&self, targets: &ActiveTargets) -> Result<RankingChart, PictureError> {
        let words = AnswerWording::new(self.catalog);
        let level = &self.catalog.headline.level;
        let target = targets.of_level(level);
        let values = self.values()?;
        let shown = values.len().min(SHOWN_MARKS);
        let (subtitle, counts) = if shown < values.len() {
            ("subtitle.cut", Some((shown, values.len())))
        } else {
            ("subtitle.ranking", None)
        };
        let mark = |value: &AgencyValue| self.mark_of(value.agency_name.clone(), value, targets);
        let marks: Vec<ChartMark> = values.iter().take(shown).map(mark).collect();
        let frame = self.frame(self.finding(&values, targets), subtitle, counts);
        Ok(RankingChart {
            frame: self.told_of_few(frame, targets.judge(), &marks),
            marks,
            limit: self.limit(target),
            full: self.full(),
            few: words.few_heading(self.metric, targets.judge()),
        })
    }
}
