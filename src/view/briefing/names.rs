//! Lists of agencies in a sentence: so many are named, the rest is counted, nobody is dropped without a word.

use super::request::BriefingRequest;
use crate::{
    domain::name::{bare_key, name_in_sentence},
    warehouse::query::AgencyValue,
};

/// Agencies named in a sentence of a page, and of a card; a listener keeps no more.
const NAMED: usize = 6;
const NAMED_ON_CARD: usize = 3;

impl BriefingRequest<'_> {
    /// "xã An Sơn 80,63% (387/480), xã Hòa Bình 88,00% (44/50) và 3 đơn vị khác"
    pub(super) fn name_with_values(&self, values: &[&AgencyValue]) -> String {
        let words = self.words();
        let named = values.iter().map(|value| {
            let fraction = words.format_fraction(value.measure).replace(" / ", "/");
            let said = [
                ("agency", &*name_in_sentence(&value.agency_name)),
                ("value", &words.format_value(self.ranking, value.measure)),
                ("fraction", &fraction),
            ];
            words.fill_phrase("briefing.agency_value", &said)
        });
        self.join_named(named.collect())
    }

    /// "xã An Sơn, xã Hòa Bình", by name.
    pub(super) fn name_alone(&self, values: &[&AgencyValue]) -> String {
        let mut names: Vec<&str> = values.iter().map(|value| value.agency_name.as_str()).collect();
        names.sort_by_cached_key(|name| bare_key(name));
        self.join_named(names.into_iter().map(name_in_sentence).collect())
    }

    /// Joins the first of them, and says how many more there are.
    pub(super) fn join_named(&self, named: Vec<String>) -> String {
        let most = if self.is_brief { NAMED_ON_CARD } else { NAMED };
        self.words().join_named(named.into_iter(), most, ", ")
    }
}
