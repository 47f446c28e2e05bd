//! Rows of dossiers that were erased: listed by their place, and out of everything that follows.

use std::path::Path;

use super::{
    super::{
        WarehouseError,
        empty_warehouse::EmptyWarehouse,
        engine::{open_confined, quote_literal},
    },
    column::{column_names::DOSSIER_CODE, key_spelling::dresses},
    staging_run::StagingRun,
};
use crate::{
    catalog::content::ContentSet,
    domain::erasure::{ErasedDossier, ErasureLedger},
};

/// Writes dossiers' codes as they are kept; `None` where a text is no code.
pub fn normalize_codes(
    content: &ContentSet,
    codes: &[&str],
    scratch: &Path,
) -> Result<Vec<Option<String>>, WarehouseError> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let path = scratch.join("code.duckdb");
    EmptyWarehouse::of(content, scratch)?.copy(&path)?;
    let connection = open_confined(&path, scratch, 0, &[])?;
    let failed = || WarehouseError::wrap_engine("cannot read the code");
    let dresses = dresses(&connection, "dossier").map_err(failed())?;
    let Some((_, dress)) = dresses.iter().find(|(column, _)| column == DOSSIER_CODE) else {
        return Ok(codes.iter().map(|code| Some((*code).to_owned())).collect());
    };
    let sql = format!("select {}", dress.read("cast($1 as varchar)"));
    let read = |code: &&str| connection.query_row(&sql, [*code], |row| row.get(0));
    codes.iter().map(read).collect::<Result<_, _>>().map_err(failed())
}

impl StagingRun<'_> {
    /// Lists the rows of erased dossiers; returns how many there are. An export whose rows have no code has none.
    pub fn list_erased(&self, ledger: &ErasureLedger) -> Result<u64, WarehouseError> {
        if ledger.is_empty() {
            return Ok(0);
        }
        match self.list_erased_rows(ledger) {
            // What cannot be staged is listed by place alone, erased or not.
            Err(error) if error.is_of_content() => Ok(0),
            listed => listed,
        }
    }

    fn list_erased_rows(&self, ledger: &ErasureLedger) -> Result<u64, WarehouseError> {
        let targets = self.targets()?;
        let code = targets.iter().find(|target| target.name == DOSSIER_CODE);
        let Some((code, dress)) = code.and_then(|code| Some((code, code.dress.as_ref()?))) else {
            return Ok(0);
        };
        let read = dress.read(&code.text);
        let readings: Vec<String> =
            [Some(read.clone()), dress.read_unpointed(&code.text)].into_iter().flatten().collect();
        let is_erased: Vec<String> = ledger
            .entries
            .chunk_by(|a, b| a.salt == b.salt)
            .map(|of_salt| {
                let digests: Vec<String> =
                    of_salt.iter().map(|it| quote_literal(&it.digest)).collect();
                let salt = of_salt.first().map_or("", |first: &ErasedDossier| &first.salt);
                let (salt, digests) = (quote_literal(salt), digests.join(", "));
                let is_one =
                    |read: &String| format!("text_digest(concat({salt}, {read})) in ({digests})");
                readings.iter().map(is_one).collect::<Vec<_>>().join(" or ")
            })
            .collect();
        self.execute(&format!(
            "insert into erased_row {} select distinct {}, source_sheet, source_row from canonical \
             where {read} is not null and ({})",
            self.canonical(),
            quote_literal(&self.source().id),
            is_erased.join(" or "),
        ))?;
        self.count("erased_row")
    }
}
