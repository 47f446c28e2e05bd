//! fetch → decode → archive → build → audit → publish, in that order and nothing else.

mod due;
mod fetch;
mod history;
mod inbox;
mod papers;
mod take;
mod told;

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::{Date, DateTime};

use crate::{
    catalog::{Catalog, connector::Connector, target::own},
    delivery::DeliveryError,
    domain::{period::Period, source::Source},
    ingest::{self, Export, IngestError, archive::Archive, fetch::FetchError},
    state::StateError,
    warehouse::{self, BuildLock, BuildPlan, WarehouseBuild, WarehouseError, query::Warehouse},
};

pub use due::{DueSummary, DueWork};
pub use fetch::FetchOutcome;
pub use history::as_known_on;
pub use inbox::Inbox;
pub use told::told;

/// Where and when a run happens.
pub struct PipelineRun<'a> {
    pub catalog: &'a Catalog,
    pub data: &'a Path,
    pub now: DateTime,
    /// Told what is being done.
    pub progress: &'a mut dyn FnMut(&str),
}

/// What the user says of the exports, over what they say of themselves.
#[derive(Debug, Clone, Default)]
pub struct IngestOverrides {
    pub connector: Option<String>,
    pub snapshot_on: Option<Date>,
    pub period: Option<Period>,
    /// The agency among whose units names are looked for.
    pub scope: Option<String>,
    /// The office's own agency: the scope where the user says none.
    pub office: Option<String>,
}

#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PipelineError {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalog(#[from] crate::catalog::CatalogError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Ingest(#[from] IngestError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Warehouse(#[from] WarehouseError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Delivery(#[from] DeliveryError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    State(#[from] StateError),
}

/// An export as the user sees it, and what became of it or why it could not be taken in.
pub type TakenOrNot = (String, Result<IngestOutcome, PipelineError>);

/// What became of one export.
#[derive(Debug)]
pub enum IngestOutcome {
    New(Source),
    /// Archived before: nothing was done.
    Known(Source),
    /// Archived before; its day, its period or its scope was said anew.
    Amended(Source),
    /// Archived before; its files in the archive were damaged, and are written anew from it.
    Restored(Source),
}

impl PipelineRun<'_> {
    /// Takes exports in and publishes a warehouse that holds them. A file that fails does not stop the others.
    pub fn ingest(
        &mut self,
        paths: &[PathBuf],
        said: &IngestOverrides,
    ) -> Result<(Vec<TakenOrNot>, Option<WarehouseBuild>), PipelineError> {
        let connectors: Vec<&Connector> = match &said.connector {
            Some(id) => vec![self.catalog.connector(id)?],
            None => self.catalog.connectors.iter().collect(),
        };
        let _lock = BuildLock::take(self.data, self.now)?;
        let scratch = self.scratch()?;
        for scope in [&said.scope, &said.office].into_iter().flatten() {
            warehouse::check_scope(&self.catalog.content, scope, scratch.path())?;
        }
        let mut taken = Vec::new();
        for path in paths {
            for export in ingest::unpack(Export::at(path)) {
                let (shown, done) = match export {
                    Ok((export, kind)) => {
                        let done = self.take(&export, kind, &connectors, said, scratch.path());
                        (export.shown, done)
                    }
                    Err(error) => (path.display().to_string(), Err(error.into())),
                };
                taken.push((shown, done));
            }
        }
        let build = self.publish(scratch.path(), |_| true)?;
        Ok((taken, build))
    }

    /// Publishes a warehouse of the archive as it is and the content as it is, if the published one is another or is damaged.
    pub fn build(&mut self) -> Result<Option<WarehouseBuild>, PipelineError> {
        let is_whole = |published: &Warehouse| published.verify().is_ok();
        let _lock = BuildLock::take(self.data, self.now)?;
        let scratch = self.scratch()?;
        self.publish(scratch.path(), is_whole)
    }

    /// Publishes a warehouse of the archive as it is and the content as it is, whatever is published.
    pub fn build_anew(&mut self) -> Result<Option<WarehouseBuild>, PipelineError> {
        let _lock = BuildLock::take(self.data, self.now)?;
        let scratch = self.scratch()?;
        self.publish(scratch.path(), |_| false)
    }

    /// Builds from the whole archive, unless what is published is that already and may stay.
    fn publish(
        &mut self,
        scratch: &Path,
        may_stay: impl FnOnce(&Warehouse) -> bool,
    ) -> Result<Option<WarehouseBuild>, PipelineError> {
        let publish_as = self.data.join(Warehouse::FILE);
        let plan = BuildPlan {
            catalog: self.catalog,
            content: own::with_own(&self.catalog.content, self.data)?,
            sources: archived(self.data)?,
            as_known_on: None,
            scratch,
            publish_as: &publish_as,
        };
        if plan.sources.is_empty() {
            return Ok(None);
        }
        let is_that = |published: &Warehouse| published.data_version == plan.data_version();
        if Warehouse::open(self.data)
            .is_ok_and(|published| is_that(&published) && may_stay(&published))
        {
            return Ok(None);
        }
        verify_archive(self.data, &plan.sources)?;
        Ok(Some(warehouse::build(&plan, self.progress)?))
    }

    /// A folder for this run's temporary files; what crashed runs left there goes.
    fn scratch(&self) -> Result<tempfile::TempDir, PipelineError> {
        let folder = self.data.join("build");
        let io = || WarehouseError::io(format!("cannot use `{}`", folder.display()));
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(io())?;
        }
        fs::create_dir_all(&folder).map_err(io())?;
        Ok(tempfile::tempdir_in(&folder).map_err(io())?)
    }
}

/// Whether the published warehouse was built of other content, by another program, or of fewer exports than there are.
pub fn is_stale(catalog: &Catalog, data: &Path) -> Result<bool, PipelineError> {
    let plan = BuildPlan {
        catalog,
        content: own::with_own(&catalog.content, data)?,
        sources: archived(data)?,
        as_known_on: None,
        scratch: Path::new(""),
        publish_as: Path::new(""),
    };
    let published = Warehouse::open(data).map(|warehouse| warehouse.data_version.clone());
    Ok(!plan.sources.is_empty() && published.ok() != Some(plan.data_version()))
}

/// Fails where a file the build is about to read is not the one that was archived; what is published stays.
fn verify_archive(data: &Path, sources: &[(Source, PathBuf)]) -> Result<(), PipelineError> {
    let archive = Archive::open(data)?;
    for (source, _) in sources {
        archive.verify(source)?;
    }
    Ok(())
}

fn archived(data: &Path) -> Result<Vec<(Source, PathBuf)>, PipelineError> {
    let archive = Archive::open(data)?;
    let sources = archive.sources()?;
    Ok(sources.into_iter().map(|source| (source.clone(), archive.parquet(&source.id))).collect())
}
