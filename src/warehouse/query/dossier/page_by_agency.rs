//! A page of dossiers read among those of its agencies alone: lists go by agency, and the sums kept say how many each has.

use super::{
    super::{
        agency::hierarchy::SumPair,
        connection::in_list,
        metric::{daily_sums::DirectSums, event_query::EventFilter},
    },
    list::{FoundRows, RowsAsked},
    queries::DossierQueries,
};
use crate::{
    domain::measure::{BetterDirection, MeasureUnit},
    warehouse::WarehouseError,
};

/// A dossier that is told twice is found once: the list is then made from all its events.
const FOUND: &str = "count(distinct subject_id) filter (where is_found)";

/// The agencies a page lies in, and how many of theirs come before it.
#[derive(Debug, PartialEq, Eq)]
struct PageStretch<'a> {
    agencies: Vec<&'a str>,
    listed: u64,
    before: u64,
}

impl DossierQueries {
    /// `None` where it cannot be read so: the sums do not count dossiers or not those asked for, they are wanted in another order, or a
    /// dossier lies elsewhere.
    pub(super) fn list_by_agency(
        &self,
        asked: &RowsAsked,
    ) -> Result<Option<FoundRows>, WarehouseError> {
        let counts_dossiers =
            matches!(asked.metric.unit, MeasureUnit::Percent | MeasureUnit::Dossiers);
        let sliced = self.reader.memory.sliced_metric(asked.metric).filter(|_| counts_dossiers);
        let Some(sliced) = sliced.filter(|_| asked.is_of_sums()) else {
            return Ok(None);
        };
        let listed = self.count_by_agency(asked)?;
        let total = listed.iter().map(|(_, listed)| listed).sum();
        let stretch = find_stretch(&listed, asked.skip, asked.at_most);
        if stretch.agencies.is_empty() {
            return Ok(Some(FoundRows::default()));
        }
        let agencies = stretch.agencies.iter().copied();
        let among = in_list("agency_code", agencies.clone());
        // Events are of the agency that solves, mostly, or of the one that received.
        for column in ["solving_agency", "receiving_agency"] {
            let of = in_list(column, agencies.clone());
            let asked = RowsAsked { skip: stretch.before, ..*asked };
            let events = EventFilter {
                metric: asked.metric,
                is_flow: sliced.is_flow,
                among: &among,
                of: Some(&of),
            };
            let read = self.read_page(&asked, &events, FOUND)?;
            if read.total == stretch.listed && read.found == stretch.listed {
                return Ok(Some(FoundRows { total, rows: read.rows }));
            }
        }
        Ok(None)
    }

    /// Each agency with how many of its dossiers are asked for, by code; those with none are left out.
    fn count_by_agency(&self, asked: &RowsAsked) -> Result<Vec<(String, u64)>, WarehouseError> {
        let RowsAsked { metric, period, agency, .. } = *asked;
        let sums = match asked.procedure {
            None => self.reader.memory.direct_sums(metric, period, agency)?,
            Some(procedure) => self.sum_procedure(asked, procedure)?,
        };
        let has_whole = metric.denominator.is_some();
        let count = |(numerator, denominator): SumPair| match (asked.failing, metric.better) {
            (true, BetterDirection::Higher) => denominator - numerator,
            (false, _) if has_whole => denominator,
            _ => numerator,
        };
        let listed = sums.into_iter().filter_map(|(code, sums)| {
            let listed = u64::try_from(count(sums)).ok().filter(|listed| *listed > 0)?;
            Some((code, listed))
        });
        Ok(listed.collect())
    }

    fn sum_procedure(
        &self,
        asked: &RowsAsked,
        procedure: &str,
    ) -> Result<DirectSums, WarehouseError> {
        let among = self.reader.agency_filter(asked.agency, asked.period);
        let counted = self.breakdowns.counted_slices(asked.metric, asked.period, &among);
        let sql = counted + include_str!("agency_sums.sql");
        self.reader.with_connection("cannot count the dossiers", |connection| {
            let mut query = connection.prepare(&sql)?;
            let sums = query
                .query_map([procedure], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
            sums.collect()
        })
    }
}

/// Which agencies hold the rows past the first `skip`, `at_most` so many.
fn find_stretch(listed: &[(String, u64)], skip: u64, at_most: u64) -> PageStretch<'_> {
    let end = skip.saturating_add(at_most);
    let mut stretch = PageStretch { agencies: Vec::new(), listed: 0, before: 0 };
    let mut start = 0;
    for (code, count) in listed {
        if start < end && start + count > skip {
            if stretch.agencies.is_empty() {
                stretch.before = skip - start;
            }
            stretch.agencies.push(code);
            stretch.listed += count;
        }
        start += count;
    }
    stretch
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::the_first(0, 3, &["a"], 5, 0)]
    #[case::over_an_edge(4, 3, &["a", "b"], 7, 4)]
    #[case::from_an_edge(5, 2, &["b"], 2, 0)]
    #[case::to_the_end(6, 9, &["b", "c"], 6, 1)]
    #[case::past_the_end(11, 3, &[], 0, 0)]
    fn a_page_lies_in_few_agencies(
        #[case] skip: u64,
        #[case] at_most: u64,
        #[case] agencies: &[&str],
        #[case] count: u64,
        #[case] before: u64,
    ) {
        let listed = [("a".to_owned(), 5), ("b".to_owned(), 2), ("c".to_owned(), 4)];
        let expected = PageStretch { agencies: agencies.to_vec(), listed: count, before };
        assert_eq!(find_stretch(&listed, skip, at_most), expected);
    }
}
