//! What is asked of all dossiers at once.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{super::WarehouseError, warehouse::Warehouse};

impl Warehouse {
    /// The time a letter of apology was sent, by dossier.
    pub fn letters(&self) -> Result<HashMap<String, String>, WarehouseError> {
        self.with_rows()?;
        let sql = "select dossier_code, strftime(apology_sent_at, '%Y-%m-%d %H:%M:%S') from dossier \
            where apology_sent_at is not null";
        self.ask("cannot read the letters", |connection| {
            let mut query = connection.prepare(sql)?;
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// The first day a dossier was received.
    pub fn known_from(&self) -> Result<Option<Date>, WarehouseError> {
        let sql = "select strftime(min(received_at), '%Y-%m-%d') from dossier";
        let day: Option<String> = self.ask("cannot read the dossiers", |connection| {
            connection.query_row(sql, [], |row| row.get(0))
        })?;
        Ok(day.and_then(|day| day.parse().ok()))
    }
}
