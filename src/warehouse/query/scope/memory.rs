//! What is held of a build in memory, given out within a scope alone.
//!
//! Invariant: whatever is held of all agencies is private to this file, and nothing leaves it but through the agencies somebody may
//! see. A reader of memory cannot forget the scope: there is nothing else it could read.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use duckdb::Connection;
use jiff::civil::Date;
use parking_lot::Mutex;

use super::{
    super::{
        agency::{
            day_span::DaySpan,
            hierarchy::{AgencySums, AgencyTree, SumPair},
            names::{AgencyLineage, AgencyName, CalledAgencies},
            registry::AgencyRegistry,
        },
        connection::ReaderPool,
        metric::{
            daily_sums::DirectSums,
            daily_sums_cache::{DailySumsCache, HELD_SUMS, new_daily_sums_cache, read_daily_sums},
        },
    },
    metric_notes::{MetricNotes, SlicedMetric},
    overlay::overlay_sql,
    visible::VisibleAgencies,
};
use crate::{
    catalog::metric::Metric,
    domain::{agency_code::AgencyCode, known::KnownSpan, period::Period, sight::DataScope},
    warehouse::{WarehouseError, dates::read_optional_date},
};

/// Holds what every page asks of a build, of all agencies.
struct HeldInMemory {
    /// Reads all of the build.
    pool: ReaderPool,
    tree: AgencyTree,
    registry: Arc<AgencyRegistry>,
    /// Sums by day of the metrics asked for.
    daily_sums: DailySumsCache,
    notes: MetricNotes,
    /// The first day on which anything is counted, of the metrics asked for.
    first_days: Mutex<HashMap<String, Option<Date>>>,
}

/// Gives out what is held in memory of the agencies that somebody may see.
#[derive(Clone)]
pub struct ScopedMemory {
    held: Arc<HeldInMemory>,
    scope: DataScope,
    visible: Arc<VisibleAgencies>,
}

impl ScopedMemory {
    /// Reads what is held of a build; all agencies are visible.
    pub fn load(pool: ReaderPool) -> Result<Self, WarehouseError> {
        let (tree, registry, notes) = pool.with_connection("cannot read the build", |it| {
            let registry = AgencyRegistry::of_build(it)?;
            let tree = AgencyTree::load_tree(it, registry.timeline())?;
            Ok((tree, registry, MetricNotes::read(it)?))
        })?;
        let daily_sums = new_daily_sums_cache(HELD_SUMS);
        let first_days = Mutex::default();
        let held = Arc::new(HeldInMemory { pool, tree, registry, daily_sums, notes, first_days });
        Ok(Self { held, scope: DataScope::All, visible: Arc::default() })
    }

    /// The same memory within another scope.
    pub fn with_scope(&self, scope: &DataScope) -> Result<Self, WarehouseError> {
        let visible = match scope {
            DataScope::All | DataScope::Aggregates => VisibleAgencies::default(),
            DataScope::Within(agency) => VisibleAgencies::only(self.read_codes_within(agency)?),
        };
        let (held, visible) = (Arc::clone(&self.held), Arc::new(visible));
        Ok(Self { held, scope: scope.clone(), visible })
    }

    /// The scope it gives out within.
    pub fn scope(&self) -> &DataScope {
        &self.scope
    }

    /// Opens readers whose relations hold the rows of visible agencies alone.
    pub fn open_pool(&self) -> Result<ReaderPool, WarehouseError> {
        let overlay = match self.visible.codes() {
            Some(codes) => (self.held.pool)
                .with_connection("cannot narrow the relations", |it| overlay_sql(it, codes))?,
            None => String::new(),
        };
        Ok(self.held.pool.with_overlay(overlay))
    }

    /// Writes the condition that holds for visible agencies alone, for what is asked past the overlaid relations.
    pub fn condition(&self) -> String {
        self.visible.condition()
    }

    /// The codes of an agency, of what went into it, and of those ever below it; with a day too, where they are told of so.
    pub fn codes_within(&self, agency: &str) -> Result<BTreeSet<String>, WarehouseError> {
        let mut codes = self.read_codes_within(agency)?;
        codes.retain(|code| self.visible.contains(code));
        Ok(codes)
    }

