//! Takes the subjects of erased dossiers out of a file of locked rows.

use std::path::Path;

use crate::{
    domain::erasure::ErasureLedger,
    warehouse::{
        WarehouseError,
        engine::{open_builder, quote_literal},
    },
};

/// Sums what was taken out of the locked rows of one metric and agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasedSubjects {
    pub metric_id: String,
    pub agency_code: String,
    pub subjects: u64,
    pub numerator: i64,
    pub denominator: i64,
}

/// Copies a file of locked rows without those of erased dossiers, and sums what is left out; writes nothing where that is nothing.
pub fn copy_unerased(
    from: &Path,
    to: &Path,
    ledger: &ErasureLedger,
    scratch: &Path,
) -> Result<Vec<ErasedSubjects>, WarehouseError> {
    if ledger.is_empty() {
        return Ok(Vec::new());
    }
    let rows = format!("read_parquet({})", quote_literal(&from.to_string_lossy()));
    let is_erased = is_erased_sql(ledger);
    let sums = format!(
        "select metric_id, agency_code, count(*), cast(sum(numerator) as bigint), \
         cast(coalesce(sum(denominator), 0) as bigint) from {rows} where {is_erased} \
         group by metric_id, agency_code order by metric_id, agency_code"
    );
    let copy = format!(
        "copy (select metric_id, agency_code, subject_id, numerator, denominator from {rows} where not ({is_erased}) \
         order by metric_id, agency_code, subject_id) to {} (format parquet, compression zstd)",
        quote_literal(&to.to_string_lossy()),
    );
    let engine = open_builder(None, scratch, 0)?;
    let take_out = || {
        let mut query = engine.prepare(&sums)?;
        let sums = query.query_map([], |row| {
            Ok(ErasedSubjects {
                metric_id: row.get(0)?,
                agency_code: row.get(1)?,
                subjects: row.get(2)?,
                numerator: row.get(3)?,
                denominator: row.get(4)?,
            })
        })?;
        let sums: Vec<ErasedSubjects> = sums.collect::<duckdb::Result<_>>()?;
        if !sums.is_empty() {
            engine.execute(&copy, [])?;
        }
        Ok(sums)
    };
    take_out().map_err(WarehouseError::wrap_engine("cannot erase what is locked"))
}

/// A condition that holds for the subjects of erased dossiers.
fn is_erased_sql(ledger: &ErasureLedger) -> String {
    let of_salt = ledger.entries.chunk_by(|one, other| one.salt == other.salt).map(|entries| {
        let digests: Vec<String> = entries.iter().map(|it| quote_literal(&it.digest)).collect();
        let salt = entries.first().map_or("", |first| first.salt.as_str());
        format!("sha256(concat({}, subject_id)) in ({})", quote_literal(salt), digests.join(", "))
    });
    of_salt.collect::<Vec<_>>().join(" or ")
}
