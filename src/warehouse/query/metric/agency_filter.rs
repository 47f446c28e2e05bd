//! Which agencies' values are listed.

use super::value::{AgencyLevel, AgencyValue};
use crate::{
    catalog::metric::Metric,
    domain::{threshold::Threshold, verdict::is_under},
};

/// Which agencies an answer lists.
#[derive(Debug, Clone, Default)]
pub struct AgencyFilter {
    /// Without a level: communes, or with an agency, that agency alone.
    pub level: Option<AgencyLevel>,
    /// This agency and those under it.
    pub agency: Option<String>,
    /// Only those strictly below.
    pub below: Option<Threshold>,
}

impl AgencyFilter {
    /// Selects those of the values it lets through, in their order.
    pub fn select_values(&self, metric: &Metric, values: &[AgencyValue]) -> Vec<AgencyValue> {
        let commune = AgencyLevel::Named("commune".into());
        let level = self.level.as_ref().or(self.agency.is_none().then_some(&commune));
        let wanted = |value: &AgencyValue| match (level, &self.agency) {
            (Some(level), None) => value.is_at(level),
            (Some(level), Some(agency)) => {
                value.is_at(level) && stands_under(values, value, agency)
            }
            (None, Some(agency)) => value.agency_code == *agency,
            (None, None) => true,
        };
        let is_below = |value: &AgencyValue| {
            self.below.is_none_or(|limit| is_under(value.measure, metric.unit, limit))
        };
        values.iter().filter(|value| wanted(value) && is_below(value)).cloned().collect()
    }
}

/// Whether an agency is another one or somewhere below it.
fn stands_under(values: &[AgencyValue], value: &AgencyValue, ancestor: &str) -> bool {
    let parent =
        |code: &str| values.iter().find(|value| value.agency_code == code)?.parent_code.as_deref();
    std::iter::successors(Some(value.agency_code.as_str()), |code| parent(code))
        .take(5)
        .any(|code| code == ancestor)
}
