//! The wing of what others published: what it reads through, and which periods there are.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use duckdb::Connection;

use super::super::scope::ScopedReader;
use crate::{
    domain::period::Period,
    warehouse::{WarehouseError, staging::parsed::parse_column},
};

/// Answers what others published of agencies in scope, and how ours differs.
#[derive(Clone)]
pub struct PublishedQueries {
    pub(super) reader: Arc<ScopedReader>,
    /// Of each indicator, the periods it has published figures for.
    periods: Arc<OnceLock<HashMap<String, Vec<Period>>>>,
}

impl PublishedQueries {
    /// Makes the wing over a scoped reader.
    pub(in crate::warehouse::query) fn new(reader: &Arc<ScopedReader>) -> Self {
        Self { reader: Arc::clone(reader), periods: Arc::default() }
    }

    /// Lists the periods an indicator has published figures for, newest first.
    pub fn list_periods(&self, indicator: &str) -> Result<&[Period], WarehouseError> {
        let known = if let Some(known) = self.periods.get() {
            known
        } else {
            let read = self.reader.with_connection("cannot read the figures", read_periods)?;
            self.periods.get_or_init(|| read)
        };
        Ok(known.get(indicator).map_or(&[], Vec::as_slice))
    }
}

fn read_periods(connection: &Connection) -> duckdb::Result<HashMap<String, Vec<Period>>> {
    let mut periods: HashMap<String, Vec<Period>> = HashMap::new();
    let mut query = connection.prepare(
        "select distinct indicator, period_id from figure where sector is null order by period_id desc",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        periods.entry(row.get(0)?).or_default().push(parse_column(row, 1)?);
    }
    Ok(periods)
}
