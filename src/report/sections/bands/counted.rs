//! What agencies have open: how many dossiers, and which.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::super::{super::ReportError, ReportBuilder};
use crate::{
    catalog::metric::{Metric, event_counting::EventCounting},
    domain::{
        basis::MetricBasis, decimal::format_thousands, measure::Measure,
        vietnamese_date::format_day,
    },
    warehouse::query::{AgencyValue, MetricRequest},
};

impl ReportBuilder<'_> {
    /// How many dossiers of a metric there are, and how many each agency has, those with most first. No sum is told of numbers of which one is not.
    pub fn open_counts(&self, metric: &Metric) -> Result<(String, Vec<String>), ReportError> {
        if let Some(gap) = self.gap(metric) {
            let said = [("metric", metric.short_name.clone()), ("said", gap)];
            return Ok((self.say("report.bands.open_untold", &said), Vec::new()));
        }
        let mut values = self.shares_of_whole(metric)?;
        values.retain(|value| !value.measure.is_told() || value.measure.numerator > 0);
        values.sort_by_key(|value| Reverse(value.measure.numerator));
        let whole = self.whole(metric, self.period, MetricBasis::Computed)?;
        let lines = values.iter().map(|value| {
            let shown = self.words().format_value(metric, value.measure);
            self.band_line(value, shown)
        });
        let lines: Vec<String> = lines.collect();
        let is_told = values.iter().all(|value| value.measure.is_told());
        let whole = match whole {
            Some(whole) if is_told && whole.is_told() => whole.numerator,
            None => 0,
            Some(_) => {
                let untold = self.words().format_value(metric, Measure::WITHHELD);
                let said = [("metric", self.dated_name(metric)), ("said", untold)];
                return Ok((self.say("report.bands.open_untold", &said), lines));
            }
        };
        let said = [
            ("metric", self.dated_name(metric)),
            ("count", format_thousands(whole)),
            ("noun", self.words().noun(metric)),
            ("units", lines.len().to_string()),
        ];
        let id = if lines.is_empty() { "report.bands.open_none" } else { "report.bands.open" };
        Ok((self.say(id, &said), lines))
    }

    /// The agencies of the level, each with those below it, and those that stand above or beside them with what is nobody's below: together they
    /// are the whole.
    fn shares_of_whole(&self, metric: &Metric) -> Result<Vec<AgencyValue>, ReportError> {
        let request = MetricRequest { metric, period: self.period, basis: MetricBasis::Computed };
        let all = self.context.warehouse.metrics.values(&request)?;
        let agencies = &self.context.warehouse.agencies;
        let is_asked = |value: &&AgencyValue| {
            let code = &value.agency_code;
            self.code().is_none_or(|own| code == own || agencies.is_under(code, own, self.period))
        };
        let parent = |code: &str| {
            all.iter().find(|it| it.agency_code == code).and_then(|it| it.parent_code.as_deref())
        };
        let is_of_level =
            |code: &str| all.iter().any(|it| it.agency_code == code && it.level == self.level());
        let mut shares = Vec::new();
        for value in all.iter().filter(is_asked) {
            if value.level == self.level() {
                shares.push(value.clone());
                continue;
            }
            let above = std::iter::successors(parent(&value.agency_code), |code| parent(code));
            if above.take(5).any(is_of_level) {
                continue;
            }
            let below = all.iter().filter(|it| it.parent_code.as_ref() == Some(&value.agency_code));
            let below = below.map(|it| it.measure).reduce(Measure::add_counts);
            let own = match below {
                None => value.measure,
                Some(below) if below.is_told() && value.measure.is_told() => {
                    let own = Measure::new_count(value.measure.numerator - below.numerator);
                    let has_rows = self.context.warehouse.scope().has_rows();
                    if has_rows { own } else { own.suppress_small(metric.subject) }
                }
                // What is not told of one below cannot be taken from it.
                Some(_) => continue,
            };
            shares.push(AgencyValue { measure: own, ..value.clone() });
        }
        Ok(shares)
    }

    /// The dossiers of a metric by their codes, due first those first. Of a stock of an earlier day than the last known one none is listed: who
    /// had handed one back since would be urged.
    pub fn open_codes(
        &self,
        metric: &Metric,
    ) -> Result<Option<(String, Vec<String>)>, ReportError> {
        if self.gap(metric).is_some() {
            return Ok(None);
        }
        let mut rows = self.context.rows(metric, self.period, self.code(), true)?;
        if rows.is_empty() {
            return Ok(None);
        }
        if let Some((day, known)) = self.stock_day(metric).filter(|(day, known)| day < known) {
            let said = [
                ("metric", self.dated_name(metric)),
                ("day", format_day(day)),
                ("known", format_day(known)),
            ];
            return Ok(Some((self.say("report.bands.dossiers_past", &said), Vec::new())));
        }
        rows.sort_by(|a, b| (a.due_at, &a.dossier_code).cmp(&(b.due_at, &b.dossier_code)));
        let lines = rows.iter().map(|row| {
            let due = row.due_at.map_or_else(|| "–".to_owned(), |due| format_day(due.date()));
            let agency = self.agency_name(&row.agency_code);
            let said = [("dossier", row.dossier_code.clone()), ("due", due), ("agency", agency)];
            self.say("report.bands.dossier", &said)
        });
        let said = [("metric", self.dated_name(metric))];
        Ok(Some((self.say("report.bands.dossiers", &said), lines.collect())))
    }

    /// "Đang quá hạn, tính đến hết ngày 31/10/2026"; what counts in a period and not on a day, by its name.
    fn dated_name(&self, metric: &Metric) -> String {
        let name = metric.short_name.clone();
        let Some((day, _)) = self.stock_day(metric) else { return name };
        self.say("report.bands.as_of", &[("metric", name), ("day", format_day(day))])
    }

    /// The day a stock is told of, and the last known one.
    fn stock_day(&self, metric: &Metric) -> Option<(Date, Date)> {
        let known = self.context.warehouse.metrics.known_span(metric).until?;
        metric.events.contains(&EventCounting::Stock).then(|| (known.min(self.period.end()), known))
    }
}
