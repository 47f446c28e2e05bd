//! How all agencies lie: most of them here, some far off.

use super::{Picture, PictureError, Wording};
use crate::{
    chart::Spread,
    domain::{decimal::Hundredths, measure::Measure},
    warehouse::read::{Targets, Value},
};

impl Picture<'_> {
    pub(super) fn spread(&self, targets: &Targets) -> Result<Spread, PictureError> {
        let words = Wording::new(self.catalog);
        let level = &self.catalog.overview.level;
        let target = targets.of_level(level);
        let values = self.values()?;
        // What the title says is said of the dots that are drawn.
        let shown: Vec<&Value> = (values.iter())
            .filter(|value| !value.is_few)
            .filter(|value| !value.measure.is_empty() || value.measure.denominator.is_none())
            .collect();
        let left_out = values.iter().filter(|value| value.is_few).count();
        let marks = (shown.iter())
            .map(|value| {
                let own = targets.of_value(value);
                self.mark(value.agency_name.clone(), Some(value.measure), own)
            })
            .collect::<Vec<_>>();
        let title = match self.most(&shown.iter().map(|value| value.measure).collect::<Vec<_>>()) {
            Some((least, most)) => words.say(
                "finding.spread",
                &[("level", words.level(level)), ("least", &least), ("most", &most)],
            ),
            None => self.finding(&shown.into_iter().cloned().collect::<Vec<_>>(), target, level),
        };
        let mut frame = self.frame(title, "subtitle.spread", None);
        if left_out > 0 {
            let said = [("count", &*left_out.to_string()), ("noun", &words.noun(self.metric))];
            frame.subtitle += &words.say("subtitle.left_out", &said);
        }
        Ok(Spread {
            frame,
            marks,
            limit: self.limit(target),
            full: self.full(),
            unit: if self.metric.unit.is_of_hundred() { "%".into() } else { String::new() },
        })
    }

    /// Where four in five of them lie, in whole numbers; none of too few to say "most".
    fn most(&self, measures: &[Measure]) -> Option<(String, String)> {
        const ENOUGH: usize = 10;
        let mut values: Vec<Hundredths> = (measures.iter())
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
