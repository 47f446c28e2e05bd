//! Whom a number is about: the lowest agency that holds all units with data.

use std::collections::HashSet;

use super::{
    super::agency::names::AgencyName,
    queries::MetricQueries,
    value::{AgencyValue, MetricRequest},
};
use crate::{domain::period::Period, warehouse::WarehouseError};

/// Those a number is of, all together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The lowest agency that holds all of them; none where several stand side by side.
    pub agency: Option<AgencyName>,
    /// Whether every unit the agency has is among them.
    pub is_whole: bool,
    /// Units with data of their own.
    pub units: usize,
}

impl MetricQueries {
    /// Finds whom a number is about: an agency with those below it, or all without one.
    pub fn find_holder(
        &self,
        selection: &MetricRequest,
        agency: Option<&str>,
    ) -> Result<Holder, WarehouseError> {
        let values = self.values(selection)?;
        let named = |code: &str| self.reader.memory.find_agency(code, selection.period);
        let found = match agency {
            Some(code) => named(code),
            None => lowest_holder(&values).and_then(|value| named(&value.agency_code)),
        };
        let reporting = values.iter().filter(|value| value.is_reporting);
        let is_within = |value: &&AgencyValue| {
            let (code, memory) = (&value.agency_code, &self.reader.memory);
            agency.is_none_or(|agency| memory.is_under(code, agency, selection.period))
        };
        let reporting: Vec<&AgencyValue> = reporting.filter(is_within).collect();
        let units = HolderUnits {
            codes: values.iter().map(|value| value.agency_code.as_str()).collect(),
            own: reporting.iter().map(|value| value.agency_code.as_str()).collect(),
            levels: values.iter().map(|value| value.level.as_str()).collect(),
            period: selection.period,
        };
        let is_whole = found
            .as_ref()
            .is_some_and(|found| self.is_whole(&found.code, &units, &mut HashSet::new()));
        Ok(Holder { is_whole, agency: found, units: reporting.len() })
    }

    /// Whether an agency has data of its own, or each unit of it that stands in the period has. Levels nobody has data of do not count.
    ///
    /// A ring in the register ends at the first code `met` again.
    fn is_whole<'m>(
        &'m self,
        code: &'m str,
        units: &HolderUnits,
        met: &mut HashSet<&'m str>,
    ) -> bool {
        if units.own.contains(code) || !met.insert(code) {
            return true;
        }
        let mut parts = self.reader.memory.list_right_under(code, units.period.end());
        parts.all(|(code, level)| {
            let is_counted = units.codes.contains(code);
            !units.levels.contains(level) || is_counted && self.is_whole(code, units, met)
        })
    }
}

/// The units of a number.
struct HolderUnits<'v> {
    codes: HashSet<&'v str>,
    /// With data of their own.
    own: HashSet<&'v str>,
    levels: HashSet<&'v str>,
    period: Period,
}

/// The one that all others stand under, and so on down while it has nothing of its own and one alone below it.
fn lowest_holder(values: &[AgencyValue]) -> Option<&AgencyValue> {
    let only = |above: Option<&str>| {
        let mut below = values.iter().filter(|value| value.parent_code.as_deref() == above);
        below.next().filter(|_| below.next().is_none())
    };
    // Each has one parent, and the first has none: there is no ring to go round in.
    let down = std::iter::successors(only(None), |top| {
        only(Some(&top.agency_code)).filter(|_| !top.is_reporting)
    });
    down.last()
}
