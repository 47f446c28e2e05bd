//! The outbox: one row per message and recipient, and how far it got.
//!
//! Invariant: a row moves on only in the hands of who holds its lease; what may be with the receiver already is never `due`.

use std::sync::Arc;

mod delivery_claim;

use jiff::civil::DateTime;
use rusqlite::params;

use super::{
    StateDatabase,
    connection::{StateConnection, StateRow, StoreResult},
    delivery_purpose::DeliveryPurpose,
    delivery_state::DeliveryState,
    error::StateError,
    lease::LeaseMoment,
    outbox_message::{self, OutboxMessage},
    stamp,
    stored::time::time,
};
use crate::catalog::settings::sending::DeliveryChannel;

/// Something to be sent to somebody, once.
#[derive(Debug, Clone)]
pub struct NewDelivery {
    pub report_id: String,
    pub period: String,
    pub purpose: DeliveryPurpose,
    pub agency_code: String,
    pub channel: DeliveryChannel,
    pub address: String,
    pub name: String,
    /// It says that the data is not complete: a complete one may follow.
    pub is_marked: bool,
    pub parcel: Arc<OutboxMessage>,
}

/// A row of the outbox, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRecord {
    pub id: i64,
    pub report_id: String,
    pub period: String,
    pub purpose: DeliveryPurpose,
    pub agency_code: String,
    pub channel: DeliveryChannel,
    pub address: String,
    pub name: String,
    pub state: DeliveryState,
    pub attempts: u32,
    pub resent: u32,
    pub next_at: DateTime,
    pub problem: String,
    pub created_at: DateTime,
    pub changed_at: DateTime,
    parcel_id: Option<i64>,
}

impl DeliveryRecord {
    /// Whether it can be sent once more: what it was is still kept.
    pub fn is_kept(&self) -> bool {
        self.parcel_id.is_some()
    }
}

/// Names the columns that `read_delivery_row` reads, in its order.
pub(super) const COLUMNS: &str = "id, report_id, period, occasion, agency_code, channel, address, name, state, attempts, resent, \
    next_at, problem, created_at, changed_at, parcel_id";