    fn read_codes_within(&self, agency: &str) -> Result<BTreeSet<String>, WarehouseError> {
        let doing = "cannot tell which agencies are in scope";
        let mut codes: BTreeSet<String> = self.held.pool.with_connection(doing, |connection| {
            let mut query = connection.prepare(include_str!("within.sql"))?;
            query.query_map([AgencyCode::from_text(agency).code], |row| row.get(0))?.collect()
        })?;
        let dated = self.held.tree.dated.iter();
        let dated = dated.filter(|it| codes.contains(AgencyCode::from_text(it).code)).cloned();
        let dated: Vec<String> = dated.collect();
        codes.extend(dated);
        Ok(codes)
    }

    /// The agency of a code (its own, or its area's) as it was at the end of a period.
    pub fn find_agency(&self, code: &str, period: Period) -> Option<AgencyName> {
        let (tree, span) = (&self.held.tree, DaySpan::from(period));
        let mut agency = self.held.registry.agency(code, period.end())?;
        // An area's code is written as the agency's own.
        if AgencyCode::from_text(code).on.is_some() {
            agency.code = tree.normalize_code(code, span);
        }
        if let Some(place) = tree.version_in(&agency.code, span) {
            agency.name.clone_from(&place.name);
            agency.level.clone_from(&place.level);
            agency.parent_code = tree.parent_in(&agency.code, span);
        }
        self.visible.contains(&agency.code).then_some(agency)
    }

    /// Lists who is called as a text says at the end of a period, see [`AgencyRegistry::named`].
    pub fn list_called(&self, text: &str, period: Period) -> CalledAgencies {
        self.held.registry.named(text, period.end(), |code| self.visible.contains(code))
    }

    /// Code and name of every agency that has events or figures in a period, or has such below it, by name.
    pub fn list_named(&self, period: Period) -> Vec<(String, String)> {
        let mut named = self.held.tree.agencies_by_name(period);
        named.retain(|(code, _)| self.visible.contains(code));
        named
    }

    /// What the agency of a code was called in a period, if it has numbers.
    pub fn find_name(&self, code: &str, period: Period) -> Option<&str> {
        self.held.tree.name_in(code, period).filter(|_| self.visible.contains(code))
    }

    /// The level of the agency that has a code in a period.
    pub fn find_level(&self, code: &str, period: Period) -> Option<&str> {
        self.held.tree.level_in(code, period).filter(|_| self.visible.contains(code))
    }

    /// Whether the numbers of a code are part of an agency's in a period; never of a code that is not visible.
    pub fn is_under(&self, code: &str, agency: &str, period: Period) -> bool {
        self.visible.contains(code) && self.held.tree.is_under(code, agency, period)
    }

    /// The codes of an agency and of all that count in its numbers in a period.
    pub fn list_from(&self, agency: &str, period: Period) -> BTreeSet<String> {
        let below = self.held.tree.codes_below(agency, period);
        let codes = below.into_iter().chain([agency]).filter(|code| self.visible.contains(code));
        codes.map(str::to_owned).collect()
    }

    /// Code and level of what stands right under an agency on a day.
    pub fn list_right_under(&self, code: &str, on: Date) -> impl Iterator<Item = (&str, &str)> {
        self.held.registry.below(code, on).filter(|(code, _)| self.visible.contains(code))
    }

    /// What went into a visible agency, all of it by name: a part left out would make a sum of the rest look whole.
    pub fn find_lineage(&self, code: &str, until: Date) -> Option<AgencyLineage> {
        self.held.registry.lineage(code, until).filter(|_| self.visible.contains(code))
    }

    /// The code under which what an agency did is told in a period: its own where that of what it went into is not visible.
    pub fn code_told_in(&self, code: &str, period: Period) -> String {
        let told = self.held.tree.reporting_code(code, period.into());
        if self.visible.contains(&told) { told } else { code.to_owned() }
    }

