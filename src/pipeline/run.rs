//! A run: exports taken in, and a warehouse of all of them published.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::DateTime;

use super::{
    error::PipelineError,
    intake::ArchiveIntake,
    leftovers::sweep_leftovers,
    outcome::{IngestOverrides, TakenOrNot},
};
use crate::{
    catalog::{Catalog, connector::Connector, target::office_target},
    disk::remove_patiently,
    domain::{erasure::ErasureLedger, fault_point::FaultPoint, progress::BuildProgress},
    ingest::{self, Export, archive::Archive},
    period_lock::erase_in_locks,
    warehouse::{
        self, BuildLock, BuildPlan, SparkCluster, WarehouseBuild, WarehouseError, query::Warehouse,
    },
};

/// Where and when a run happens.
pub struct PipelineRun<'a> {
    pub catalog: &'a Catalog,
    pub data: &'a Path,
    pub now: DateTime,
    /// Told what is being done.
    pub progress: &'a mut dyn FnMut(&BuildProgress),
}

impl PipelineRun<'_> {
    /// Takes exports in and publishes a warehouse that holds them. A file that fails does not stop the others.
    pub fn ingest(
        &mut self,
        paths: &[PathBuf],
        said: &IngestOverrides,
    ) -> Result<(Vec<TakenOrNot>, Option<WarehouseBuild>), PipelineError> {
        let connectors: Vec<&Connector> = match &said.connector {
            Some(id) => vec![self.catalog.find_connector(id)?],
            None => self.catalog.connectors.iter().collect(),
        };
        let _lock = BuildLock::acquire_lock(self.data, self.now)?;
        let scratch = self.scratch()?;
        for scope in [&said.scope, &said.office].into_iter().flatten() {
            warehouse::check_scope(&self.catalog.content, scope, scratch.path())?;
        }
        // What was taken in elsewhere came before this. What keeps a build from being made is told by the build.
        let _ = self.settle_archive();
        let mut intake = ArchiveIntake::open_in(self.data, scratch.path())?;
        let mut taken = Vec::new();
        for path in paths {
            for export in ingest::unpack_export(Export::from_path(path)) {
                let (shown, done) = match export {
                    Ok((export, kind)) => {
                        let done = self.take(&export, kind, &connectors, said, &mut intake);
                        (export.shown, done)
                    }
                    Err(error) => (path.display().to_string(), Err(error.into())),
                };
                taken.push((shown, done));
            }
        }
        // The engine of the archive goes before that of the build comes.
        drop(intake);
        let build = self.publish(scratch.path(), |_| true)?;
        Ok((taken, build))
    }

    /// Publishes a warehouse of the archive as it is and the content as it is, if the published one is another or is damaged.
    pub fn build(&mut self) -> Result<Option<WarehouseBuild>, PipelineError> {
        let is_whole = |published: &Warehouse| published.verify().is_ok();
        let _lock = BuildLock::acquire_lock(self.data, self.now)?;
        let scratch = self.scratch()?;
        self.publish(scratch.path(), is_whole)
    }

    /// Publishes a warehouse of the archive as it is and the content as it is, whatever is published, and takes nothing of that.
    pub fn build_anew(&mut self) -> Result<Option<WarehouseBuild>, PipelineError> {
        let _lock = BuildLock::acquire_lock(self.data, self.now)?;
        let scratch = self.scratch()?;
        self.publish_from(None, scratch.path(), |_| false)
    }

    /// Builds of the whole archive, unless what is published is that already and may stay. What is published may be what it begins with.
    pub(super) fn publish(
        &mut self,
        scratch: &Path,
        may_stay: impl FnOnce(&Warehouse) -> bool,
    ) -> Result<Option<WarehouseBuild>, PipelineError> {
        let published = warehouse::find_published(self.data);
        self.publish_from(published.as_deref(), scratch, may_stay)
    }

    /// As `build`, or `build_anew` where it is forced, worked out by a Spark.
    pub fn build_by_spark(
        &mut self,
        cluster: &SparkCluster,
        is_forced: bool,
    ) -> Result<Option<WarehouseBuild>, PipelineError> {
        let may_stay = |published: &Warehouse| !is_forced && published.verify().is_ok();
        let _lock = BuildLock::acquire_lock(self.data, self.now)?;
        let scratch = self.scratch()?;
        self.publish_with(None, scratch.path(), may_stay, |plan, progress| {
            warehouse::build_by_spark(plan, cluster, progress)
        })
    }

    /// Writes the script by which a Spark would build of the archive as it is, in a folder of the one all its machines see.
    pub fn write_spark_script(&mut self, shared: Option<&Path>) -> Result<String, PipelineError> {
        let _lock = BuildLock::acquire_lock(self.data, self.now)?;
        let scratch = self.scratch()?;
        let within = shared.map_or_else(|| self.data.join("build"), Path::to_path_buf);
        let within = std::path::absolute(&within)
            .map_err(WarehouseError::wrap_io(format!("cannot use `{}`", within.display())))?;
        let erasures = Archive::open_in(self.data)?.read_erasures()?;
        let nowhere = scratch.path().join("unpublished");
        let plan = make_plan((self.catalog, self.data), erasures, (scratch.path(), &nowhere))?;
        Ok(warehouse::write_spark_script(&plan, &within.join("motcua-spark"))?)
    }

    fn publish_from(
        &mut self,
        base: Option<&Path>,
        scratch: &Path,
        may_stay: impl FnOnce(&Warehouse) -> bool,
    ) -> Result<Option<WarehouseBuild>, PipelineError> {
        self.publish_with(base, scratch, may_stay, warehouse::build_warehouse)
    }

    fn publish_with(
        &mut self,
        base: Option<&Path>,
        scratch: &Path,
        may_stay: impl FnOnce(&Warehouse) -> bool,
        build: impl FnOnce(
            &BuildPlan,
            &mut dyn FnMut(&BuildProgress),
        ) -> Result<WarehouseBuild, WarehouseError>,
    ) -> Result<Option<WarehouseBuild>, PipelineError> {
        let publish_as = warehouse::next_build(self.data).map_err(WarehouseError::wrap_io(
            format!("cannot look into `{}`", self.data.display()),
        ))?;
        self.settle_archive()?;
        let archive = Archive::open_in(self.data)?;
        let erasures = archive.read_erasures()?;
        archive.mark_erasures(&erasures)?;
        erase_in_locks(self.data, &erasures, scratch)?;
        let mut plan = make_plan((self.catalog, self.data), erasures, (scratch, &publish_as))?;
        if plan.sources.is_empty() {
            return Ok(None);
        }
        let is_that = Warehouse::read_published_version(self.data)
            .is_ok_and(|published| published == plan.data_version());
        if is_that && Warehouse::open_published(self.data).is_ok_and(|it| may_stay(&it)) {
            return Ok(None);
        }
        // One that is of all this already and may not stay is no base.
        plan.base = base.filter(|_| !is_that);
        self.verify_sources(&plan.sources)?;
        let build = build(&plan, self.progress)?;
        warehouse::remove_superseded(self.data);
        Ok(Some(build))
    }

    /// A folder for this run's temporary files; what crashed runs left there, and beside it, goes.
    pub(super) fn scratch(&self) -> Result<tempfile::TempDir, PipelineError> {
        let folder = self.data.join("build");
        let io = || WarehouseError::wrap_io(format!("cannot use `{}`", folder.display()));
        sweep_leftovers(self.data);
        FaultPoint::ScratchMake.pass().map_err(io())?;
        if folder.exists() {
            remove_patiently(&folder).map_err(io())?;
        }
        fs::create_dir_all(&folder).map_err(io())?;
        Ok(tempfile::tempdir_in(&folder).map_err(io())?)
    }
}

/// What a warehouse of the whole archive is built of, but for the dossiers that are erased.
pub(super) fn make_plan<'p>(
    (catalog, data): (&'p Catalog, &Path),
    erasures: ErasureLedger,
    (scratch, publish_as): (&'p Path, &'p Path),
) -> Result<BuildPlan<'p>, PipelineError> {
    Ok(BuildPlan {
        catalog,
        content: office_target::with_own(&catalog.content, data)?,
        sources: Archive::open_in(data)?.list_with_files()?,
        erasures,
        as_known_on: None,
        scratch,
        publish_as,
        base: None,
    })
}
