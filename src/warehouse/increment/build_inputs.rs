//! What a build is made of, by digests that it keeps itself.

use std::collections::{BTreeMap, BTreeSet};

use duckdb::{Connection, params};
use sha2::{Digest, Sha256};

use super::super::{WarehouseError, build_plan::BuildPlan, engine::engine_version};
use crate::domain::hex::encode_hex;

/// What all rows hang on, the words for a problem of an export among it: where it is another, nothing of a build holds. Models that
/// change change what every row may come to.
const FOUNDATION: [&str; 7] = [
    "connectors/",
    "dashboards/phrases.toml",
    "dashboards/refusals.toml",
    "queries/dialect/",
    "queries/models/",
    "queries/reference/",
    "queries/schema/",
];

/// The kinds of things that are compared one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputKind {
    Foundation,
    Source,
    Metric,
    Check,
}

impl InputKind {
    const ALL: [Self; 4] = [Self::Foundation, Self::Source, Self::Metric, Self::Check];

    fn id(self) -> &'static str {
        match self {
            Self::Foundation => "foundation",
            Self::Source => "source",
            Self::Metric => "metric",
            Self::Check => "check",
        }
    }
}

/// Holds the digest of every thing a build is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildInputs {
    digests: BTreeMap<(InputKind, String), String>,
    /// How many dossiers changed since all were written in their order.
    pub moved: u64,
}

/// Names the row that holds `moved`, which is no digest.
const MOVED: &str = "moved";

impl BuildInputs {
    /// Digests what a build that is planned is made of.
    pub fn digest_plan(plan: &BuildPlan) -> Result<Self, WarehouseError> {
        let mut inputs = BTreeMap::new();
        inputs.insert((InputKind::Foundation, String::new()), digest_foundation(plan)?);
        for (source, _) in plan.known_sources() {
            let note = serde_json::to_string(source).expect("a note is plain data");
            inputs.insert((InputKind::Source, source.id.clone()), digest_text(&note));
        }
        for metric in &plan.catalog.metrics {
            inputs.insert(
                (InputKind::Metric, metric.id.clone()),
                digest_text(&format!("{metric:?}")),
            );
        }
        for check in &plan.catalog.checks {
            inputs.insert((InputKind::Check, check.id.clone()), digest_text(&format!("{check:?}")));
        }
        Ok(Self { digests: inputs, moved: 0 })
    }

    /// Reads what a build says it is made of.
    pub fn read_build(connection: &Connection) -> duckdb::Result<Self> {
        let mut query = connection.prepare("select kind, name, digest from build_input")?;
        let mut rows = query.query([])?;
        let mut inputs = BTreeMap::new();
        let mut moved = 0;
        while let Some(row) = rows.next()? {
            let kind: String = row.get(0)?;
            if kind == MOVED {
                let text: String = row.get(2)?;
                moved = text.parse().map_err(|_| duckdb::Error::InvalidQuery)?;
                continue;
            }
            let kind = InputKind::ALL.into_iter().find(|it| it.id() == kind);
            inputs.insert((kind.ok_or(duckdb::Error::InvalidQuery)?, row.get(1)?), row.get(2)?);
        }
        Ok(Self { digests: inputs, moved })
    }

    /// Keeps in a build what it is made of, and how many of its dossiers lie out of their order.
    pub fn keep(&self, connection: &Connection, moved: u64) -> duckdb::Result<()> {
        connection.execute_batch("delete from build_input")?;
        let mut appender = connection.appender("build_input")?;
        for ((kind, name), digest) in &self.digests {
            appender.append_row(params![kind.id(), name, digest])?;
        }
        if moved > 0 {
            appender.append_row(params![MOVED, "", moved.to_string()])?;
        }
        appender.flush()
    }

    /// The things of a kind by their digests.
    fn of_kind(&self, kind: InputKind) -> impl Iterator<Item = (&str, &str)> {
        let of_kind = self.digests.iter().filter(move |((its, _), _)| *its == kind);
        of_kind.map(|((_, name), digest)| (name.as_str(), digest.as_str()))
    }

    /// Names the things of a kind that are the same in another build.
    pub fn list_same(&self, other: &Self, kind: InputKind) -> BTreeSet<String> {
        let theirs: BTreeSet<(&str, &str)> = other.of_kind(kind).collect();
        let same = self.of_kind(kind).filter(|it| theirs.contains(it));
        same.map(|(name, _)| name.to_owned()).collect()
    }

    /// Tells whether another build has everything of a kind that this one has, and has it the same.
    pub fn is_within(&self, other: &Self, kind: InputKind) -> bool {
        self.list_same(other, kind).len() == self.of_kind(kind).count()
    }
}

fn digest_foundation(plan: &BuildPlan) -> Result<String, WarehouseError> {
    let mut digest = Sha256::new();
    // Staging is code too, and so is the engine.
    digest.update(format!("{} {}\n", env!("CARGO_PKG_VERSION"), env!("MOTCUA_BUILD_CODE")));
    digest.update(format!("{} {:?}\n", engine_version()?, plan.as_known_on));
    for file in FOUNDATION.iter().flat_map(|folder| plan.content.list_files(folder, "")) {
        digest.update(format!("{} {}\n", file.path, file.bytes.len()));
        digest.update(&file.bytes);
    }
    for erased in &plan.erasures.entries {
        digest.update(format!("{} {}\n", erased.salt, erased.digest));
    }
    Ok(encode_hex(&digest.finalize()))
}

fn digest_text(text: &str) -> String {
    encode_hex(&Sha256::digest(text))
}
