//! Whether a metric sums whole numbers: of a part of one each engine makes another whole.

use duckdb::Connection;

use super::super::WarehouseError;
use crate::catalog::metric::Metric;

/// Types of whole numbers; of nothing but null as well.
const WHOLE: [&str; 6] = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "\"NULL\""];

/// Refuses a metric whose events count in parts.
pub fn check_whole_numbers(connection: &Connection, metric: &Metric) -> Result<(), WarehouseError> {
    let sql = format!("describe select numerator, denominator from (\n{}\n)", metric.sql);
    let read = || -> duckdb::Result<Vec<String>> {
        connection.prepare(&sql)?.query_map([], |row| row.get("column_type"))?.collect()
    };
    let types = read().map_err(WarehouseError::wrap_engine(format!("`{}` failed", metric.path)))?;
    if types.iter().all(|it| WHOLE.contains(&it.as_str())) {
        return Ok(());
    }
    Err(WarehouseError::SparkFraction { path: metric.path.clone() })
}
