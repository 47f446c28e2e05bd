//! All agencies through time: who is low now, who always was.

use super::{Kind, Picture, PictureError, SHOWN_MARKS, Wording};
use crate::{
    chart::{Heat, Mark},
    warehouse::read::{Selection, Targets, Value},
};

impl Picture<'_> {
    /// The lowest of the whole period above; a column for each step of it.
    pub(super) fn heat(&self, targets: &Targets) -> Result<Heat, PictureError> {
        let words = Wording::new(self.catalog);
        let level = &self.catalog.overview.level;
        let target = targets.of_level(level);
        let values = self.values()?;
        let steps = self.steps()?;
        let shown = values.len().min(SHOWN_MARKS);
        let selection =
            Selection { metric: self.metric, period: self.period, published: self.published };
        let mut rows = Vec::with_capacity(shown);
        for value in values.iter().take(shown) {
            let series = self.warehouse.series(&selection, &value.agency_code, &steps)?;
            let cell = |cell: Option<Value>| match cell {
                Some(cell) => Mark {
                    text: words.value(self.metric, cell.measure),
                    ..self.mark(String::new(), Some(cell.measure), targets.of_value(&cell))
                },
                None => self.mark(String::new(), None, None),
            };
            let marks = series.into_iter().map(|(_, value)| cell(value)).collect();
            rows.push((value.agency_name.clone(), marks));
        }
        let (subtitle, counts) = if shown < values.len() {
            ("subtitle.cut", Some((shown, values.len())))
        } else {
            let is_weeks = self.kind == Kind::Weeks;
            (if is_weeks { "subtitle.weeks" } else { "subtitle.ranking" }, None)
        };
        let mut frame = self.frame(self.finding(&values, target, level), subtitle, counts);
        frame.subtitle += &self.star(&steps);
        Ok(Heat {
            frame,
            columns: steps.into_iter().map(|step| self.step_label(step)).collect(),
            rows,
            floor: self.floor(target).map(crate::domain::threshold::Threshold::approximate),
            full: self.full(),
        })
    }
}
