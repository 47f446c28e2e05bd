//! Texts of a report with their holes filled in.

use super::Draft;
use crate::{catalog::phrases::filled, domain::name::lower_first, view::day};

impl Draft<'_> {
    /// A text of the content, with what is known of this paper.
    pub fn filled(&self, text: &str) -> String {
        let mut values = vec![
            ("period", self.period_name()),
            ("before", self.words().period(self.period.before())),
            ("from", day(self.period.start())),
            ("to", day(self.period.end())),
            ("day", day(self.press.today)),
            ("known", self.press.warehouse.known_until.map_or_else(|| self.dots(), day)),
            ("level", self.words().level(self.level()).to_owned()),
            ("office", self.press.office.agency.clone().unwrap_or_else(|| self.dots())),
        ];
        let agency = self.agency.as_ref().map(|agency| agency.name.clone());
        let area = || self.press.office.area.clone();
        let everything = || self.words().say("report.everything", &[]);
        let agency = agency.or_else(area).unwrap_or_else(everything);
        values.push(("unit", lower_first(&agency)));
        values.push(("agency", agency));
        values.extend(self.about_metric());
        if let Some(dossier) = &self.dossier {
            let time = |time: &Option<String>| super::super::paper::Cell::day(time.as_deref()).text;
            let or_dots = |text: &Option<String>| text.clone().unwrap_or_else(|| self.dots());
            values.push(("dossier", dossier.dossier_code.clone()));
            values.push(("procedure", or_dots(&dossier.procedure_name)));
            values.push(("received", time(&dossier.received_at)));
            values.push(("due", time(&dossier.due_at)));
        }
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        filled(text, &values)
    }

    /// What the report's own metric says of the agency: value, floor, how many more it takes.
    fn about_metric(&self) -> Vec<(&'static str, String)> {
        let mut values = Vec::new();
        let Some(metric) =
            self.report.metrics.first().and_then(|id| self.press.catalog.metric(id).ok())
        else {
            return values;
        };
        values.push(("metric", lower_first(&metric.name)));
        let Ok(Some(measure)) = self.whole(metric, self.period, false) else {
            return values;
        };
        values.push(("value", self.with_counts(metric, measure)));
        let (Some(agency), Ok(targets)) = (&self.agency, self.targets(metric)) else {
            return values;
        };
        if let Some(target) = targets.of(&agency.code, &agency.level) {
            values.push(("floor", self.words().limit_value(metric, target)));
            let needed = target.value.needed(measure);
            let needed = needed.map_or("–".into(), crate::domain::decimal::thousands);
            values.push(("needed", needed));
        }
        values
    }

    /// A sentence of the content with these values.
    pub fn say(&self, id: &str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.words().say(id, &values)
    }

    /// To be written in by hand.
    pub fn dots(&self) -> String {
        self.words().say("report.dots", &[])
    }
}
