//! What is wrong, since when, who was told and who has seen it.

use jiff::civil::DateTime;
use rusqlite::params;

use super::{
    StateDatabase,
    connection::{StateRow, StoreResult},
    delivery::{self, NewDelivery},
    error::StateError,
    stamp,
    stored::time::{optional_time, time},
    stored::word::stored_word,
};
use crate::domain::watch::{AlertKind, AlertState};

stored_word!(AlertKind, "kind of alert");
stored_word!(AlertState, "state of an alert");

/// Holds an alert: what is wrong, since when, and who was told of it. Times are local civil ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRecord {
    pub id: i64,
    pub kind: AlertKind,
    pub subject: String,
    pub agency_code: String,
    pub state: AlertState,
    pub detail: String,
    pub since: DateTime,
    pub told_at: Option<DateTime>,
    pub with_scope: Option<String>,
    pub seen_at: Option<DateTime>,
}

const COLUMNS: &str =
    "id, kind, subject, agency_code, state, detail, since, told_at, seen_by, seen_at";

fn read_alert_row(row: &StateRow) -> StoreResult<AlertRecord> {
    Ok(AlertRecord {
        id: row.get(0)?,
        kind: row.get(1)?,
        subject: row.get(2)?,
        agency_code: row.get(3)?,
        state: row.get(4)?,
        detail: row.get(5)?,
        since: time(row, 6)?,
        told_at: optional_time(row, 7)?,
        with_scope: row.get(8)?,
        seen_at: optional_time(row, 9)?,
    })
}

/// Where something stands after a look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertNow {
    pub kind: AlertKind,
    pub subject: String,
    pub agency_code: String,
    /// What the look was made on; if it is another by now, somebody else has looked and this look does not count.
    pub was: AlertState,
    pub state: AlertState,
    pub detail: String,
}

impl StateDatabase {
    /// Everything that is not over; with `all` what is over too. The newest first.
    pub fn list_alerts(&self, all: bool) -> Result<Vec<AlertRecord>, StateError> {
        let sql = format!(
            "select {COLUMNS} from alert where ?1 = 1 or state <> 'over' order by since desc, kind, agency_code, subject"
        );
        self.read("read the alerts", |c| c.query_all(&sql, [all], read_alert_row))
    }

    /// Writes down where alerts stand after a look; one that somebody else changed meanwhile is left as
    /// it is.
    pub fn record_alerts(&self, looked: &[AlertNow], now: DateTime) -> Result<(), StateError> {
        let sql = "insert into alert (kind, subject, agency_code, state, detail, since) values (?1, ?2, ?3, ?4, ?5, ?6) \
            on conflict (kind, subject, agency_code) do update set state = ?4, detail = ?5, \
            since = case when alert.state = 'over' then ?6 else alert.since end, \
            seen_by = case when alert.state = 'over' then null else alert.seen_by end, \
            seen_at = case when alert.state = 'over' then null else alert.seen_at end \
            where alert.state = ?7";
        self.with("note the alerts", |t| {
            for one in looked {
                let row = params![
                    one.kind,
                    one.subject,
                    one.agency_code,
                    one.state,
                    one.detail,
                    stamp(now),
                    one.was
                ];
                t.execute(sql, row)?;
            }
            Ok(())
        })
    }

    /// Deletes alerts that have been over since before this time.
    pub fn delete_old_alerts(&self, before: DateTime) -> Result<(), StateError> {
        let sql = "delete from alert where state = 'over' and since < ?1";
        self.with("forget what was over long ago", |t| t.execute(sql, [stamp(before)])).map(drop)
    }

    /// Notes that these were told of, together with what tells it; `false`, and nothing of it, where one was told meanwhile.
    pub fn mark_alerts_notified(
        &self,
        told: &[AlertRecord],
        deliveries: &[NewDelivery],
        now: DateTime,
    ) -> Result<bool, StateError> {
        let same = "select exists (select 1 from alert where id = ?1 and state = ?2)";
        let tell = "update alert set state = case when state = 'new' then 'told' else 'over' end, told_at = ?2 where id = ?1";
        self.with("note that alerts are told", |t| {
            for alert in told {
                if !t.query_row(same, params![alert.id, alert.state], |row| row.get(0))? {
                    return Ok(false);
                }
            }
            for alert in told {
                t.execute(tell, params![alert.id, stamp(now)])?;
            }
            delivery::insert_deliveries(t, deliveries, now).map(|_| true)
        })
    }

    /// Somebody has seen it: the first to do so stays noted.
    pub fn acknowledge_alert(
        &self,
        id: i64,
        user: &str,
        now: DateTime,
    ) -> Result<bool, StateError> {
        self.with("note who has seen an alert", |t| {
            let sql =
                "update alert set seen_by = ?2, seen_at = ?3 where id = ?1 and seen_by is null";
            Ok(t.execute(sql, params![id, user, stamp(now)])? == 1)
        })
    }
}
