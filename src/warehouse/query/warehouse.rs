//! One published build, opened for reading.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use duckdb::Connection;
use jiff::civil::Date;

use super::{
    super::{
        WarehouseError,
        engine::{open_reader, quote_literal, read_every_block},
        staging::parsed::parsed_or_none,
    },
    agency::{hierarchy::AgencyTree, register::AgencyRegistry},
    metric::daily_sums_cache::DailySumsCache,
    scope::ScopedReader,
};
use crate::{
    catalog::metric::Metric,
    domain::{agency_code::AgencyCode, known::KnownSpan, period::Period, sight::DataScope},
};

/// A published warehouse as one sight shows it. It keeps the build it was opened on, whatever is published after.
#[derive(Clone)]
pub struct Warehouse {
    pub(super) shared: Arc<SharedBuild>,
    pub(super) seen: Arc<ScopedReader>,
    pub data_version: String,
    pub newest_on: Option<Date>,
    /// The day until which dossiers are known: of the newest export of them.
    pub known_until: Option<Date>,
    /// A rate over fewer is shown, and not ranked.
    pub few: i64,
}

/// What all sights of a build have in common.
pub(super) struct SharedBuild {
    /// Keeps the instance alive; its clones are lent out.
    root: Mutex<Connection>,
    pub(super) tree: AgencyTree,
    pub(super) sights: Mutex<HashMap<DataScope, Arc<ScopedReader>>>,
    pub(super) register: AgencyRegistry,
    /// Sums by day of the metrics asked for, of all agencies; who sees fewer is told of these alone.
    pub(super) days: Mutex<DailySumsCache>,
    /// From when until when exports of a kind say anything.
    known: HashMap<String, KnownSpan>,
    /// How many subjects a metric leaves out for values that cannot be read, by id; none where there are none.
    left_out: HashMap<String, u64>,
    /// The metrics whose sums by slice are kept, by id.
    pub(super) sliced: HashMap<String, SlicedMetric>,
}

/// What is known of a metric whose sums by slice are kept: a dossier's events hang on that dossier alone.
pub(super) struct SlicedMetric {
    /// Whether each dossier is one event.
    pub is_flow: bool,
    /// The SQL that yields the events, as it was when they were summed.
    pub events: String,
}

impl Warehouse {
    pub const FILE: &str = "warehouse.duckdb";

    /// Opens what is published in a data folder.
    pub fn open(data: &Path) -> Result<Self, WarehouseError> {
        let path = data.join(Self::FILE);
        if !path.exists() {
            return Err(WarehouseError::NotBuilt { data: data.display().to_string() });
        }
        Self::open_file(&path)
    }

    pub fn open_file(path: &Path) -> Result<Self, WarehouseError> {
        let root = open_reader(path)?;
        let other_version = |_| WarehouseError::OtherVersion { path: path.display().to_string() };
        let build = read_build(&root).map_err(other_version)?;
        let tree = AgencyTree::of(&root).map_err(other_version)?;
        let sliced = read_sliced(&root).map_err(other_version)?;
        let known = read_known(&root).map_err(other_version)?;
        let left_out = read_left_out(&root).map_err(other_version)?;
        let seen = Arc::new(ScopedReader::all());
        let sights = Mutex::new(HashMap::from([(DataScope::All, Arc::clone(&seen))]));
        let register = AgencyRegistry::of(&root).map_err(other_version)?;
        let (root, days) = (Mutex::new(root), Mutex::default());
        Ok(Self {
            shared: Arc::new(SharedBuild {
                root,
                tree,
                sights,
                register,
                days,
                known,
                left_out,
                sliced,
            }),
            seen,
            data_version: build.data_version,
            newest_on: build.newest_on,
            known_until: build.known_until,
            few: build.few,
        })
    }

    /// Fails where a block of the file is not as it was written.
    pub fn verify(&self) -> Result<(), WarehouseError> {
        self.ask("cannot read the warehouse through", read_every_block)
    }

    /// From when until when anything is known of a metric: by the exports it stands on.
    pub fn known(&self, metric: &Metric) -> KnownSpan {
        self.shared.known.get(metric.source_kind()).copied().unwrap_or_default()
    }

    /// How many subjects of all agencies and periods a metric leaves out, because a value it uses cannot be read. Who sees some agencies
    /// alone is told of none: they may be others'.
    pub fn left_out(&self, metric: &Metric) -> u64 {
        let is_all = *self.sight() == DataScope::All;
        self.shared.left_out.get(&metric.id).copied().filter(|_| is_all).unwrap_or_default()
    }

