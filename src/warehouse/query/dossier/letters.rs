//! Letters of apology.

use std::collections::HashMap;

use super::queries::DossierQueries;
use crate::warehouse::WarehouseError;

impl DossierQueries {
    /// The time a letter of apology was sent, by dossier.
    pub fn list_apologies(&self) -> Result<HashMap<String, String>, WarehouseError> {
        self.reader.require_rows()?;
        let sql = "select dossier_code, strftime(apology_sent_at, '%Y-%m-%d %H:%M:%S') from dossier \
            where apology_sent_at is not null";
        self.reader.with_connection("cannot read the letters", |connection| {
            let mut query = connection.prepare(sql)?;
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }
}
