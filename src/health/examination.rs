//! What is looked at: the content, the settings and the data folder of an installation, as of a time.

use std::{cell::OnceCell, path::Path, sync::OnceLock};

use jiff::civil::DateTime;

use super::{finding::HealthFinding, machine_probe::MachineProbe};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    ingest::archive::{Archive, ArchiveContents},
    state::StateDatabase,
    version_store::FollowStatus,
    warehouse::{WarehouseError, query::Warehouse},
};

/// Looks an installation through: its content, settings and data folder, as of a time.
pub struct HealthExamination<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a ProgramSettings,
    pub data: &'a Path,
    /// Local civil time.
    pub now: DateTime,
    pub machine: &'a MachineProbe,
    /// None where it cannot be opened, or there is none.
    pub state: Option<&'a StateDatabase>,
    /// What kept the office's content or settings from being read; the built-in ones stand in for them.
    pub content_problem: Option<String>,
    /// Keeps what is found of the content, for a process that has read it once for all.
    pub known_content: Option<&'a OnceLock<Vec<HealthFinding>>>,
    warehouse: OnceCell<Result<Warehouse, WarehouseError>>,
}

impl<'a> HealthExamination<'a> {
    /// Makes the examination of a data folder; nothing is looked at yet.
    pub fn new(
        (catalog, settings): (&'a Catalog, &'a ProgramSettings),
        data: &'a Path,
        machine: &'a MachineProbe,
        now: DateTime,
    ) -> Self {
        let warehouse = OnceCell::new();
        Self {
            catalog,
            settings,
            data,
            now,
            machine,
            state: None,
            content_problem: None,
            known_content: None,
            warehouse,
        }
    }

    /// What is published, opened once.
    pub(super) fn warehouse(&self) -> Result<&Warehouse, &WarehouseError> {
        let open = || match FollowStatus::read(self.data) {
            Ok(Some(status)) => {
                let not_built =
                    || WarehouseError::NotBuilt { data: self.data.display().to_string() };
                Warehouse::open_file(&status.find_build(self.data).ok_or_else(not_built)?)
            }
            _ => Warehouse::open_published(self.data),
        };
        self.warehouse.get_or_init(open).as_ref()
    }

    /// What the archive holds; nothing where there is none, which is not made either.
    pub(super) fn archive_contents(&self) -> Option<(Archive, ArchiveContents)> {
        if !self.data.join("archive").is_dir() {
            return None;
        }
        let archive = Archive::open_in(self.data).ok()?;
        let contents = archive.list_contents().ok()?;
        Some((archive, contents))
    }
}
