//! What is asked of all dossiers at once.

use std::collections::HashMap;

use super::super::warehouse::Warehouse;
use crate::warehouse::WarehouseError;

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
}
