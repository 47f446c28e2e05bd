//! Letters of apology.

use std::collections::HashMap;

use jiff::civil::DateTime;

use super::queries::DossierQueries;
use crate::warehouse::{WarehouseError, dates::read_time};

impl DossierQueries {
    /// The time a letter of apology was sent, by dossier.
    pub fn list_apologies(&self) -> Result<HashMap<String, DateTime>, WarehouseError> {
        self.reader.require_rows()?;
        let sql =
            "select dossier_code, apology_sent_at from dossier where apology_sent_at is not null";
        self.reader.with_connection("cannot read the letters", |connection| {
            let mut query = connection.prepare(sql)?;
            query.query_map([], |row| Ok((row.get(0)?, read_time(row, 1)?)))?.collect()
        })
    }
}
