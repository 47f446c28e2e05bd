//! Which procedures there are, whatever period is shown.

use super::super::dossier::queries::DossierQueries;
use crate::warehouse::WarehouseError;

impl DossierQueries {
    /// Lists code and name of every procedure that the register or a dossier in scope knows, by code. It reads all dossiers: for whoever
    /// asks for one that no list shows.
    pub fn list_procedures(&self) -> Result<Vec<(String, String)>, WarehouseError> {
        self.reader.with_connection("cannot read the procedures", |connection| {
            let mut query = connection.prepare(include_str!("procedures.sql"))?;
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }
}