    /// A condition: of an agency and those below it, as they were in a period; of all without one.
    ///
    /// The codes are written out: the engine passes over what it need not read only for what it knows beforehand.
    pub(super) fn among(&self, agency: Option<&str>, period: Period) -> String {
        let Some(code) = agency else {
            return String::new();
        };
        let below = self.shared.tree.below(code, period);
        in_list("agency_code", std::iter::once(code).chain(below))
    }

    /// Lends a connection of its own to a query, so that readers never wait for each other.
    pub(super) fn ask<T>(
        &self,
        doing: &str,
        question: impl FnOnce(&Connection) -> duckdb::Result<T>,
    ) -> Result<T, WarehouseError> {
        let idle = self.seen.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = if let Some(connection) = idle {
            connection
        } else {
            let fresh = self.shared.fresh().map_err(WarehouseError::engine(doing))?;
            self.seen.narrow(&fresh).map_err(WarehouseError::engine(doing))?;
            fresh
        };
        let answer = question(&connection).map_err(WarehouseError::engine(doing));
        self.seen.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        answer
    }
}

impl SharedBuild {
    pub(super) fn fresh(&self) -> duckdb::Result<Connection> {
        self.root.lock().unwrap_or_else(PoisonError::into_inner).try_clone()
    }

    /// The codes of an agency, of what went into it, and of those below it; with a day too, where they are told of so.
    pub(super) fn codes_within(&self, agency: &str) -> Result<BTreeSet<String>, WarehouseError> {
        let codes = || -> duckdb::Result<BTreeSet<String>> {
            let connection = self.fresh()?;
            let mut query = connection.prepare(include_str!("within.sql"))?;
            let alone = query.query_map([AgencyCode::of(agency).code], |row| row.get(0))?;
            let mut codes: BTreeSet<String> = alone.collect::<duckdb::Result<_>>()?;
            let dated = self.tree.dated.iter().filter(|it| codes.contains(AgencyCode::of(it).code));
            let dated: Vec<String> = dated.cloned().collect();
            codes.extend(dated);
            Ok(codes)
        };
        codes().map_err(WarehouseError::engine("cannot tell which agencies are in sight"))
    }
}

/// A condition more: a column holds one of these.
pub(super) fn in_list<'c>(column: &str, codes: impl IntoIterator<Item = &'c str>) -> String {
    let codes: Vec<String> = codes.into_iter().map(quote_literal).collect();
    format!("and {column} in ({})", codes.join(", "))
}

/// What a build says of itself.
struct BuildInfo {
    data_version: String,
    newest_on: Option<Date>,
    known_until: Option<Date>,
    few: i64,
}

fn read_build(connection: &Connection) -> duckdb::Result<BuildInfo> {
    let sql = "select data_version, strftime(newest_on, '%Y-%m-%d'), strftime(known_until, '%Y-%m-%d'), \
        (select value from parameter where id = 'few_dossiers') from build";
    connection.query_row(sql, [], |row| {
        Ok(BuildInfo {
            data_version: row.get(0)?,
            newest_on: parsed_or_none(row, 1)?,
            known_until: parsed_or_none(row, 2)?,
            few: row.get::<_, Option<i64>>(3)?.unwrap_or(0),
        })
    })
}

fn read_known(connection: &Connection) -> duckdb::Result<HashMap<String, KnownSpan>> {
    let sql = "select source_kind, strftime(first_on, '%Y-%m-%d'), strftime(until_on, '%Y-%m-%d') from known";
    let mut query = connection.prepare(sql)?;
    let known = query.query_map([], |row| {
        Ok((
            row.get(0)?,
            KnownSpan { from: parsed_or_none(row, 1)?, until: parsed_or_none(row, 2)? },
        ))
    })?;
    known.collect()
}

fn read_left_out(connection: &Connection) -> duckdb::Result<HashMap<String, u64>> {
    let mut query = connection.prepare("select metric_id, subjects from metric_left_out")?;
    let left_out = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    left_out.collect()
}

fn read_sliced(connection: &Connection) -> duckdb::Result<HashMap<String, SlicedMetric>> {
    let mut query = connection.prepare("select id, is_flow, events from metric where is_sliced")?;
    let sliced = query.query_map([], |row| {
        Ok((row.get(0)?, SlicedMetric { is_flow: row.get(1)?, events: row.get(2)? }))
    })?;
    sliced.collect()
}