/// Reads a delivery from a row of `COLUMNS`.
pub(super) fn read_delivery_row(row: &StateRow) -> StoreResult<DeliveryRecord> {
    Ok(DeliveryRecord {
        id: row.get(0)?,
        report_id: row.get(1)?,
        period: row.get(2)?,
        purpose: row.get(3)?,
        agency_code: row.get(4)?,
        channel: row.get(5)?,
        address: row.get(6)?,
        name: row.get(7)?,
        state: row.get(8)?,
        attempts: row.get(9)?,
        resent: row.get(10)?,
        next_at: time(row, 11)?,
        problem: row.get(12)?,
        created_at: time(row, 13)?,
        changed_at: time(row, 14)?,
        parcel_id: row.get(15)?,
    })
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptOutcome {
    Sent,
    /// It did not reach them and may later.
    Again {
        problem: String,
        at: DateTime,
    },
    /// It will not reach them.
    Dead {
        problem: String,
    },
    /// It may have reached them.
    Uncertain {
        problem: String,
    },
}

/// Puts deliveries in. What was sent stays as it is; a report that did not arrive is replaced by the newer one, and one that was a dead
/// letter is tried again. Returns how many reports are new.
pub(super) fn insert_deliveries(
    t: &StateConnection,
    deliveries: &[NewDelivery],
    now: DateTime,
) -> StoreResult<usize> {
    let mut new = 0;
    for one in deliveries {
        let sql = "select id, state, is_marked from delivery where report_id = ?1 and period = ?2 and occasion = ?3 \
            and agency_code = ?4 and channel = ?5 and address = ?6";
        let NewDelivery { report_id, period, purpose, agency_code, channel, address, .. } = one;
        let key = params![report_id, period, purpose, agency_code, channel, address];
        let known: Option<(i64, DeliveryState, bool)> =
            t.query_optional(sql, key, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let is_report = one.purpose == DeliveryPurpose::Report;
        let added = match known {
            None => insert_delivery(t, one, &one.purpose, now)?,
            Some((_, state, true))
                if is_report && state == DeliveryState::Sent && !one.is_marked =>
            {
                insert_delivery(t, one, &DeliveryPurpose::CompleteReport, now)?
            }
            Some((id, ..)) if is_report => {
                replace_message(t, id, one, now)?;
                0
            }
            Some(_) => 0,
        };
        new += if is_report { added } else { 0 };
    }
    outbox_message::drop_unused(t)?;
    Ok(new)
}

fn insert_delivery(
    t: &StateConnection,
    one: &NewDelivery,
    purpose: &DeliveryPurpose,
    now: DateTime,
) -> StoreResult<usize> {
    let sql = "insert into delivery (report_id, period, occasion, agency_code, channel, address, name, parcel_id, is_marked, \
        state, next_at, created_at, changed_at, machine) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'due', ?10, ?10, ?10, ?11) \
        on conflict (report_id, period, occasion, agency_code, channel, address) do nothing";
    let row = params![
        one.report_id,
        one.period,
        purpose,
        one.agency_code,
        one.channel,
        one.address,
        one.name,
        outbox_message::keep(t, &one.parcel, now)?,
        one.is_marked,
        stamp(now),
        t.machine()
    ];
    t.execute(sql, row)
}

/// Nobody may be at it; what may have arrived stays in doubt until somebody asks for it once more.
fn replace_message(
    t: &StateConnection,
    id: i64,
    one: &NewDelivery,
    now: DateTime,
) -> StoreResult<()> {
    let is_free = "select exists (select 1 from delivery where id = ?1 and leased_until is null \
        and state in ('due', 'dead', 'uncertain'))";
    if !t.query_row(is_free, [id], |row| row.get(0))? {
        return Ok(());
    }
    let parcel = outbox_message::keep(t, &one.parcel, now)?;
    t.execute(
        "update delivery set parcel_id = ?2, name = ?3, is_marked = ?4, changed_at = ?5 where id = ?1",
        params![id, parcel, one.name, one.is_marked, stamp(now)],
    )?;
    let sql = "update delivery set state = 'due', attempts = 0, problem = '', is_told = 0, next_at = ?2 \
        where id = ?1 and state = 'dead'";
    t.execute(sql, params![id, stamp(now)]).map(drop)
}

impl StateDatabase {
    /// Puts deliveries into the outbox in one transaction; returns how many reports are new.
    pub fn add_deliveries(
        &self,
        deliveries: &[NewDelivery],
        now: DateTime,
    ) -> Result<usize, StateError> {
        self.with("put deliveries into the outbox", |t| insert_deliveries(t, deliveries, now))
    }

    /// Notes, before the content goes out, that from now on the receiver may have it. Without this note it must not go out;
    /// `false` says that somebody else has taken it over.
    pub fn begin_sending(&self, id: i64, owner: &str, now: DateTime) -> Result<bool, StateError> {
        let at = LeaseMoment::from_now(now);
        self.with("note that a delivery is being sent", |t| {
            let sql = "update delivery set state = 'sending', leased_until = ?3, changed_at = ?4 \
                where id = ?1 and owner = ?2 and state = 'due'";
            Ok(t.execute(sql, params![id, owner, at.until, at.now])? == 1)
        })
    }

    /// Writes down how an attempt ended and gives the lease back; an owner that has lost the lease may
    /// still note that an uncertain delivery was sent.
    pub fn end_attempt(
        &self,
        id: i64,
        owner: &str,
        ended: &AttemptOutcome,
        now: DateTime,
    ) -> Result<(), StateError> {
        let (state, problem, next) = match ended {
            AttemptOutcome::Sent => (DeliveryState::Sent, "", now),
            AttemptOutcome::Again { problem, at } => (DeliveryState::Due, problem.as_str(), *at),
            AttemptOutcome::Dead { problem } => (DeliveryState::Dead, problem.as_str(), now),
            AttemptOutcome::Uncertain { problem } => {
                (DeliveryState::Uncertain, problem.as_str(), now)
            }
        };
        // What a server says may be long.
        let problem: String = problem.chars().take(400).collect();
        self.with("note how a delivery ended", |t| {
            // An owner who comes late may still say that it was sent: that is known now.
            let sql = "update delivery set state = ?3, problem = ?4, next_at = ?5, changed_at = ?6, owner = null, \
                leased_until = null where id = ?1 and (owner = ?2 or (?3 = 'sent' and state = 'uncertain'))";
            let row = params![id, owner, state, problem, stamp(next), stamp(now)];
            t.execute(sql, row)
        })
        .map(drop)
    }

    /// What a process left behind in the act of sending: nobody knows whether it arrived, unless twice is as good as once. Returns how
    /// many are in doubt.
    pub fn settle_abandoned(&self, problem: &str, now: DateTime) -> Result<usize, StateError> {
        let at = LeaseMoment::from_now(now);
        self.with("settle what was left behind", |t| {
            let sql = "update delivery set state = ?4, problem = ?3, changed_at = ?1, owner = null, leased_until = null \
                where channel = ?5 and state = 'sending' and (leased_until <= ?1 or leased_until > ?2)";
            let mut in_doubt = 0;
            for channel in DeliveryChannel::ALL {
                let state = if channel.is_repeatable() {
                    DeliveryState::Due
                } else {
                    DeliveryState::Uncertain
                };
                let settled =
                    t.execute(sql, params![at.now, at.impossible, problem, state, channel])?;
                in_doubt += if channel.is_repeatable() { 0 } else { settled };
            }
            Ok(in_doubt)
        })
    }

    /// Sends once more what ended, one way or the other; `false` where it has not ended or is not kept.
    pub fn resend_delivery(&self, id: i64, now: DateTime) -> Result<bool, StateError> {
        self.with("send once more", |t| {
            let sql = "update delivery set state = 'due', attempts = 0, resent = resent + 1, problem = '', is_told = 0, next_at = ?2, \
                changed_at = ?2 where id = ?1 and state in ('sent', 'uncertain', 'dead') and parcel_id is not null";
            Ok(t.execute(sql, params![id, stamp(now)])? == 1)
        })
    }
}
