//! Metrics in the warehouse: a view of events each, and their sums by day.

use duckdb::Connection;

use super::{
    WarehouseError,
    engine::{quote_ident, quote_literal},
};
use crate::catalog::{forecast::ForecastDefinition, form::FormDefinition, metric::Metric};

/// The columns of a metric's events, of what its forecast is made of, of the register a form is counted from.
pub const EVENT: &str = "agency_code, on_day, subject_id, kind, numerator, denominator";
/// Names the columns of a forecast's SQL: the dates of each subject's life.
pub const LIFE: &str = "agency_code, subject_id, received_on, due_on, ended_on";
/// Names the columns of a form's SQL: the register that the form counts.
pub const REGISTER: &str = "agency_code, sector, received_on, is_online, due_on, ended_on";

/// Begins the name of the view of a metric's events, of what a forecast is made of, of the register of a form.
pub const EVENT_VIEW: &str = "event_";
const LIFE_VIEW: &str = "life_";
const REGISTER_VIEW: &str = "register_";

/// The view that yields a metric's events.
pub fn event_view(metric_id: &str) -> String {
    quote_ident(&format!("{EVENT_VIEW}{metric_id}"))
}

/// Whether a view yields a metric's events, what a forecast is made of, or a form's register.
pub fn is_derived_view(name: &str) -> bool {
    [EVENT_VIEW, LIFE_VIEW, REGISTER_VIEW].iter().any(|begin| name.starts_with(begin))
}

/// Lists the views of metrics, forecasts and forms that a build has.
pub fn list_derived_views(connection: &Connection) -> duckdb::Result<Vec<String>> {
    let mut query = connection.prepare(
        "select view_name from duckdb_views() where not internal and schema_name = 'main' \
         and (starts_with(view_name, $1) or starts_with(view_name, $2) or starts_with(view_name, $3)) order by view_name",
    )?;
    query.query_map([EVENT_VIEW, LIFE_VIEW, REGISTER_VIEW], |row| row.get(0))?.collect()
}

/// Creates the view of a metric's events. Fails where the metric's SQL cannot be prepared.
pub fn create_view(connection: &Connection, metric: &Metric) -> Result<(), WarehouseError> {
    let sql = format!(
        "create view {} as select {EVENT} from (\n{}\n)",
        event_view(&metric.id),
        metric.sql
    );
    connection
        .execute_batch(&sql)
        .map_err(WarehouseError::wrap_engine(format!("`{}` failed", metric.path)))
}

/// Notes how many subjects a metric leaves out because a value it uses cannot be read.
pub fn note_left_out(
    connection: &Connection,
    metric: &Metric,
    left_out: u64,
) -> Result<(), WarehouseError> {
    if left_out == 0 {
        return Ok(());
    }
    let sql = "insert into metric_left_out values ($1, $2)";
    let noted = connection.execute(sql, duckdb::params![metric.id, left_out]);
    noted.map(drop).map_err(WarehouseError::wrap_engine(format!("`{}` failed", metric.path)))
}

/// The view that yields what a metric's forecast is made of.
pub fn life_view(metric_id: &str) -> String {
    quote_ident(&format!("{LIFE_VIEW}{metric_id}"))
}

/// Creates the view of a forecast's subjects and their dates. Fails where its SQL cannot be
/// prepared.
pub fn create_life(
    connection: &Connection,
    forecast: &ForecastDefinition,
) -> Result<(), WarehouseError> {
    let sql = format!(
        "create view {} as select {LIFE} from (\n{}\n)",
        life_view(&forecast.id),
        forecast.sql
    );
    connection
        .execute_batch(&sql)
        .map_err(WarehouseError::wrap_engine(format!("`{}` failed", forecast.path)))
}

/// The view that yields the register a form is counted from.
pub fn register_view(form_id: &str) -> String {
    quote_ident(&format!("{REGISTER_VIEW}{form_id}"))
}

/// Creates the view of the register a form is counted from. Fails where its SQL cannot be prepared.
pub fn create_register(
    connection: &Connection,
    form: &FormDefinition,
) -> Result<(), WarehouseError> {
    let sql = format!(
        "create view {} as select {REGISTER} from (\n{}\n)",
        register_view(&form.id),
        form.sql
    );
    connection
        .execute_batch(&sql)
        .map_err(WarehouseError::wrap_engine(format!("`{}` failed", form.path)))
}

