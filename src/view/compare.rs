//! Ours beside the portal's, the period before, and the same period a year before.

use std::collections::BTreeMap;

use crate::{
    catalog::metric::Metric,
    domain::basis::MetricBasis,
    domain::{decimal::FixedDecimal, known::KnownPart, measure::Measure, period::Period},
    view::AnswerWording,
    warehouse::{
        WarehouseError,
        query::{AgencyFilter, MetricRequest, SystemDifference, Warehouse},
    },
};

/// Tells which days our numbers are of in each of the periods compared, where these are not all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ComparedParts {
    pub ours: KnownPart,
    pub before: KnownPart,
    pub year_before: KnownPart,
}

impl ComparedParts {
    /// Tells it of a period, the one before and the same a year before.
    pub fn of_period(warehouse: &Warehouse, metric: &Metric, period: Period) -> Self {
        let part = |period| {
            let basis = MetricBasis::Computed;
            warehouse.metrics.known_part(&MetricRequest { metric, period, basis })
        };
        let (before, year_before) = (part(period.previous_period()), part(period.year_before()));
        Self { ours: part(period), before, year_before }
    }

    /// "Kỳ trước: tháng 6/2026 (số liệu từ ngày 15/06/2026)": each earlier period that is not known from its beginning to its end.
    pub fn earlier_notes(self, words: AnswerWording, period: Period) -> Vec<String> {
        let note = |column: &str, period: Period, part: KnownPart| {
            let name = words.known_period_name(period, part);
            let said = [("column", column), ("period", &name)];
            (!part.is_whole()).then(|| words.fill_phrase("compare.part", &said))
        };
        let say = |id: &str| words.fill_phrase(id, &[]);
        let before = note(&say("column.before"), period.previous_period(), self.before);
        let earlier = note(&say("column.year_before"), period.year_before(), self.year_before);
        before.into_iter().chain(earlier).collect()
    }
}

/// One agency's numbers side by side; `None` where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyComparison {
    pub agency_code: String,
    pub agency_name: String,
    pub ours: Option<Measure>,
    pub published: Option<Measure>,
    pub before: Option<Measure>,
    pub year_before: Option<Measure>,
}

impl AgencyComparison {
    /// Ours less the published.
    pub fn difference(&self, metric: &Metric) -> Option<FixedDecimal> {
        let ours = self.ours?.value(metric.unit)?;
        Some(ours.minus(self.published?.value(metric.unit)?))
    }
}

/// Why the number of one agency, asked for alone, is another than the portal's; nothing where it is not, or several were asked for.
pub fn explain_difference(
    warehouse: &Warehouse,
    (metric, period): (&Metric, Period),
    compared: &[AgencyComparison],
) -> Result<Vec<SystemDifference>, WarehouseError> {
    let [one] = compared else { return Ok(Vec::new()) };
    let differs = |gap: FixedDecimal| gap != FixedDecimal::from_whole(0);
    let has_other_counts = one.ours.zip(one.published).is_some_and(|(ours, published)| {
        let published = published.shown_counts();
        published.0.is_some() && published != ours.shown_counts()
    });
    if !has_other_counts && !one.difference(metric).is_some_and(differs) {
        return Ok(Vec::new());
    }
    warehouse.published.list_differences(metric, period, &one.agency_code)
}

/// Every agency that has a number of its own or a published one, by its code. What it was made of counts for it before that day.
pub fn compare_agencies(
    warehouse: &Warehouse,
    metric: &Metric,
    period: Period,
    filter: &AgencyFilter,
) -> Result<Vec<AgencyComparison>, WarehouseError> {
    let mut rows: BTreeMap<String, AgencyComparison> = BTreeMap::new();
    for basis in [MetricBasis::Computed, MetricBasis::Published] {
        let values = warehouse.metrics.values(&MetricRequest { metric, period, basis })?;
        for value in filter.select_values(metric, &values) {
            let row = rows.entry(value.agency_code.clone()).or_insert_with(|| AgencyComparison {
                agency_code: value.agency_code.clone(),
                agency_name: value.agency_name.clone(),
                ours: None,
                published: None,
                before: None,
                year_before: None,
            });
            let of = match basis {
                MetricBasis::Computed => &mut row.ours,
                MetricBasis::Published => &mut row.published,
            };
            *of = Some(value.measure).filter(|measure| is_informative(*measure));
        }
    }
    let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
    for row in rows.values_mut() {
        let earlier = [period.previous_period(), period.year_before()];
        let series = warehouse.metrics.series(&selection, &row.agency_code, &earlier)?;
        let mut measures = series.into_iter().map(|(_, value)| {
            value.map(|value| value.measure).filter(|measure| is_informative(*measure))
        });
        row.before = measures.next().flatten();
        row.year_before = measures.next().flatten();
    }
    let is_known = |row: &AgencyComparison| {
        let all = [row.ours, row.published, row.before, row.year_before];
        all.iter().flatten().any(|measure| measure.gap.is_none())
    };
    Ok(rows.into_values().filter(is_known).collect())
}

/// Something was counted, or nobody knows.
fn is_informative(measure: Measure) -> bool {
    !measure.is_empty() || measure.gap.is_some()
}

/// Our number in the middle: as many agencies have a higher as a lower one. Of an even number of them, the lower middle one; of one alone
/// there is none, it is its own.
pub fn median_value(metric: &Metric, rows: &[AgencyComparison]) -> Option<Measure> {
    find_median(metric, rows.iter().filter_map(|row| row.ours))
}

/// The one in the middle of those that have a value, as [`median_value`] says it.
pub fn find_median(metric: &Metric, all: impl Iterator<Item = Measure>) -> Option<Measure> {
    let mut known: Vec<Measure> =
        all.filter(|measure| measure.value(metric.unit).is_some()).collect();
    known.sort_by(|a, b| a.compare_exactly(*b));
    known.get(known.len().checked_sub(1)? / 2).copied().filter(|_| known.len() > 1)
}
