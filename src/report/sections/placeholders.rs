//! Texts of a report with their holes filled in.

use jiff::civil::{Date, DateTime};

use super::{super::ReportError, ReportBuilder};
use crate::{
    catalog::{content::text_template::TextTemplate, metric::Metric},
    domain::{
        decimal::format_thousands,
        name::{lower_first, name_in_sentence},
        period::{Period, PeriodShape},
        vietnamese_date::format_day,
    },
    warehouse::query::AgencyValue,
};

impl ReportBuilder<'_> {
    /// A text of the content, with what is known of this paper. No hole stays open.
    pub fn filled(&self, text: &str) -> Result<String, ReportError> {
        TextTemplate::parse(text).render_with(|name| self.hole(name))
    }

    /// A sentence of the program, filled in as texts of a report are.
    pub fn filled_phrase(&self, id: &str) -> Result<String, ReportError> {
        self.filled(self.context.catalog.phrases.phrase_text(id))
    }

    /// Fills in each text of a list. Fails at the first placeholder that nothing fills.
    pub fn all_filled(&self, texts: &[String]) -> Result<Vec<String>, ReportError> {
        texts.iter().map(|text| self.filled(text)).collect()
    }

    fn hole(&self, name: &str) -> Result<String, ReportError> {
        let or_dots = |on: Option<_>| on.map_or_else(|| self.dots(), format_day);
        Ok(match name {
            "period" => self.period_name(),
            "period_dates" => self.dated_period(),
            "next" => self.words().fill_phrase(next_phrase(self.period), &[]),
            "before" => self.known_name(self.period.previous_period()),
            "from" => format_day(self.period.start()),
            "to" => format_day(self.period.end()),
            "as_of" => or_dots(self.as_of()),
            "day" => format_day(self.context.today),
            "known" => or_dots(self.context.warehouse.known_until),
            "level" => self.words().level_name(self.level()).to_owned(),
            "office" => self.context.office.agency.clone().unwrap_or_else(|| self.dots()),
            "unit" => name_in_sentence(&self.whose()?),
            "agency" => self.whose()?,
            _ => {
                let mut known = self.of_dossier();
                if let Some(value) = &self.value {
                    let metric = self.own_metric()?;
                    known.push(("metric", lower_first(&metric.name)));
                    known.extend(self.judged(metric, value)?);
                }
                let found = known.into_iter().find(|(known, _)| *known == name);
                let open = || ReportError::OpenHole {
                    report: self.report.id.clone(),
                    hole: name.to_owned(),
                };
                found.ok_or_else(open)?.1
            }
        })
    }

    /// What an agency comes to, its floor, and how many more on time it takes.
    pub fn judged(
        &self,
        metric: &Metric,
        value: &AgencyValue,
    ) -> Result<[(&'static str, String); 3], ReportError> {
        let targets = self.targets(metric)?;
        let target = targets.target_of_value(value);
        let judge = targets.verdict_rule();
        let needed =
            target.and_then(|target| judge.needed_successes(value.measure, target.target_kind()));
        let floor = target.map(|target| self.words().limit_value(metric, target));
        Ok([
            ("value", self.with_counts(metric, value.measure)),
            ("floor", floor.unwrap_or_else(|| self.dots())),
            ("needed", needed.map_or("–".into(), format_thousands)),
        ])
    }

    /// "tuần 52 (từ ngày 25/12/2023 đến ngày 31/12/2023)": the number of a week tells nobody its days.
    pub fn dated_period(&self) -> String {
        let PeriodShape::Week(_, week) = self.period.shape else { return self.period_name() };
        let part = self.context.warehouse.metrics.known_part_of_dossiers(self.period);
        let or_nothing = |day: Option<Date>| day.map(format_day).unwrap_or_default();
        let said = [
            ("week", week.to_string()),
            ("from", format_day(self.period.start())),
            ("to", format_day(self.period.end())),
            ("first", or_nothing(part.from)),
            ("known", or_nothing(part.until)),
        ];
        let id = match (part.from, part.until) {
            (None, None) => "report.week",
            (None, Some(_)) => "report.week_cut",
            (Some(_), None) => "report.week_begun",
            (Some(_), Some(_)) => "report.week_within",
        };
        self.say(id, &said)
    }

    fn of_dossier(&self) -> Vec<(&'static str, String)> {
        let Some(dossier) = &self.dossier else {
            return Vec::new();
        };
        let on = |time: Option<DateTime>| {
            time.map_or_else(|| "–".to_owned(), |time| format_day(time.date()))
        };
        vec![
            ("dossier", dossier.dossier_code.clone()),
            ("procedure", dossier.procedure_name.clone().unwrap_or_else(|| self.dots())),
            ("received", on(dossier.received_at)),
            ("due", on(dossier.due_at)),
            ("ended", on(dossier.ended_at)),
        ]
    }
}

/// What comes after a period, in a title: "tuần tới".
fn next_phrase(period: Period) -> &'static str {
    match period.shape {
        PeriodShape::Week(..) => "report.next.week",
        PeriodShape::Month(..) => "report.next.month",
        PeriodShape::Quarter(..) => "report.next.quarter",
        PeriodShape::Year(_) => "report.next.year",
        PeriodShape::Half(..) | PeriodShape::Span(..) => "report.next.other",
    }
}
