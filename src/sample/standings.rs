//! The points that are published of all agencies of a level, month by month.

use std::ops::RangeInclusive;

use super::{cells::SampleRow, plan::SampleStandings};
use crate::domain::{fraction::ExactFraction, name::lower_first};

/// What an agency comes to in a month.
struct StandingResult {
    counts: Vec<(i64, i64)>,
    rest: i64,
}

impl SampleStandings {
    /// Lists the tables of all months: the name of the file, and its rows.
    pub(super) fn list_tables(&self, parent: &str, seed: u64) -> Vec<(String, Vec<SampleRow>)> {
        let results: Vec<Vec<StandingResult>> =
            (0..self.agencies.len()).map(|at| self.invent_results(at, seed)).collect();
        let tables = self.months.iter().enumerate().map(|(at, month)| {
            let rows = self.agencies.iter().zip(&results).flat_map(|(agency, results)| {
                let name = format!("UBND {}, {parent}", lower_first(agency));
                self.list_rows(&name, &month.period, &results[at])
            });
            (self.file_name(month), rows.collect())
        });
        tables.collect()
    }

    /// What an agency comes to in each month: about as much as in the others.
    fn invent_results(&self, at: usize, seed: u64) -> Vec<StandingResult> {
        if self.agencies[at] == self.own {
            let planted = self.months.iter();
            return planted
                .map(|month| StandingResult { counts: month.own.clone(), rest: month.rest })
                .collect();
        }
        let seed = seed.wrapping_mul(1_000_003).wrapping_add(at as u64).reverse_bits();
        let mut random = fastrand::Rng::with_seed(seed);
        let mut usual = |(least, most): (i64, i64)| random.i64(least..=most);
        let rows: Vec<(i64, i64)> =
            self.rows.iter().map(|row| (usual(row.dossiers), usual(row.shares))).collect();
        let rest = usual(self.rest);
        let mut about = |usual: i64, off: i64, within: RangeInclusive<i64>| {
            (usual + random.i64(-off..=off)).clamp(*within.start(), *within.end())
        };
        let mut months = Vec::new();
        for _ in &self.months {
            let counts = rows.iter().map(|(dossiers, share)| {
                let dossiers = about(*dossiers, dossiers / 6, 1..=i64::MAX);
                (dossiers * about(*share, 4, 0..=100) / 100, dossiers)
            });
            months.push(StandingResult {
                counts: counts.collect(),
                rest: about(rest, 120, 0..=i64::MAX),
            });
        }
        months
    }

    /// The total, rounded once, then the rows it is told of.
    fn list_rows(&self, agency: &str, period: &str, result: &StandingResult) -> Vec<SampleRow> {
        let whole = |number: i64| i128::from(number);
        let points = self.rows.iter().zip(&result.counts).filter_map(|(row, (counted, all))| {
            ExactFraction::new(whole(row.points * counted), whole(*all))
        });
        let rest = ExactFraction::new(whole(result.rest), 100).unwrap_or(ExactFraction::ZERO);
        let total = points.fold(rest, ExactFraction::plus).to_hundredths().to_vietnamese();
        let cells = |indicator: &str, counts: Option<(i64, i64)>, score: Option<&str>| {
            let cell = |field: &str| match field {
                "indicator" => Some(indicator.to_owned()),
                "agency_name" => Some(agency.to_owned()),
                "period" => Some(period.to_owned()),
                "numerator" => counts.map(|(counted, _)| counted.to_string()),
                "denominator" => counts.map(|(_, all)| all.to_string()),
                "score" => score.map(ToOwned::to_owned),
                "publisher" => Some(self.publisher.clone()),
                _ => None,
            };
            self.export.columns.iter().map(|column| cell(&column.field)).collect()
        };
        let told = self.rows.iter().zip(&result.counts);
        let told = told.map(|(row, counts)| cells(&row.indicator, Some(*counts), None));
        [cells(&self.total, None, Some(&total))].into_iter().chain(told).collect()
    }
}
