//! The ranking of agencies.

use super::{Picture, PictureError, SHOWN_MARKS, Wording};
use crate::{
    chart::{Mark, Ranking},
    warehouse::query::{Targets, Value},
};

impl Picture<'_> {
    pub(super) fn ranking(&self, targets: &Targets) -> Result<Ranking, PictureError> {
        let words = Wording::new(self.catalog);
        let level = &self.catalog.overview.level;
        let target = targets.of_level(level);
        let values = self.values()?;
        let shown = values.len().min(SHOWN_MARKS);
        let (subtitle, counts) = if shown < values.len() {
            ("subtitle.cut", Some((shown, values.len())))
        } else {
            ("subtitle.ranking", None)
        };
        let mark = |value: &Value| self.mark_of(value.agency_name.clone(), value, targets);
        let marks: Vec<Mark> = values.iter().take(shown).map(mark).collect();
        let frame = self.frame(self.finding(&values, targets), subtitle, counts);
        Ok(Ranking {
            frame: self.told_of_few(frame, targets.judge(), &marks),
            marks,
            limit: self.limit(target),
            full: self.full(),
            few: words.few_heading(self.metric, targets.judge()),
        })
    }
}
