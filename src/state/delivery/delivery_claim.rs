//! Who takes which delivery.

use jiff::civil::DateTime;
use rusqlite::params;

use super::{COLUMNS, DeliveryRecord, read_delivery_row};
use crate::state::{
    StateDatabase,
    error::StateError,
    lease::{FREE, LeaseMoment},
    outbox_message::{self, OutboxMessage},
};

impl StateDatabase {
    /// Takes the next one that is due and free, none of the report `held`, and counts the attempt. Of what another machine put there only mails
    /// are taken, and only with `has_mail`: a folder of that name may be another one here.
    pub fn claim_delivery(
        &self,
        (owner, held, has_mail): (&str, Option<&str>, bool),
        now: DateTime,
    ) -> Result<Option<(DeliveryRecord, OutboxMessage)>, StateError> {
        let at = LeaseMoment::from_now(now);
        let first = format!(
            "select id from delivery where state = 'due' and parcel_id is not null and report_id is distinct from ?4 and {FREE} \
             and (?5 is null or machine is null or machine = ?5 or (channel = 'mail' and ?6 = 1)) order by next_at, id limit 1"
        );
        let machine = self.machine();
        self.with("take a delivery", |t| {
            let free = params![at.now, at.impossible, at.furthest, held, machine, has_mail];
            let Some(id) = t.query_optional(&first, free, |row| row.get::<i64>(0))? else {
                return Ok(None);
            };
            t.execute(
                "update delivery set owner = ?2, leased_until = ?3, attempts = attempts + 1 where id = ?1",
                params![id, owner, at.until],
            )?;
            let sql = format!("select {COLUMNS} from delivery where id = ?1");
            let found = t.query_row(&sql, [id], read_delivery_row)?;
            let parcel = outbox_message::kept(t, found.parcel_id.unwrap_or_default())?;
            Ok(Some((found, parcel)))
        })
    }
}
