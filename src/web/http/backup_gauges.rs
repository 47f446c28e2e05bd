//! When the office was last backed up and whether that was proved, for a monitor.

use jiff::{civil::DateTime, tz::Offset};
use prometheus_client::{metrics::gauge::Gauge, registry::Registry};

use crate::state::{StateDatabase, StateError};

/// The gauges of backups, by name and what each says.
pub(super) type BackupGauges = Vec<(&'static str, &'static str, i64)>;

/// Reads what there is to say of backups; nothing where none was ever tried.
pub(super) fn read_gauges(state: &StateDatabase) -> Result<BackupGauges, StateError> {
    let mut gauges = Vec::new();
    if state.last_backup()?.is_some() {
        let whole = state.last_whole_backup()?.map_or(0, |backup| seconds_of(backup.began_at));
        gauges.push((
            "backup_seconds",
            "When the last whole backup was made, as seconds since 1970",
            whole,
        ));
    }
    if let Some(proof) = state.last_backup_proof()? {
        let proved = state.last_good_proof()?.map_or(0, |proof| seconds_of(proof.proved_at));
        gauges.push((
            "backup_proof_seconds",
            "When a backup was last proved, as seconds since 1970",
            proved,
        ));
        let is_proved = i64::from(proof.is_proved);
        gauges.push(("backup_proof_ok", "Whether the last proof of a backup succeeded", is_proved));
    }
    Ok(gauges)
}

/// Adds the gauges to what a monitor reads.
pub(super) fn register(gauges: BackupGauges, registry: &mut Registry) {
    for (name, help, value) in gauges {
        let gauge = Gauge::<i64>::default();
        gauge.set(value);
        registry.register(name, help, gauge);
    }
}

/// Times are kept as the office's clock shows them: seven hours ahead, the year round.
fn seconds_of(time: DateTime) -> i64 {
    Offset::constant(7).to_timestamp(time).map_or(0, jiff::Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_in_the_morning_of_the_first_day_is_nought() {
        assert_eq!(seconds_of("1970-01-01T07:00:00".parse().expect("a time")), 0);
    }
}