    /// Sums what agencies did themselves up the tree, see [`AgencyTree::sum_computed`].
    pub fn sum_computed(
        &self,
        metric: &str,
        own: &BTreeMap<String, SumPair>,
        period: Period,
        follows_succession: bool,
    ) -> Vec<AgencySums<'_>> {
        self.keep_visible(self.held.tree.sum_computed(metric, own, period, follows_succession))
    }

    /// Sums what was published of agencies up the tree, see [`AgencyTree::sum_published`].
    pub fn sum_published(
        &self,
        own: &BTreeMap<String, SumPair>,
        period: Period,
    ) -> Vec<AgencySums<'_>> {
        self.keep_visible(self.held.tree.sum_published(own, period))
    }

    /// What stands above the visible agencies would be a sum of these alone, so it is no agency's and nobody's parent.
    fn keep_visible<'t>(&self, mut summed: Vec<AgencySums<'t>>) -> Vec<AgencySums<'t>> {
        summed.retain(|one| self.visible.contains(&one.code));
        for one in &mut summed {
            one.parent.take_if(|parent| !self.visible.contains(parent));
        }
        summed
    }

    /// What each agency did itself in a period: of one agency and those below it, or of all without one.
    pub fn direct_sums(
        &self,
        metric: &Metric,
        period: Period,
        agency: Option<&str>,
    ) -> Result<DirectSums, WarehouseError> {
        let HeldInMemory { pool, daily_sums, .. } = &*self.held;
        let days = daily_sums.get_or_insert_with(&metric.id, || {
            let read = |connection: &Connection| read_daily_sums(connection, &metric.id);
            pool.with_connection("cannot read the days", read).map(Arc::new)
        })?;
        let within = agency.map(|agency| self.list_from(agency, period));
        let is_asked = |code: &str| match &within {
            Some(within) => within.contains(code),
            None => self.visible.contains(code),
        };
        Ok(days.direct_sums(period, self.known_span(metric).until, is_asked))
    }

    /// Whether a publisher tells an indicator's score of any other agency of a level: yes or no alone, the same for everybody.
    pub fn tells_of_others(
        &self,
        (publisher, indicator): (&str, &str),
        (agency, level): (&str, Option<&str>),
        period: Period,
    ) -> Result<bool, WarehouseError> {
        let sql = "select distinct agency_code from figure where publisher = $1 and indicator = $2 and period_id = $3 \
                   and agency_code <> $4 and sector is null and score is not null order by agency_code";
        let asked = [publisher, indicator, &period.to_string(), agency];
        let codes = self.held.pool.with_connection("cannot read the figures", |connection| {
            let mut query = connection.prepare(sql)?;
            let codes = query.query_map(asked, |row| row.get::<_, String>(0))?;
            codes.collect::<duckdb::Result<Vec<_>>>()
        })?;
        let tree = &self.held.tree;
        Ok(codes.iter().any(|code| level.is_none() || tree.level_in(code, period) == level))
    }

    /// From when until when anything is known of a metric, by the exports it stands on: the same for everybody.
    pub fn known_span(&self, metric: &Metric) -> KnownSpan {
        self.held.notes.known.get(metric.source_kind()).copied().unwrap_or_default()
    }

    /// From when until when anything is known of dossiers: the same for everybody.
    pub fn dossier_span(&self) -> KnownSpan {
        self.held.notes.known.get("dossier").copied().unwrap_or_default()
    }

    /// The first day of which there is any number of a metric: from when its exports say anything, or on which the first thing is counted
    /// where they only list what holds. The same for everybody; `None` where there is none.
    pub fn find_first_day(&self, metric: &Metric) -> Result<Option<Date>, WarehouseError> {
        let known = self.known_span(metric);
        if known.from.is_some() || known.until.is_none() {
            return Ok(known.from);
        }
        if let Some(first) = self.held.first_days.lock().get(&metric.id) {
            return Ok(*first);
        }
        let sql = "select min(on_day) from metric_day where metric_id = $1";
        let first = self.held.pool.with_connection("cannot read the days", |connection| {
            connection.query_row(sql, [&metric.id], |row| read_optional_date(row, 0))
        })?;
        self.held.first_days.lock().insert(metric.id.clone(), first);
        Ok(first)
    }

    /// How many subjects of all agencies and periods a metric leaves out, because a value it uses cannot be read. Who sees less than all is
    /// told of none: they may be others'.
    pub fn left_out(&self, metric: &Metric) -> u64 {
        let is_all = self.scope == DataScope::All;
        self.held.notes.left_out.get(&metric.id).copied().filter(|_| is_all).unwrap_or_default()
    }

    /// What is known of a metric whose sums by slice are kept: the same for everybody.
    pub fn sliced_metric(&self, metric: &Metric) -> Option<&SlicedMetric> {
        self.held.notes.sliced.get(&metric.id)
    }
}
