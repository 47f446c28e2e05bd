//! The ranking of agencies.

use super::{Picture, PictureError, SHOWN_MARKS, Wording};
use crate::{
    chart::{Mark, Ranking},
    warehouse::read::{Targets, Value},
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
        let mark = |value: &Value| Mark {
            text: words.ranked(self.metric, value),
            ..self.mark(value.agency_name.clone(), Some(value.measure), targets.of_value(value))
        };
        Ok(Ranking {
            frame: self.frame(self.finding(&values, target, level), subtitle, counts),
            marks: values.iter().take(shown).map(mark).collect(),
            limit: self.limit(target),
            full: self.full(),
        })
    }
}
