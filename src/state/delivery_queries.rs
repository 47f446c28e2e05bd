//! The outbox as it is looked at.

use jiff::civil::DateTime;
use rusqlite::params;

use super::{
    StateDatabase,
    delivery::{self, COLUMNS, DeliveryRecord, NewDelivery, read_delivery_row},
    delivery_state::DeliveryState,
    error::StateError,
};

/// A condition: it will not arrive, or nobody knows whether it did.
const WRONG: &str = "state in ('dead', 'uncertain')";

/// And something can be done about it still.
const OPEN: &str = "(state in ('dead', 'uncertain') and parcel_id is not null)";

impl StateDatabase {
    /// The newest first; of one state if one is named.
    pub fn deliveries(
        &self,
        state: Option<DeliveryState>,
        at_most: u32,
    ) -> Result<Vec<DeliveryRecord>, StateError> {
        let sql = format!(
            "select {COLUMNS} from delivery where ?1 is null or state = ?1 order by id desc limit ?2"
        );
        self.read("read the outbox", |c| {
            c.query_all(&sql, params![state, at_most], read_delivery_row)
        })
    }

    /// Returns the delivery of an id; `None` where there is none.
    pub fn delivery(&self, id: i64) -> Result<Option<DeliveryRecord>, StateError> {
        let sql = format!("select {COLUMNS} from delivery where id = ?1");
        self.read("read the outbox", |c| c.query_optional(&sql, [id], read_delivery_row))
    }

    /// What somebody should look at, the newest first, and how many there are in all.
    pub fn wrong_deliveries(&self, at_most: u32) -> Result<(Vec<DeliveryRecord>, u32), StateError> {
        let sql = format!(
            "select {COLUMNS} from delivery where {OPEN} order by changed_at desc, id desc limit ?1"
        );
        self.read("read the outbox", |c| {
            let count = format!("select count(*) from delivery where {OPEN}");
            let count = c.query_row(&count, [], |row| row.get::<u32>(0))?;
            let listed = c.query_all(&sql, [at_most], read_delivery_row)?;
            Ok((listed, count))
        })
    }

    /// Counts the deliveries of each state; a state without any is counted as none.
    pub fn count_deliveries(&self) -> Result<Vec<(DeliveryState, u32)>, StateError> {
        self.read("count the outbox", |c| {
            let sql = "select count(*) from delivery where state = ?1";
            let of_state = |state: DeliveryState| {
                Ok((state, c.query_row(sql, params![state], |row| row.get(0))?))
            };
            DeliveryState::ALL.into_iter().map(of_state).collect()
        })
    }

    /// All others, the newest first.
    pub fn other_deliveries(&self, at_most: u32) -> Result<Vec<DeliveryRecord>, StateError> {
        let sql =
            format!("select {COLUMNS} from delivery where not {OPEN} order by id desc limit ?1");
        self.read("read the outbox", |c| c.query_all(&sql, [at_most], read_delivery_row))
    }

    /// What somebody should look at and the reports' owner was not told of.
    pub fn untold_deliveries(&self) -> Result<Vec<DeliveryRecord>, StateError> {
        let sql =
            format!("select {COLUMNS} from delivery where {WRONG} and is_told = 0 order by id");
        self.read("read the outbox", |c| c.query_all(&sql, [], read_delivery_row))
    }

    /// Notes that the owner is told of these, together with what tells it; `false`, and nothing of it, where another did so meanwhile.
    pub fn tell_deliveries(
        &self,
        told: &[DeliveryRecord],
        telling: &[NewDelivery],
        now: DateTime,
    ) -> Result<bool, StateError> {
        self.with("note that the owner is told", |t| {
            let sql = format!(
                "update delivery set is_told = 1 where id = ?1 and {WRONG} and is_told = 0"
            );
            let mut noted = 0;
            for one in told {
                noted += t.execute(&sql, params![one.id])?;
            }
            if noted > 0 {
                delivery::insert_deliveries(t, telling, now)?;
            }
            Ok(noted > 0)
        })
    }
}
