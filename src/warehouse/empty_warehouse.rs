//! The empty warehouse every build begins with: schema and reference files, made once a content and then copied.

use std::{
    collections::{HashMap, VecDeque},
    fs,
    path::Path,
    sync::Arc,
};

use duckdb::Connection;
use jiff::civil::Date;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};

use super::{
    WarehouseError,
    agency::registry::AgencyDirectory,
    engine::{create_schema, name_denied_sql, open_confined},
    reference,
};
use crate::{catalog::content::ContentSet, domain::fault_point::FaultPoint};

/// What stands in a warehouse before any row is staged.
pub struct EmptyWarehouse {
    file: Vec<u8>,
    pub agencies: Arc<AgencyDirectory>,
}

/// A process builds from one content or two; their bases are kept, by the digest of what they are made of.
static KEPT: Mutex<VecDeque<([u8; 32], Arc<EmptyWarehouse>)>> = Mutex::new(VecDeque::new());
const KEPT_AT_MOST: usize = 2;

impl EmptyWarehouse {
    /// Returns the empty warehouse of this content, made in `scratch` the first time and kept in the
    /// process afterwards. Fails where the schema or a reference file of the content cannot be loaded.
    pub fn of(content: &ContentSet, scratch: &Path) -> Result<Arc<Self>, WarehouseError> {
        let digest = digest(content);
        let mut kept = KEPT.lock();
        if let Some(place) = kept.iter().position(|(made_of, _)| *made_of == digest) {
            // What is asked for most often is let go last.
            kept.swap(0, place);
            return Ok(Arc::clone(&kept[0].1));
        }
        let made = Self::make(content, scratch);
        let base = Arc::new(made.map_err(|error| name_denied_sql(content, error))?);
        kept.truncate(KEPT_AT_MOST - 1);
        kept.push_front((digest, Arc::clone(&base)));
        Ok(base)
    }

    /// Returns the agencies of this content: those kept in the process, else those that a build upon it holds, whose registry is the same.
    pub fn agencies_of(
        content: &ContentSet,
        build: &Connection,
    ) -> Result<Arc<AgencyDirectory>, WarehouseError> {
        let digest = digest(content);
        if let Some((_, kept)) = KEPT.lock().iter().find(|(made_of, _)| *made_of == digest) {
            return Ok(Arc::clone(&kept.agencies));
        }
        AgencyDirectory::load_registry(build).map(Arc::new)
    }

    fn make(content: &ContentSet, scratch: &Path) -> Result<Self, WarehouseError> {
        // A run that asks twice for a base that was let go in between finds the first one's file.
        let folder = tempfile::tempdir_in(scratch)
            .map_err(WarehouseError::wrap_io("cannot make a folder"))?;
        let path = folder.path().join("base.duckdb");
        let failed = || WarehouseError::wrap_engine("cannot make an empty warehouse");
        let readable = reference::interim_file(scratch);
        let connection = open_confined(&path, folder.path(), 0, &[&readable])?;
        create_schema(&connection, content)?;
        reference::load_references(&connection, content, scratch)?;
        let agencies = AgencyDirectory::load_registry(&connection)?;
        connection.execute_batch("checkpoint").map_err(failed())?;
        connection.close().map_err(|(_, error)| failed()(error))?;
        let file = fs::read(&path)
            .map_err(WarehouseError::wrap_io(format!("cannot read `{}`", path.display())))?;
        Ok(Self { file, agencies: Arc::new(agencies) })
    }

    /// An empty warehouse at `path`.
    pub fn copy(&self, path: &Path) -> Result<(), WarehouseError> {
        FaultPoint::WarehouseWrite
            .pass()
            .and_then(|()| fs::write(path, &self.file))
            .map_err(WarehouseError::wrap_io(format!("cannot write `{}`", path.display())))
    }
}

/// Whether the registry holds an agency that is called so, or has that code.
pub fn check_scope(
    content: &ContentSet,
    scope: &str,
    scratch: &Path,
) -> Result<(), WarehouseError> {
    let base = EmptyWarehouse::of(content, scratch)?;
    base.agencies.check_known(scope).map_err(|unmatched| WarehouseError::Scope {
        scope: scope.to_owned(),
        names: unmatched.names,
    })
}

/// Names an agency, and what it stands under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeName {
    pub code: String,
    pub name: String,
    /// None of what stands at the top.
    pub parent_name: Option<String>,
}

/// Lists the agencies the registry holds on a day, those above first, then by name. Fails where the content's registry cannot be loaded.
pub fn list_offices(
    content: &ContentSet,
    on: Date,
    scratch: &Path,
) -> Result<Vec<OfficeName>, WarehouseError> {
    let base = EmptyWarehouse::of(content, scratch)?;
    let timeline = &base.agencies.timeline;
    let there: Vec<_> = (0..timeline.version_count())
        .map(|at| timeline.record(at))
        .filter(|record| record.exists_on(on))
        .collect();
    let names: HashMap<&str, &str> =
        there.iter().map(|record| (record.code.as_str(), record.name.as_str())).collect();
    let mut offices: Vec<OfficeName> = (there.iter())
        .map(|record| {
            let parent = record.parent_code.as_deref().and_then(|code| names.get(code));
            OfficeName {
                code: record.code.clone(),
                name: record.name.clone(),
                parent_name: parent.map(|name| (*name).to_owned()),
            }
        })
        .collect();
    let place = |one: &OfficeName| {
        (one.parent_name.is_some(), one.name.clone(), one.parent_name.clone(), one.code.clone())
    };
    offices.sort_by_cached_key(place);
    Ok(offices)
}

fn digest(content: &ContentSet) -> [u8; 32] {
    let mut digest = Sha256::new();
    for folder in ["queries/dialect/", "queries/schema/", "queries/reference/"] {
        for file in content.list_files(folder, "") {
            digest.update(format!("{} {}\n", file.path, file.bytes.len()));
            digest.update(&file.bytes);
        }
    }
    digest.finalize().into()
}
