//! Which agency a text of an export means.

use std::collections::{HashMap, HashSet};

use duckdb::Connection;
use jiff::civil::Date;

use super::WarehouseError;
use crate::domain::name::{agency_key, agency_parts, bare_key, spelled, text_key, without_type};

/// Suggestions offered for a name nobody knows.
const SUGGESTED: usize = 3;

/// Every agency of every time, by every way of naming it.
pub struct Agencies {
    all: Vec<Agency>,
    /// Code of the agency or of its area → positions.
    by_code: HashMap<String, Vec<usize>>,
    /// Key of a name or an alias → positions.
    by_name: HashMap<String, Vec<usize>>,
    /// Key of a name without its type → positions. Only for texts that name no type.
    by_bare_name: HashMap<String, Vec<usize>>,
    /// Code → the codes it wholly or partly succeeds.
    predecessors: HashMap<String, Vec<String>>,
}

struct Agency {
    code: String,
    name: String,
    key: String,
    /// Key of the parent's code.
    parent: Option<String>,
    first_on: Date,
    last_on: Date,
}

/// The agencies of a day, and those among which a name without a parent is looked for.
pub struct Known<'a> {
    agencies: &'a Agencies,
    on: Date,
    scope: Option<HashSet<usize>>,
}

impl Agencies {
    pub fn load(connection: &Connection) -> Result<Self, WarehouseError> {
        let mut agencies = Self {
            all: Vec::new(),
            by_code: HashMap::new(),
            by_name: HashMap::new(),
            by_bare_name: HashMap::new(),
            predecessors: HashMap::new(),
        };
        let sql = "select code, coalesce(area_code, code), name, coalesce(parent_code, ''), \
            strftime(valid_from, '%Y-%m-%d'), strftime(coalesce(valid_to, date '9999-12-31'), '%Y-%m-%d') \
            from agency order by code, valid_from";
        for [code, area_code, name, parent_code, first_on, last_on] in rows(connection, sql)? {
            let day = |text: String| text.parse().unwrap_or(Date::MAX);
            let agency = Agency {
                key: spelled(&agency_key(&name)),
                code,
                name,
                parent: Some(text_key(&parent_code)).filter(|key| !key.is_empty()),
                first_on: day(first_on),
                last_on: day(last_on),
            };
            agencies.add(agency, &area_code);
        }
        for [alias, code] in rows(
            connection,
            "select alias, code from agency_alias order by alias",
        )? {
            let meant = agencies.by_code.get(&text_key(&code)).cloned();
            let known = agencies
                .by_name
                .entry(spelled(&agency_key(&alias)))
                .or_default();
            known.extend(meant.unwrap_or_default());
        }
        let sql = "select successor_code, code from agency_succession order by all";
        for [successor, code] in rows(connection, sql)? {
            agencies
                .predecessors
                .entry(successor)
                .or_default()
                .push(code);
        }
        Ok(agencies)
    }

    fn add(&mut self, agency: Agency, area_code: &str) {
        let at = self.all.len();
        self.by_code
            .entry(text_key(&agency.code))
            .or_default()
            .push(at);
        if area_code != agency.code {
            self.by_code
                .entry(text_key(area_code))
                .or_default()
                .push(at);
        }
        if let Some(bare) = without_type(&agency.key) {
            self.by_bare_name.entry(bare).or_default().push(at);
        }
        self.by_name.entry(agency.key.clone()).or_default().push(at);
        self.all.push(agency);
    }

    /// The agencies of a day; names are looked for under `scope` and what it succeeds, if it is known on any day.
    pub fn on(&self, on: Date, scope: Option<&str>) -> Known<'_> {
        let mut known = Known {
            agencies: self,
            on,
            scope: None,
        };
        if let Some(scope) = scope {
            let roots = known.roots(scope);
            let under = |at: &usize| {
                std::iter::once(*at)
                    .chain(known.above(*at))
                    .any(|at| roots.contains(self.all[at].code.as_str()))
            };
            known.scope = Some((0..self.all.len()).filter(under).collect())
                .filter(|scope: &HashSet<usize>| !scope.is_empty());
        }
        known
    }
}