/// Lists a metric, and sums its events by agency, day and kind; a subject that counts once in a period is kept by itself.
pub fn sum_by_day(connection: &Connection, metric: &Metric) -> Result<(), WarehouseError> {
    list_metric(connection, metric)?;
    let sums = day_sums(metric, &event_view(&metric.id)).join("; ");
    run_sums(connection, metric, &sums)
}

/// Lists a metric with the SQL of its events, before it is summed.
pub fn list_metric(connection: &Connection, metric: &Metric) -> Result<(), WarehouseError> {
    let sql = format!(
        "insert into metric values ({}, {}, {}, false, false)",
        quote_literal(&metric.id),
        quote_literal(metric.unit.id()),
        quote_literal(&metric.sql)
    );
    connection
        .execute_batch(&sql)
        .map_err(WarehouseError::wrap_engine(format!("`{}` failed", metric.path)))
}

/// Runs what puts a metric's sums in. Fails with the column that its events leave blank, where they do.
pub fn run_sums(connection: &Connection, metric: &Metric, sql: &str) -> Result<(), WarehouseError> {
    connection.execute_batch(sql).map_err(|failed| {
        let blank = find_blank(connection, metric).ok().flatten();
        blank.unwrap_or_else(|| {
            WarehouseError::wrap_engine(format!("`{}` failed", metric.path))(failed)
        })
    })
}

/// Writes the statements that sum a metric's `events`, a relation or a question, in the words that all engines know.
pub fn day_sums(metric: &Metric, events: &str) -> Vec<String> {
    let id = quote_literal(&metric.id);
    // The columns take no null: sums of events of which one lacks a part are none.
    let is_whole = whole_events(metric);
    let summed = format!(
        "insert into metric_day \
         select {id} as metric_id, agency_code, on_day, kind, case when {is_whole} then sum(numerator) end as numerator, \
         sum(denominator) as denominator, count(*) as events from {events}"
    );
    let by_day = "group by agency_code, on_day, kind order by agency_code, on_day";
    // The others are not gone through a second time for nothing. One that is `once` and not declared so stays among the sums by
    // day, where it is refused.
    if !metric.counts_once() {
        return vec![format!("{summed} {by_day}")];
    }
    vec![
        format!("{summed} where kind is distinct from 'once' {by_day}"),
        format!(
            "insert into metric_once \
             select {id} as metric_id, agency_code, on_day, subject_id, case when {is_whole} then max(numerator) end as numerator, \
             max(denominator) as denominator \
             from {events} where kind = 'once' group by agency_code, on_day, subject_id order by agency_code, on_day"
        ),
    ]
}

/// The columns that every event of a metric fills: what is missing would be counted as 0.
fn filled_columns(metric: &Metric) -> &'static [&'static str] {
    const ALL: [&str; 6] =
        ["agency_code", "on_day", "subject_id", "kind", "numerator", "denominator"];
    if metric.unit.is_of_hundred() { &ALL } else { &ALL[..5] }
}

/// Whether every event of a group has the integers that its metric is made of, in SQL.
fn whole_events(metric: &Metric) -> String {
    let parts = filled_columns(metric).iter().filter(|column| column.ends_with("ator"));
    let parts = parts.map(|column| format!("count({column}) = count(*)"));
    parts.collect::<Vec<_>>().join(" and ")
}

/// Says which column a metric's events leave blank that every event must fill, if one is.
fn find_blank(connection: &Connection, metric: &Metric) -> duckdb::Result<Option<WarehouseError>> {
    for column in filled_columns(metric) {
        let sql = format!("select count(*) from {} where {column} is null", event_view(&metric.id));
        let events: u64 = connection.query_row(&sql, [], |row| row.get(0))?;
        if events > 0 {
            let (path, column) = (metric.path.clone(), (*column).to_owned());
            return Ok(Some(WarehouseError::BlankEvent { path, column, events }));
        }
    }
    Ok(None)
}
