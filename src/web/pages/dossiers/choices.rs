//! What a list of dossiers can be narrowed to, and sorted by.

use std::collections::HashMap;

use super::request::DossierRequest;
use crate::{
    domain::basis::MetricBasis,
    domain::name::bare_key,
    warehouse::query::{
        AgencyFilter, AgencyLevel, AgencyName, BreakdownDimension, BreakdownPart, LatenessFilter,
        MetricRequest, RowColumn, RowOrder,
    },
    web::http::{error::WebError, page_context::PageContext},
};

/// Holds a value of the address, how it is called, and whether it is chosen.
pub type FilterChoice = (String, String, bool);

/// What a clerk looks for, the worst first.
const LATENESS: [&str; 14] = [
    "overdue",
    "overdue:11..",
    "overdue:6..10",
    "overdue:1..5",
    "overdue:0..0",
    "running",
    "running:0..2",
    "running:3..5",
    "on_time",
    "paused",
    "not_counted",
    "due_unknown",
    "end_unknown",
    "request_unknown",
];

/// The orders offered where a table has no heading to press.
const ORDERS: [&str; 6] =
    ["-lateness", "due_at", "-received_at", "-ended_at", "procedure_name", "agency"];

/// Heads a column, with the address that sorts by it.
pub struct ColumnHead {
    pub name: String,
    /// None where nothing can be sorted by it.
    pub address: String,
    /// `ascending` or `descending` where the list is sorted so.
    pub direction: Option<&'static str>,
    pub is_of_days: bool,
    /// The class of its cells on paper.
    pub class: &'static str,
}

/// Lists the agencies that have anything of the metric, and the chosen one, by name.
pub fn agency_choices(
    context: &PageContext,
    asked: &DossierRequest,
) -> Result<Vec<FilterChoice>, WebError> {
    let all = AgencyFilter { level: Some(AgencyLevel::All), ..AgencyFilter::default() };
    let request =
        MetricRequest { basis: MetricBasis::Computed, ..context.metric_request(asked.metric) };
    let values = all.select_values(asked.metric, &context.warehouse.metrics.values(&request)?);
    let mut named: HashMap<String, String> =
        values.into_iter().map(|value| (value.agency_code, value.agency_name)).collect();
    let chosen: Option<&AgencyName> = asked.agency.as_ref();
    named.extend(chosen.map(|agency| (agency.code.clone(), agency.name.clone())));
    let is_chosen = |code: &str| chosen.is_some_and(|agency| agency.code == code);
    let with_mark = |(code, name): (String, String)| {
        let is_on = is_chosen(&code);
        (code, name, is_on)
    };
    let mut choices: Vec<_> = named.into_iter().map(with_mark).collect();
    choices.sort_by_cached_key(|(code, name, _)| (bare_key(name), code.clone()));
    Ok(choices)
}

/// How many procedures are offered at once; others are found by their names.
pub const OFFERED_PROCEDURES: usize = 100;

/// Lists the procedures that have most of them, and the chosen one.
pub fn procedure_choices(
    context: &PageContext,
    asked: &DossierRequest,
) -> Result<Vec<FilterChoice>, WebError> {
    let agency = asked.agency.as_ref().map(|agency| agency.code.as_str());
    let chosen = asked.procedure.as_deref();
    let slices = (context.warehouse).breakdowns.by_dimension(
        asked.metric,
        context.view.period,
        agency,
        BreakdownDimension::Procedure,
    )?;
    let choice = |slice: BreakdownPart| {
        let code = slice.code?;
        let name = slice.name.unwrap_or_else(|| code.clone());
        let is_chosen = chosen == Some(code.as_str());
        Some((code, name, is_chosen))
    };
    let mut choices: Vec<_> =
        slices.into_iter().filter_map(choice).take(OFFERED_PROCEDURES).collect();
    if let Some(code) = chosen.filter(|code| !choices.iter().any(|(known, ..)| known == code)) {
        choices.push((code.to_owned(), code.to_owned(), true));
    }
    Ok(choices)
}

/// Lists the ranges of lateness, with the one of the address where it is another.
pub fn lateness_choices(context: &PageContext) -> Result<Vec<FilterChoice>, WebError> {
    let chosen: Option<LatenessFilter> = context.query.parse_option("lateness")?;
    let offered = LATENESS.iter().filter_map(|text| text.parse::<LatenessFilter>().ok());
    let mut filters: Vec<LatenessFilter> = offered.collect();
    filters.extend(chosen.filter(|chosen| !filters.contains(chosen)));
    let choice = |filter: LatenessFilter| {
        (
            filter.to_string(),
            context.words().describe_lateness_filter(filter),
            chosen == Some(filter),
        )
    };
    Ok(filters.into_iter().map(choice).collect())
}

/// Lists the orders, with the one of the address where it is another.
pub fn order_choices(context: &PageContext, order: RowOrder) -> Vec<FilterChoice> {
    let offered = ORDERS.iter().filter_map(|text| text.parse::<RowOrder>().ok());
    let mut orders: Vec<RowOrder> = offered.collect();
    if !orders.contains(&order) {
        orders.push(order);
    }
    let choice = |one: RowOrder| (one.to_string(), order_name(context, one), one == order);
    orders.into_iter().map(choice).collect()
}

fn order_name(context: &PageContext, order: RowOrder) -> String {
    let column = context.words().fill_phrase(&format!("column.{}", order.column.id()), &[]);
    let id = match (order.column, order.is_descending) {
        (RowColumn::Lateness, true) => "order.worst_first",
        (RowColumn::Lateness, false) => "order.best_first",
        (RowColumn::Agency, false) => "order.agency",
        (RowColumn::ReceivedAt | RowColumn::DueAt | RowColumn::EndedAt, true) => "order.newest",
        (RowColumn::ReceivedAt | RowColumn::DueAt | RowColumn::EndedAt, false) => "order.oldest",
        (_, true) => "order.descending",
        (_, false) => "order.ascending",
    };
    match id {
        "order.worst_first" | "order.best_first" | "order.agency" => {
            context.words().fill_phrase(id, &[])
        }
        _ => context.words().fill_phrase(id, &[("column", &column)]),
    }
}

/// Makes the headings: each sorts by its column, and the one sorted by turns the order round.
pub fn column_heads(context: &PageContext, order: RowOrder) -> Vec<ColumnHead> {
    let head = |column: RowColumn| {
        let is_on = order.column == column;
        // Of lateness the worst is looked for first.
        let usual = column == RowColumn::Lateness;
        let is_descending = if is_on { !order.is_descending } else { usual };
        let next = RowOrder { column, is_descending }.to_string();
        ColumnHead {
            name: context.words().fill_phrase(&format!("column.{}", column.id()), &[]),
            address: context.query.address_with(&[("sort", Some(&next)), ("page", None)]),
            direction: is_on.then_some(if order.is_descending {
                "descending"
            } else {
                "ascending"
            }),
            is_of_days: matches!(
                column,
                RowColumn::ReceivedAt | RowColumn::DueAt | RowColumn::EndedAt
            ),
            class: column.id(),
        }
    };
    RowColumn::ALL.into_iter().map(head).collect()
}
