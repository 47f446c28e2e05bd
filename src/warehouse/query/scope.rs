//! A warehouse as one sight shows it.
//!
//! Invariant: a question under a narrower sight is asked on a connection where every relation of agencies is overlaid by one
//! of those in sight alone. A query cannot forget to filter; a new one is filtered before it is written.
//!
//! Two things go past the overlaid relations, each in one place: sums by day are held of all agencies, and taken out in
//! `own.rs`; a metric's own SQL is asked in `counted.rs`.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use duckdb::Connection;

use super::{
    super::{
        WarehouseError,
        engine::{quote_ident, quote_literal},
    },
    metric::{targets::DatedLimit, value::AgencyValue, values::RequestKey},
    warehouse::{Warehouse, in_list},
};
use crate::domain::{agency_code::AgencyCode, period::Period, sight::DataScope};

/// Sights kept at a time: a province has fewer communes.
const KEPT: usize = 512;

/// What is kept of a build for everyone of one sight.
pub(super) struct ScopedReader {
    pub sight: DataScope,
    /// Codes in sight; `None` for all.
    codes: Option<BTreeSet<String>>,
    /// Lent out, one query at a time each.
    pub idle: Mutex<Vec<Connection>>,
    /// A build never changes, so an answer stays right as long as it is open.
    pub answered: Mutex<HashMap<RequestKey, Arc<Vec<AgencyValue>>>>,
    pub limits: OnceLock<HashMap<String, Vec<DatedLimit>>>,
    /// Of each indicator, the periods it has published figures for.
    pub published: OnceLock<HashMap<String, Vec<Period>>>,
}

impl ScopedReader {
    pub fn all() -> Self {
        Self::of(DataScope::All, None)
    }

    fn of(sight: DataScope, codes: Option<BTreeSet<String>>) -> Self {
        Self {
            sight,
            codes,
            idle: Mutex::default(),
            answered: Mutex::default(),
            limits: OnceLock::new(),
            published: OnceLock::new(),
        }
    }

    pub fn is_seen(&self, code: &str) -> bool {
        let is_in = |codes: &BTreeSet<String>| codes.contains(AgencyCode::of(code).code);
        self.codes.as_ref().is_none_or(is_in)
    }

    /// A condition more on what is asked past the overlaid relations; nothing where all are in sight.
    pub fn condition(&self) -> String {
        let codes =
            self.codes.iter().map(|codes| in_list("agency_code", codes.iter().map(String::as_str)));
        codes.collect()
    }

    /// Overlays a fresh connection's relations.
    pub fn narrow(&self, connection: &Connection) -> duckdb::Result<()> {
        let Some(codes) = &self.codes else {
            return Ok(());
        };
        let codes: Vec<String> = codes.iter().map(|code| quote_literal(code)).collect();
        let codes = codes.join(", ");
        let mut relations: HashMap<String, Vec<String>> = HashMap::new();
        let mut query = connection.prepare(include_str!("of_agencies.sql"))?;
        for row in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (relation, column): (String, String) = row?;
            relations.entry(relation).or_default().push(column);
        }
        let database: String =
            connection.query_row("select current_database()", [], |row| row.get(0))?;
        for (relation, columns) in relations {
            // A dossier is of whoever received it and of whoever solves it. What is of no agency is of all: a target, for one.
            let one = columns.iter().map(|column| match column.as_str() {
                "dossier_code" => format!(
                    "dossier_code in (select dossier_code from {}.main.dossier \
                     where solving_agency in ({codes}) or receiving_agency in ({codes}))",
                    quote_ident(&database)
                ),
                agency => format!("{} in ({codes})", quote_ident(agency)),
            });
            let columns = columns.iter().map(|column| quote_ident(column));
            let none = columns.map(|column| format!("{column} is null"));
            let none = none.collect::<Vec<_>>().join(" and ");
            let is_seen: Vec<String> = one.chain([format!("({none})")]).collect();
            let name = quote_ident(&relation);
            connection.execute_batch(&format!(
                "create temp view {name} as select * from {}.main.{name} where {}",
                quote_ident(&database),
                is_seen.join(" or ")
            ))?;
        }
        Ok(())
    }
}

impl Warehouse {
    /// The same build as somebody else sees it. What is kept for a sight is kept for all who have it.
    pub fn with_scope(&self, sight: &DataScope) -> Result<Self, WarehouseError> {
        let mut sights = self.shared.sights.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = sights.get(sight) {
            return Ok(Self { seen: Arc::clone(seen), ..self.clone() });
        }
        if sights.len() >= KEPT {
            sights.clear();
        }
        let codes = match sight {
            DataScope::All | DataScope::Aggregates => None,
            DataScope::Within(agency) => Some(self.shared.codes_within(agency)?),
        };
        let seen = Arc::new(ScopedReader::of(sight.clone(), codes));
        sights.insert(sight.clone(), Arc::clone(&seen));
        Ok(Self { seen, ..self.clone() })
    }

    pub fn sight(&self) -> &DataScope {
        &self.seen.sight
    }

    /// Whoever sees numbers alone is shown no row.
    pub(super) fn with_rows(&self) -> Result<(), WarehouseError> {
        if self.sight().has_rows() { Ok(()) } else { Err(WarehouseError::OutOfSight) }
    }

    /// What is of the office and no agency's.
    pub(super) fn with_everything(&self) -> Result<(), WarehouseError> {
        if *self.sight() == DataScope::All { Ok(()) } else { Err(WarehouseError::OutOfSight) }
    }
}