impl Known<'_> {
    /// The code, or what to tell the clerk: the nearest names, or those the text could mean.
    pub fn find(&self, text: &str) -> Result<String, String> {
        let agencies = self.agencies;
        if let Some(at) = self.by_code(text) {
            return Ok(agencies.all[at].code.clone());
        }
        let (own, parents) = match agencies.by_name.get(&spelled(&agency_key(text))) {
            // A comma may be part of a name.
            Some(_) => (agency_key(text), Vec::new()),
            None => agency_parts(text),
        };
        let key = spelled(&own);
        let named = match agencies.by_name.get(&key) {
            None if without_type(&key).is_none() => agencies.by_bare_name.get(&key),
            named => named,
        };
        let fits = |at: &&usize| {
            self.exists(**at)
                && parents
                    .iter()
                    .all(|parent| self.is_under(**at, &spelled(parent)))
        };
        let mut fitting: Vec<usize> = named.into_iter().flatten().filter(fits).copied().collect();
        let in_scope = |at: &usize| self.scope.as_ref().is_none_or(|scope| scope.contains(at));
        // A name with its parent means one agency wherever it is; a name alone is of the office's own.
        if parents.is_empty() || fitting.iter().any(in_scope) {
            fitting.retain(in_scope);
        }
        fitting.sort_unstable();
        fitting.dedup();
        match fitting[..] {
            [at] => Ok(agencies.all[at].code.clone()),
            [] => Err(self.nearest(&key)),
            _ => Err(format!(
                "could be {}; name the agency above it, or set `scope`",
                self.names(fitting.iter().take(5).copied())
            )),
        }
    }

    /// The agency of a code on this day. A code is also kept by a successor, so the day decides.
    fn by_code(&self, code: &str) -> Option<usize> {
        self.by_key(&text_key(code))
    }

    fn by_key(&self, key: &str) -> Option<usize> {
        let known = self.agencies.by_code.get(key)?;
        known.iter().copied().find(|at| self.exists(*at))
    }

    fn exists(&self, at: usize) -> bool {
        let agency = &self.agencies.all[at];
        agency.first_on <= self.on && self.on <= agency.last_on
    }

    /// The agencies above one, nearest first.
    fn above(&self, at: usize) -> impl Iterator<Item = usize> {
        let parent = |at: usize| self.by_key(self.agencies.all[at].parent.as_ref()?);
        // Four levels are the most there ever were; content that goes in a circle ends here too.
        std::iter::successors(parent(at), move |at| parent(*at)).take(8)
    }

    /// The codes of the scope, and of what went into it.
    fn roots(&self, scope: &str) -> HashSet<&str> {
        let agencies = self.agencies;
        let key = spelled(&agency_key(scope));
        let named = agencies
            .by_code
            .get(&text_key(scope))
            .or_else(|| agencies.by_name.get(&key));
        let own = named
            .into_iter()
            .flatten()
            .map(|at| agencies.all[*at].code.as_str());
        let mut roots: HashSet<&str> = own.collect();
        let before = |code: &&str| agencies.predecessors.get(*code).cloned();
        let gone: Vec<String> = roots.iter().filter_map(before).flatten().collect();
        for code in gone {
            let at = agencies
                .by_code
                .get(&text_key(&code))
                .and_then(|known| known.first());
            roots.extend(at.map(|at| agencies.all[*at].code.as_str()));
        }
        roots
    }

    /// Whether an agency stands, at any height, under one of that name.
    fn is_under(&self, at: usize, parent: &str) -> bool {
        self.above(at).any(|at| {
            let key = &self.agencies.all[at].key;
            key == parent || without_type(key).as_deref() == Some(parent)
        })
    }

    fn nearest(&self, key: &str) -> String {
        let bare = |key: &str| bare_key(&without_type(key).unwrap_or_else(|| key.to_owned()));
        let wanted = bare(key);
        let is_candidate = |at: &usize| {
            self.exists(*at) && self.scope.as_ref().is_none_or(|scope| scope.contains(at))
        };
        let mut scored: Vec<(f64, usize)> = (0..self.agencies.all.len())
            .filter(is_candidate)
            .map(|at| {
                (
                    strsim::jaro_winkler(&bare(&self.agencies.all[at].key), &wanted),
                    at,
                )
            })
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if scored.is_empty() {
            return "no agency is known on that day".into();
        }
        let nearest = scored.into_iter().take(SUGGESTED).map(|(_, at)| at);
        format!("nearest: {}", self.names(nearest))
    }

    fn names(&self, positions: impl Iterator<Item = usize>) -> String {
        let agencies = self.agencies;
        let name = |at: usize| format!("{} ({})", agencies.all[at].name, agencies.all[at].code);
        positions.map(name).collect::<Vec<_>>().join(", ")
    }
}

/// Rows of texts.
fn rows<const N: usize>(
    connection: &Connection,
    sql: &str,
) -> Result<Vec<[String; N]>, WarehouseError> {
    let read = || -> duckdb::Result<Vec<[String; N]>> {
        let mut query = connection.prepare(sql)?;
        let rows = query.query_map([], |row| {
            let mut texts: [String; N] = std::array::from_fn(|_| String::new());
            for (column, text) in texts.iter_mut().enumerate() {
                *text = row.get(column)?;
            }
            Ok(texts)
        })?;
        rows.collect()
    };
    read().map_err(WarehouseError::engine("cannot read the agencies"))
}
