//! An office with a folder of backups beside it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::{DateTime, date};
use motcua::{
    backup::{
        BackupError, BackupOrder, BackupStep, BackupSummary, RestoreOrder, RestoredOffice,
        create_backup, restore_backup,
    },
    catalog::settings::ProgramSettings,
    domain::sight::UserRole,
    pipeline::PipelineRun,
    state::StateDatabase,
    warehouse::query::Warehouse,
};

use crate::{
    support::office::Office,
    warehouse::publishing::{HEADING, said},
};

pub struct Vault {
    pub office: Office,
    pub settings: ProgramSettings,
}

impl Vault {
    /// An office with an export of one dossier, a user, and nothing backed up yet.
    pub fn new() -> Self {
        Self::of_office(Office::new())
    }

    /// An office that computes what its content says, as one whose backup is proved must.
    pub fn of_every_metric() -> Self {
        Self::of_office(Office::of_every_metric())
    }

    fn of_office(office: Office) -> Self {
        let vault = Self { office, settings: ProgramSettings::default() };
        vault.office.begin_with(&vault.export(5, "A1"), &said(5), at(8));
        let state = StateDatabase::open(&vault.office.data()).expect("a state");
        state
            .add_user("lan", UserRole::Officer, None, "một hai ba bốn năm sáu", at(1))
            .expect("a user");
        vault
    }

    /// Takes in an export of a day with one dossier.
    pub fn take_in(&self, day: i8, code: &str) {
        let (taken, build) = self.office.ingest(&self.export(day, code), &said(day));
        assert!(taken.iter().all(Result::is_ok) && build.is_some(), "{taken:?}");
    }

    fn export(&self, day: i8, code: &str) -> PathBuf {
        let row = format!("{HEADING}{code},06283,finished,2023-12-01,2023-12-08,2023-12-05\n");
        self.office.file(&format!("{day}.csv"), row)
    }

    pub fn folder(&self) -> PathBuf {
        self.office.folder().join("sao-luu")
    }

    /// Backs up, as if at this hour of 2/1/2024; `tell` may end it at a step.
    pub fn try_back_up(
        &self,
        hour: i8,
        tell: &mut dyn FnMut(&BackupStep) -> Result<(), BackupError>,
    ) -> Result<BackupSummary, BackupError> {
        let order = BackupOrder {
            catalog: &self.office.catalog,
            settings: &self.settings,
            data: &self.office.data(),
            folder: &self.folder(),
            now: at(hour),
        };
        create_backup(&order, tell)
    }

    pub fn back_up(&self, hour: i8) -> BackupSummary {
        self.try_back_up(hour, &mut |_| Ok(())).expect("backed up")
    }

    /// Restores the newest backup, or the newest by a moment, into a folder of this name.
    pub fn restore(&self, name: &str, by: Option<DateTime>) -> Result<RestoredOffice, BackupError> {
        let data = self.restored_path(name);
        restore_backup(&RestoreOrder { folder: &self.folder(), data: &data, by, erasures: None })
    }

    pub fn restored_path(&self, name: &str) -> PathBuf {
        self.office.folder().join(name)
    }

    /// Builds what was restored.
    pub fn build(&self, name: &str) -> Warehouse {
        let data = self.restored_path(name);
        let mut run = PipelineRun {
            catalog: &self.office.catalog,
            data: &data,
            now: at(9),
            progress: &mut |_| {},
        };
        run.build().expect("built");
        Warehouse::open_published(&data).expect("published")
    }

    /// Digests under which anything is kept.
    pub fn objects(&self) -> Vec<String> {
        names(&self.folder().join("objects"))
    }
}

/// An hour of 2/1/2024.
pub fn at(hour: i8) -> DateTime {
    date(2024, 1, 2).at(hour, 0, 0, 0)
}

pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Changes one bit in the middle of a file.
pub fn flip_bit(path: &Path) {
    let mut bytes = fs::read(path).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).expect("written");
}
