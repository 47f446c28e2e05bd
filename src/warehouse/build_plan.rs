//! What is built, of what, and where.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::layout::LAYOUT;
use crate::{
    catalog::{Catalog, content::ContentSet},
    domain::{
        erasure::ErasureLedger,
        hex::encode_hex,
        source::{INVENTED_VERSION, Source},
    },
};

/// New rows are few where there are so many times as many.
const FEW_OF: u64 = 4;

/// What to build and where.
pub struct BuildPlan<'a> {
    pub catalog: &'a Catalog,
    /// Of the catalog, with what the office set itself.
    pub content: ContentSet,
    /// Each archived export with its Parquet file.
    pub sources: Vec<(Source, PathBuf)>,
    /// Dossiers whose rows count nowhere.
    pub erasures: ErasureLedger,
    /// Only what exports of that day or before say.
    pub as_known_on: Option<Date>,
    pub scratch: &'a Path,
    pub publish_as: &'a Path,
    /// A build that what has not changed may be taken from; without one everything is made anew.
    pub base: Option<&'a Path>,
}

impl BuildPlan<'_> {
    /// The file that is built, before it has its name.
    pub fn aside(&self) -> PathBuf {
        self.scratch.join("warehouse.duckdb")
    }

    /// The exports it is made of.
    pub fn known_sources(&self) -> impl Iterator<Item = &(Source, PathBuf)> {
        self.sources
            .iter()
            .filter(|(source, _)| self.as_known_on.is_none_or(|day| source.snapshot_on <= day))
    }

    /// Counts the rows a build goes through, as far as threads can share them: of few new ones upon many it is mostly the new ones, unless with
    /// those `moved` before they are so many that all are gone through.
    pub fn count_rows_of_work(&self, is_staged: impl Fn(&str) -> bool, moved: u64) -> u64 {
        let (mut all, mut new) = (0, 0);
        for (source, _) in self.known_sources() {
            all += source.row_count;
            new += if is_staged(&source.id) { 0 } else { source.row_count };
        }
        if new > 0 && new.saturating_add(moved) < all / FEW_OF { new } else { all }
    }

    /// The same content over the same sources has the same version, whenever and wherever it is built. That of invented ones says so.
    pub fn data_version(&self) -> String {
        let mut digest = Sha256::new();
        // Staging is code too.
        digest.update(env!("CARGO_PKG_VERSION"));
        digest.update(LAYOUT);
        for file in self
            .content
            .list_files("queries/", "")
            .chain(self.content.list_files("connectors/", ""))
        {
            digest.update(format!("{} {}\n", file.path, file.bytes.len()));
            digest.update(&file.bytes);
        }
        for (source, _) in self.known_sources() {
            let note = serde_json::to_string(source).expect("a note is plain data");
            digest.update(note + "\n");
        }
        for erased in &self.erasures.entries {
            digest.update(format!("{}\n", erased.digest));
        }
        let is_invented = self.sources.iter().any(|(source, _)| source.is_invented);
        let mark = if is_invented { INVENTED_VERSION } else { "" };
        format!("{mark}{}", encode_hex(&digest.finalize()[..6]))
    }
}
