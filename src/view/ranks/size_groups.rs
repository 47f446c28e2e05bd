//! Agencies told apart by how much they handle: one of 40 dossiers is not ranked beside one of 4,000.

use super::super::wording::AnswerWording;
use crate::{
    catalog::metric::Metric, domain::decimal::format_thousands, warehouse::query::AgencyValue,
};

/// The groups a content sets; without a threshold all are of one.
#[derive(Debug, Clone, Copy)]
pub struct SizeGroups<'c> {
    /// How many make an agency one of the next group, rising.
    thresholds: &'c [i64],
}

impl<'c> SizeGroups<'c> {
    /// Makes the groups a metric is ranked within; counts have no denominator, and so one group.
    pub fn new(thresholds: &'c [i64], metric: &Metric) -> Self {
        let is_grouped = metric.denominator.is_some() && metric.subject.is_sampled();
        Self { thresholds: if is_grouped { thresholds } else { &[] } }
    }

    /// Tells whether there is more than one group.
    pub fn are_several(self) -> bool {
        !self.thresholds.is_empty()
    }

    /// How many there are.
    pub fn count(self) -> usize {
        self.thresholds.len() + 1
    }

    /// Which group a value is of, by its denominator; the least is 0.
    pub fn find_group(self, value: &AgencyValue) -> usize {
        let size = value.measure.denominator.unwrap_or(0);
        self.thresholds.iter().filter(|threshold| size >= **threshold).count()
    }

    /// Selects those of the same group as a value, itself among them.
    pub fn select_peers(self, values: &[AgencyValue], group: usize) -> Vec<AgencyValue> {
        values.iter().filter(|value| self.find_group(value) == group).cloned().collect()
    }

    /// "Từ 100 đến dưới 1.000 hồ sơ"
    pub fn describe_group(self, words: AnswerWording, metric: &Metric, group: usize) -> String {
        let shown = |at: Option<usize>| {
            at.and_then(|at| self.thresholds.get(at)).copied().map(format_thousands)
        };
        let (from, to) = (shown(group.checked_sub(1)), shown(Some(group)));
        let id = match (&from, &to) {
            (None, _) => "size_group.first",
            (_, None) => "size_group.last",
            _ => "size_group.between",
        };
        let noun = words.noun(metric);
        let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
        words.fill_phrase(id, &[("from", &from), ("to", &to), ("noun", &noun)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{catalog::Catalog, domain::measure::Measure};
    use rstest::rstest;

    fn value(denominator: i64) -> AgencyValue {
        AgencyValue {
            agency_code: "1".into(),
            agency_name: "Xã A".into(),
            level: "commune".into(),
            parent_code: None,
            is_reporting: true,
            measure: Measure::new_rate(1, denominator),
            is_few: false,
        }
    }

    #[rstest]
    #[case::under_the_first(99, 0, "Dưới 100 hồ sơ")]
    #[case::on_it(100, 1, "Từ 100 đến dưới 1.000 hồ sơ")]
    #[case::under_the_last(999, 1, "Từ 100 đến dưới 1.000 hồ sơ")]
    #[case::on_the_last(1000, 2, "Từ 1.000 hồ sơ trở lên")]
    fn a_group_begins_with_its_threshold(
        #[case] size: i64,
        #[case] group: usize,
        #[case] name: &str,
    ) {
        let catalog = Catalog::load_content(None).expect("the content is well");
        let metric = catalog.find_metric("on_time_rate").expect("a metric");
        let groups = SizeGroups::new(&[100, 1000], metric);
        assert_eq!(groups.find_group(&value(size)), group);
        assert_eq!(groups.describe_group(AnswerWording::new(&catalog), metric, group), name);
        let count = catalog.find_metric("update_count").expect("a metric");
        assert!(!SizeGroups::new(&[100], count).are_several(), "a count is of no size");
    }
}
