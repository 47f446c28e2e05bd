//! Who is between which limits, and who is not judged.

use super::super::{super::ReportError, ReportBuilder};
use crate::{
    catalog::{metric::Metric, report::SectionDefinition},
    domain::{
        basis::MetricBasis,
        known::DataGap,
        measure::Measure,
        threshold::Threshold,
        verdict::{format_under, is_under},
    },
    warehouse::query::AgencyValue,
};

/// Agencies that nothing of the metric is told of in a period.
struct AbsentAgencies {
    /// Dossiers of theirs are known, and none that counts: 0 of 0.
    none: Vec<AgencyValue>,
    /// No export of what the metric counts ever spoke of them.
    unknown: Vec<AgencyValue>,
}

impl ReportBuilder<'_> {
    /// What the metric counts, then each band with its agencies; of those that no limit is missed by, how many.
    pub fn band_lists(
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
        let absent = self.list_absent(metric, &values)?;
        let mut take = |is_wanted: &dyn Fn(&AgencyValue) -> bool| {
            let taken: Vec<AgencyValue> =
                values.iter().filter(|value| is_wanted(value)).cloned().collect();
            values.retain(|value| !is_wanted(value));
            taken
        };
        let withheld = take(&|value| value.measure.is_withheld);
        let mut unknown = take(&|value| value.measure.gap.is_some());
        unknown.extend(absent.unknown);
        let mut none = take(&|value| value.measure.is_empty());
        none.extend(absent.none);
        let few = take(&|value| value.is_few);
        let said_limit = |limit: Threshold| format!("{}%", limit.to_vietnamese());
        let mut from: Option<Threshold> = None;
        for limit in section.limits.iter().copied().map(Some).chain([None]) {
            let inside = take(&|value| {
                limit.is_none_or(|limit| is_under(value.measure, metric.unit, limit))
            });
            let said = [
                ("from", from.map_or(String::new(), said_limit)),
                ("to", limit.map_or(String::new(), said_limit)),
                ("count", inside.len().to_string()),
            ];
            let id = match (from, limit) {
                (_, None) => "report.bands.from",
                (None, Some(_)) => "report.bands.under",
                (Some(_), Some(_)) => "report.bands.between",
            };
            let heading = self.say(id, &said);
            let lines = limit.map_or(Vec::new(), |limit| {
                let line = |value| self.band_line(value, self.shown_under(metric, value, limit));
                inside.iter().map(line).collect()
            });
            lists.push((heading, lines));
            from = limit;
        }
        let noun = self.words().noun(metric);
        for (id, values) in [
            ("report.bands.few", few),
            ("report.bands.none", none),
            ("report.bands.withheld", withheld),
            ("report.bands.unknown", unknown),
        ] {
            if values.is_empty() {
                continue;
            }
            let said = [("noun", noun.clone()), ("count", values.len().to_string())];
            let lines = values.iter().map(|value| self.unjudged_line(metric, value)).collect();
            lists.push((self.say(id, &said), lines));
        }
        Ok(lists)
    }

    /// Agencies of the level that have anything of their own, and nothing that the metric counts in the period.
    fn list_absent(
        &self,
        metric: &Metric,
        values: &[AgencyValue],
    ) -> Result<AbsentAgencies, ReportError> {
        let agencies = &self.context.warehouse.agencies;
        // What counts agencies counts who sent nothing too.
        let of_kind: Vec<&str> = (self.context.catalog.metrics.iter())
            .filter(|one| {
                one.subject == metric.subject && one.source_kind() == metric.source_kind()
            })
            .map(|one| one.id.as_str())
            .collect();
        let mut absent = AbsentAgencies { none: Vec::new(), unknown: Vec::new() };
        for (code, _) in agencies.list_with_numbers(self.period) {
            let is_asked = self.code().is_none_or(|own| agencies.is_under(&code, own, self.period));
            let is_told = values.iter().any(|value| value.agency_code == code);
            let found = agencies.at(&code, self.period);
            let found = found.filter(|it| is_asked && !is_told && it.level == self.level());
            let Some(found) = found else { continue };
            // Who stands in a published table alone is none of ours.
            if !agencies.has_events(&code)? {
                continue;
            }
            let is_known = agencies.has_events_of(&code, &of_kind)?;
            let measure =
                if is_known { Measure::new_rate(0, 0) } else { Measure::from_gap(DataGap::Never) };
            let value = AgencyValue {
                agency_code: code,
                agency_name: found.name,
                level: found.level,
                parent_code: None,
                is_reporting: true,
                measure,
                is_few: false,
            };
            if is_known { absent.none.push(value) } else { absent.unknown.push(value) }
        }
        Ok(absent)
    }

    /// With as many decimals as show that it is under the limit: 19.999 of 25.000 are 79,996%, not 80,00%.
    fn shown_under(&self, metric: &Metric, value: &AgencyValue, limit: Threshold) -> String {
        let usual = self.with_counts(metric, value.measure);
        let Some(exact) = format_under(value.measure, metric.unit, limit) else { return usual };
        let counts = self.words().format_fraction(value.measure).replace(' ', "");
        format!("{exact}% ({counts})")
    }

    /// "- Xã Điềm He: 50,00% (1/2)", of nothing 0/0; of what nobody knows or is told, the name alone.
    fn unjudged_line(&self, metric: &Metric, value: &AgencyValue) -> String {
        let measure = value.measure;
        if !measure.is_told() {
            return self.say("report.bands.name", &[("agency", value.agency_name.clone())]);
        }
        let shown = if measure.is_empty() {
            self.words().format_fraction(measure).replace(' ', "")
        } else {
            self.with_counts(metric, measure)
        };
        self.band_line(value, shown)
    }
}
