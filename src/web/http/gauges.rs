//! Numbers of the build and of the installation as a monitor reads them.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};
use prometheus_client::{
    metrics::{family::Family, gauge::Gauge},
    registry::Registry,
};

use super::{super::ServedSite, error::WebError, telemetry::RouteLabels};
use crate::{
    health::{last_backup_proof, room_for_build},
    state::StateDatabase,
    warehouse::{
        WarehouseError,
        query::{ConnectorTotal, Warehouse},
    },
};

/// Holds the name of a number, what it says, and its values by their labels; none where nobody knows it.
pub(super) type NamedGauges = (&'static str, &'static str, Vec<(RouteLabels, i64)>);

/// Adds numbers to what a monitor reads; one without a value is left out.
pub(super) fn register_gauges(
    registry: &mut Registry,
    gauges: impl IntoIterator<Item = NamedGauges>,
) {
    for (name, help, values) in gauges {
        match values.as_slice() {
            [] => {}
            [(labels, value)] if labels.is_empty() => {
                let gauge = Gauge::<i64>::default();
                gauge.set(*value);
                registry.register(name, help, gauge);
            }
            _ => {
                let family = Family::<RouteLabels, Gauge>::default();
                for (labels, value) in &values {
                    family.get_or_create(labels).set(*value);
                }
                registry.register(name, help, family);
            }
        }
    }
}

/// What the published build holds, and how old it is.
pub(super) fn build_gauges(warehouse: &Warehouse) -> Result<Vec<NamedGauges>, WarehouseError> {
    let totals = warehouse.provenance.sum_by_connector()?;
    let version = vec![
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("data_version", warehouse.data_version.clone()),
    ];
    let days = |total: &ConnectorTotal| {
        Some((vec![("connector", total.connector.clone())], seconds_of_day(total.newest_on)))
    };
    let rows = |total: &ConnectorTotal| {
        let counts = [
            ("kept", total.rows_kept),
            ("layout", total.rows_layout),
            ("rejected", total.rows_rejected),
        ];
        counts.map(|(kind, rows)| {
            let labels = vec![("connector", total.connector.clone()), ("kind", kind.to_owned())];
            (labels, whole(rows))
        })
    };
    let ingested = warehouse.provenance.find_newest_ingest()?.map(seconds_of);
    Ok(vec![
        ("build", "The program and the data it shows", vec![(version, 1)]),
        (
            "newest_on_seconds",
            "The newest day any export of a connector shows, as seconds since 1970",
            totals.iter().filter_map(days).collect(),
        ),
        ("rows", "Rows of all exports of a connector", totals.iter().flat_map(rows).collect()),
        (
            "last_ingest_seconds",
            "When the newest export was taken in, as seconds since 1970",
            single(ingested),
        ),
    ])
}

/// How the installation stands: last build and backup, room on the disk, what is to be sent. What is not known has no value.
pub(super) fn installation_gauges(
    site: &ServedSite,
    state: &StateDatabase,
) -> Result<Vec<NamedGauges>, WebError> {
    // A node's file is of when it was taken.
    let built = match site.follow_status() {
        Some(status) => status.held.map(|held| held.published_at),
        None => Warehouse::published_at(&site.data),
    };
    let built = built.map(seconds_of);
    let backup = last_backup_proof(state)?;
    let taken = backup.as_ref().map(|proof| seconds_of(proof.taken_at));
    let proved = backup.as_ref().and_then(|proof| proof.proved_at).map(seconds_of);
    let is_sound = backup.as_ref().map(|proof| i64::from(proof.problem.is_none()));
    let free = (site.machine.measure_free)(&site.data).ok().map(whole);
    let counted = state.count_deliveries()?;
    let deliveries = counted
        .into_iter()
        .map(|(state, count)| (vec![("state", state.id().to_owned())], i64::from(count)));
    Ok(vec![
        (
            "last_build_seconds",
            "When what is shown was published, as seconds since 1970",
            single(built),
        ),
        (
            "last_backup_seconds",
            "When the last backup was made, as seconds since 1970",
            single(taken),
        ),
        (
            "last_backup_proved_seconds",
            "When a backup was last restored and gave the same answers, as seconds since 1970",
            single(proved),
        ),
        (
            "last_backup_sound",
            "Whether the last backup is whole, and the last one restored gave the same answers",
            single(is_sound),
        ),
        ("data_free_bytes", "Free on the disk of the data folder", single(free)),
        (
            "data_needed_bytes",
            "What the next build may need of it",
            single(Some(whole(room_for_build(&site.data)))),
        ),
        ("deliveries", "Reports and alerts in the outbox by state", deliveries.collect()),
    ])
}

/// How a reading node stands; nothing of an office's own server.
pub(super) fn follow_gauges(site: &ServedSite) -> Vec<NamedGauges> {
    let Some(status) = site.follow_status() else { return Vec::new() };
    let held = status.held.as_ref();
    let whole = |number: u64| single(Some(whole(number)));
    vec![
        (
            "follow_version",
            "The version of the store that is shown",
            held.map_or_else(Vec::new, |held| whole(held.number)),
        ),
        (
            "follow_newest",
            "The newest version the store told of",
            status.newest.map_or_else(Vec::new, whole),
        ),
        (
            "follow_published_seconds",
            "When the version that is shown was published, as seconds since 1970",
            single(held.map(|held| seconds_of(held.published_at))),
        ),
        (
            "follow_looked_seconds",
            "When the store last answered, as seconds since 1970",
            single(status.looked_at.map(seconds_of)),
        ),
        (
            "follow_behind",
            "Whether something keeps this node from the newest version",
            single(site.is_behind().map(i64::from)),
        ),
    ]
}

fn single(value: Option<i64>) -> Vec<(RouteLabels, i64)> {
    value.into_iter().map(|value| (Vec::new(), value)).collect()
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn seconds_of_day(day: Date) -> i64 {
    i64::from((day - Date::constant(1970, 1, 1)).get_days()) * 86_400
}

/// Of local civil time.
fn seconds_of(at: DateTime) -> i64 {
    Offset::constant(7).to_timestamp(at).map_or(0, Timestamp::as_second)
}
