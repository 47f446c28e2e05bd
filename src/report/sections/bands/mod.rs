//! Agencies between limits of a metric, and what they have open: short enough for a chat.

mod fitted_lines;

use super::{
    super::{ReportError, document::ReportBlock},
    ReportBuilder,
};
use crate::{
    catalog::{metric::Metric, report::SectionDefinition},
    domain::{
        basis::MetricBasis, decimal::format_thousands, measure::Measure, threshold::Threshold,
        verdict::is_under, vietnamese_date::format_day,
    },
    warehouse::query::AgencyValue,
};
use fitted_lines::{FittedList, fit_lists};

impl ReportBuilder<'_> {
    /// Fills in which agencies are under each limit of the section's first metric, lowest first, who is not judged and why, and of the other
    /// metrics how many dossiers each agency has, then their codes. A paragraph a line; what has no room is counted.
    pub fn bands_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let units = |left: usize| self.say("report.bands.more_units", &count_of(left));
        let dossiers = |left: usize| self.say("report.bands.more_dossiers", &count_of(left));
        let (metric, open) = match self.metrics_of(section)?.split_first() {
            Some((metric, open)) => (*metric, open.to_vec()),
            None => return Ok(Vec::new()),
        };
        let list = |(heading, lines): (String, Vec<String>)| FittedList {
            heading,
            lines,
            more: &units,
            is_spare: false,
        };
        let mut lists: Vec<FittedList> =
            self.band_lists(section, metric)?.into_iter().map(list).collect();
        for metric in &open {
            lists.push(list(self.open_counts(metric)?));
        }
        // Who sees numbers alone is told of no dossier.
        for metric in open.iter().filter(|_| self.context.warehouse.scope().has_rows()) {
            let (heading, lines) = self.open_codes(metric)?;
            lists.push(FittedList { heading, lines, more: &dossiers, is_spare: true });
        }
        let lines = fit_lists(&lists, section.max_chars.map_or(usize::MAX, usize::from));
        Ok(lines.into_iter().map(ReportBlock::Paragraph).collect())
    }

    /// What the metric counts, then each band with its agencies; of those that no limit is missed by, how many.
    fn band_lists(
        &self,
        section: &SectionDefinition,
        metric: &Metric,
    ) -> Result<Vec<(String, Vec<String>)>, ReportError> {
        let said = [
            ("metric", metric.short_name.clone()),
            ("numerator", metric.numerator.clone()),
            ("denominator", metric.denominator.clone().unwrap_or_default()),
        ];
        let mut lists = vec![(self.say("report.bands.of", &said), Vec::new())];
        if let Some(gap) = self.gap(metric) {
            lists.push((gap, Vec::new()));
            return Ok(lists);
        }
        let mut values = self.ranked(metric, self.period, MetricBasis::Computed)?;
        let absent = self.list_absent(&values)?;
        let mut take = |is_wanted: &dyn Fn(&AgencyValue) -> bool| {
            let taken: Vec<AgencyValue> =
                values.iter().filter(|value| is_wanted(value)).cloned().collect();
            values.retain(|value| !is_wanted(value));
            taken
        };
        let untold = take(&|value| !value.measure.is_told());
        let mut none = take(&|value| value.measure.is_empty());
        none.extend(absent);
        let few = take(&|value| value.is_few);
        let unit = if metric.unit.is_of_hundred() { "%" } else { "" };
        let mut from: Option<u16> = None;
        for limit in section.limits.iter().map(Some).chain([None]) {
            let bound = limit.map(|limit| Threshold::from_whole(i64::from(*limit)));
            let inside = take(&|value| {
                bound.is_none_or(|bound| is_under(value.measure, metric.unit, bound))
            });
            let said = [
                ("from", from.map_or(String::new(), |from| format!("{from}{unit}"))),
                ("to", limit.map_or(String::new(), |limit| format!("{limit}{unit}"))),
                ("count", inside.len().to_string()),
            ];
            let id = match (from, limit) {
                (_, None) => "report.bands.from",
                (None, Some(_)) => "report.bands.under",
                (Some(_), Some(_)) => "report.bands.between",
            };
            let lines = inside.iter().filter(|_| limit.is_some());
            lists.push((
                self.say(id, &said),
                lines.map(|value| self.band_line(metric, value)).collect(),
            ));
            from = limit.copied();
        }
        for (id, values) in [
            ("report.bands.few", few),
            ("report.bands.none", none),
            ("report.bands.unknown", untold),
        ] {
            if values.is_empty() {
                continue;
            }
            let said = [("noun", self.words().noun(metric)), ("count", values.len().to_string())];
            let lines = values.iter().map(|value| self.band_line(metric, value)).collect();
            lists.push((self.say(id, &said), lines));
        }
        Ok(lists)
    }

    /// Agencies of the level that have anything of their own, and nothing that the metric counts in the period: 0 of 0.
    fn list_absent(&self, values: &[AgencyValue]) -> Result<Vec<AgencyValue>, ReportError> {
        let agencies = &self.context.warehouse.agencies;
        let mut absent = Vec::new();
        for (code, _) in agencies.list_with_numbers(self.period) {
            let is_asked = self.code().is_none_or(|own| agencies.is_under(&code, own, self.period));
            let is_told = values.iter().any(|value| value.agency_code == code);
            let found = agencies.at(&code, self.period);
            let found = found.filter(|it| is_asked && !is_told && it.level == self.level());
            // Who stands in a published table alone is none of ours.
            if let Some(found) = found
                && agencies.has_events(&code)?
            {
                absent.push(AgencyValue {
                    agency_code: code,
                    agency_name: found.name,
                    level: found.level,
                    parent_code: None,
                    is_reporting: true,
                    measure: Measure::new_rate(0, 0),
                    is_few: false,
                });
            }
        }
        Ok(absent)
    }

    /// "- Xã An Sơn: 80,63% (387/480)"; of nothing, 0/0.
    fn band_line(&self, metric: &Metric, value: &AgencyValue) -> String {
        let measure = value.measure;
        let shown = if measure.is_told() && measure.is_empty() {
            self.words().format_fraction(measure).replace(' ', "")
        } else {
            self.with_counts(metric, measure)
        };
        let said = [("agency", value.agency_name.clone()), ("value", shown)];
        self.say("report.bands.line", &said)
    }

    /// How many dossiers of a metric each agency has, those with most first.
    fn open_counts(&self, metric: &Metric) -> Result<(String, Vec<String>), ReportError> {
        if let Some(gap) = self.gap(metric) {
            let said = [("metric", metric.short_name.clone()), ("gap", gap)];
            return Ok((self.say("report.bands.open_unknown", &said), Vec::new()));
        }
        let mut values = self.ranked(metric, self.period, MetricBasis::Computed)?;
        values.retain(|value| value.measure.is_told() && value.measure.numerator > 0);
        values.sort_by_key(|value| std::cmp::Reverse(value.measure.numerator));
        let sum: i64 = values.iter().map(|value| value.measure.numerator).sum();
        let said = [
            ("metric", metric.short_name.clone()),
            ("count", format_thousands(sum)),
            ("noun", self.words().noun(metric)),
        ];
        let lines = values.iter().map(|value| {
            let count = format_thousands(value.measure.numerator);
            let said = [("agency", value.agency_name.clone()), ("value", count)];
            self.say("report.bands.line", &said)
        });
        Ok((self.say("report.bands.open", &said), lines.collect()))
    }

    /// The dossiers of a metric by their codes, due first those first.
    fn open_codes(&self, metric: &Metric) -> Result<(String, Vec<String>), ReportError> {
        let mut rows = self.context.rows(metric, self.period, self.code(), true)?;
        rows.sort_by(|a, b| (a.due_at, &a.dossier_code).cmp(&(b.due_at, &b.dossier_code)));
        let lines = rows.iter().map(|row| {
            let due = row.due_at.map_or_else(|| "–".to_owned(), |due| format_day(due.date()));
            let agency = self.agency_name(&row.agency_code);
            let said = [("dossier", row.dossier_code.clone()), ("due", due), ("agency", agency)];
            self.say("report.bands.dossier", &said)
        });
        let said = [("metric", metric.short_name.clone())];
        Ok((self.say("report.bands.dossiers", &said), lines.collect()))
    }
}

fn count_of(count: usize) -> [(&'static str, String); 1] {
    [("count", count.to_string())]
}
