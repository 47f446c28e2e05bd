//! What a number is made of: its parts by procedure, sector, channel, and what each costs the whole.

use crate::{
    catalog::{Catalog, metric::Metric},
    domain::basis::MetricBasis,
    domain::{
        decimal::FixedDecimal,
        measure::{BetterDirection, Measure, MeasureUnit},
        period::Period,
    },
    warehouse::{
        WarehouseError,
        query::{BreakdownDimension, BreakdownPart, MetricRequest, Warehouse},
    },
};

/// One part of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartContribution {
    /// `None` for subjects that do not say.
    pub code: Option<String>,
    pub name: Option<String>,
    pub measure: Measure,
    /// Subjects that keep it from being as good as it can be; `None` where a count of all has no such.
    pub missed: Option<i64>,
    /// Points of the whole that the subjects missing in the numerator cost it; `None` where it is no share to be raised.
    pub gain: Option<FixedDecimal>,
}

impl PartContribution {
    /// `whole` is the denominator of all parts together, 0 where they are no parts of one whole.
    pub fn new(
        metric: &Metric,
        (code, name): (Option<String>, Option<String>),
        measure: Measure,
        whole: i64,
    ) -> Self {
        // What keeps it from being as good as it can: those not in the numerator, or where lower is better, those in it.
        let missed = match metric.better {
            BetterDirection::Higher => {
                measure.denominator.map(|denominator| denominator - measure.numerator)
            }
            BetterDirection::Lower => Some(measure.numerator),
        };
        Self {
            code,
            name,
            // What a count's rows of no denominator hold is told by the metric.
            measure: Measure {
                denominator: measure
                    .denominator
                    .filter(|_| metric.denominator.is_some() || !measure.is_told()),
                ..measure
            },
            missed: missed.filter(|_| measure.is_told()),
            gain: missed
                .filter(|_| metric.unit == MeasureUnit::Percent && measure.is_told())
                .and_then(|missed| FixedDecimal::of_fraction(missed, whole, 100)),
        }
    }
}

/// A number cut up; what pulls it down most comes first.
pub fn list_contributions(
    catalog: &Catalog,
    warehouse: &Warehouse,
    asked: (&Metric, Period),
    agency: Option<&str>,
    by: BreakdownDimension,
) -> Result<Vec<PartContribution>, WarehouseError> {
    Ok(contributions_by(catalog, warehouse, asked, agency, &[by])?.pop().unwrap_or_default())
}

/// The same in several ways at once.
pub fn contributions_by(
    catalog: &Catalog,
    warehouse: &Warehouse,
    (metric, period): (&Metric, Period),
    agency: Option<&str>,
    ways: &[BreakdownDimension],
) -> Result<Vec<Vec<PartContribution>>, WarehouseError> {
    let all = warehouse.breakdowns.by_dimensions(metric, period, agency, ways)?;
    // What is withheld of a part is in the whole, which is told.
    let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
    let told = match agency {
        None => warehouse.metrics.total(&selection)?,
        Some(code) => {
            let values = warehouse.metrics.values(&selection)?;
            values.iter().find(|value| value.agency_code == code).map(|value| value.measure)
        }
    };
    let told = told.and_then(|measure| measure.denominator).unwrap_or(0);
    let cut_up = |(slices, by): (Vec<BreakdownPart>, &BreakdownDimension)| {
        let parts: i64 = slices.iter().filter_map(|slice| slice.measure.denominator).sum();
        let is_whole = slices.iter().all(|slice| slice.measure.is_told());
        let whole = if is_whole { parts } else { told };
        let cut = |slice: BreakdownPart| {
            let name = match (by.vocabulary(), &slice.code) {
                (Some(column), Some(code)) => {
                    Some(catalog.vocabulary.display_name(column, code).to_owned())
                }
                _ => slice.name,
            };
            PartContribution::new(metric, (slice.code, name), slice.measure, whole)
        };
        slices.into_iter().map(cut).collect()
    };
    Ok(all.into_iter().zip(ways).map(cut_up).collect())
}
