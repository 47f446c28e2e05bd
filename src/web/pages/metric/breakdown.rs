//! What a metric's number is made of, by all that its subjects can be told apart by.

use clap::ValueEnum;

use super::super::super::http::{error::WebError, page_context::PageContext};
use crate::{
    catalog::metric::Metric,
    domain::{decimal::FixedDecimal, name::upper_first},
    view::{PartContribution, contributions_by},
    warehouse::query::BreakdownDimension,
};

/// Parts listed of each kind.
const LISTED: usize = 15;

/// A number by what its subjects have in common.
pub struct BreakdownTable {
    pub by: String,
    pub rows: Vec<BreakdownRow>,
    pub is_cut: bool,
    /// A count has nothing its parts are counted of.
    pub is_share: bool,
}

/// One part of it.
pub struct BreakdownRow {
    pub name: String,
    pub value: String,
    pub counts: String,
    pub gain: String,
    /// The dossiers behind it, where they can be listed.
    pub rows: Option<String>,
}

/// By all that its subjects can be told apart by; a published figure is one number.
pub fn breakdown_tables(
    context: &PageContext,
    metric: &Metric,
    agency: Option<&str>,
) -> Result<Vec<BreakdownTable>, WebError> {
    let can_be =
        |by: &BreakdownDimension| !context.view.basis.is_published() && by.is_of(metric.subject);
    let ways: Vec<BreakdownDimension> =
        BreakdownDimension::value_variants().iter().copied().filter(can_be).collect();
    let asked = (metric, context.view.period);
    let all = contributions_by(context.catalog, context.warehouse, asked, agency, &ways)?;
    // What is all of one kind is not told apart.
    let several = all.into_iter().zip(ways).filter(|(cuts, _)| cuts.len() > 1);
    let parts = several.map(|(cuts, by)| BreakdownTable {
        by: context.words().fill_phrase(&format!("column.{}", by.id()), &[]),
        is_cut: cuts.len() > LISTED,
        is_share: metric.denominator.is_some(),
        rows: (cuts.iter().take(LISTED))
            .map(|cut| breakdown_row(context, metric, by, cut, agency))
            .collect(),
    });
    Ok(parts.collect())
}

fn breakdown_row(
    context: &PageContext,
    metric: &Metric,
    by: BreakdownDimension,
    cut: &PartContribution,
    agency: Option<&str>,
) -> BreakdownRow {
    let words = context.words();
    let name = cut.name.clone().or_else(|| cut.code.clone());
    let has_rows = by == BreakdownDimension::Procedure && context.warehouse.scope().has_rows();
    let rows = cut.code.as_ref().filter(|_| has_rows).map(|code| {
        let path = context.query.with_path("/dossiers");
        path.address_with(&[
            ("metric", Some(&metric.id)),
            ("procedure", Some(code)),
            ("agency", agency),
        ])
    });
    BreakdownRow {
        name: name.unwrap_or_else(|| upper_first(&words.fill_phrase("value.unknown", &[]))),
        value: words.format_value(metric, cut.measure),
        counts: (cut.measure.denominator.filter(|_| cut.measure.is_told()))
            .map_or(String::new(), |_| words.format_fraction(cut.measure)),
        gain: cut.gain.map_or(String::new(), FixedDecimal::to_vietnamese),
        rows,
    }
}
