//! A reading node: looks what there is in the store, takes it, shows it, and keeps what it has through whatever fails.

mod build_mark;
mod held_build;
mod placing;

use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use parking_lot::{Mutex, RwLock, RwLockReadGuard};

use build_mark::{BuildMark, BuildSuspicion};

use super::{
    error::VersionError,
    follow_status::FollowStatus,
    install::{plan_install, remove_before, remove_contents, stage_files, try_build, try_content},
    manifest::WAREHOUSE,
    node::{
        candidate::{TriedVersion, list_wanted},
        incoming::IncomingFiles,
        install_record::InstallRecord,
        memory::NodeMemory,
        node_folder::{ensure_unused, is_file_there, lock_node},
        retry_pause::RetryPauses,
    },
    publish_checks::{list_numbers, read_owner},
};
use crate::{
    catalog::CatalogVersions,
    shared_store::{SharedStore, StoreError, check_address, is_same_address},
    warehouse::FileLock,
};

/// How many versions are tried, from the newest on, where one cannot be taken.
const TRIED: usize = 3;
/// Follows the versions of a store in a data folder of its own.
pub struct VersionFollower {
    data: PathBuf,
    address: String,
    catalog: CatalogVersions,
    status: RwLock<FollowStatus>,
    /// As it lies in the folder.
    written: Mutex<FollowStatus>,
    memory: Mutex<NodeMemory>,
    pauses: Mutex<RetryPauses>,
    suspicion: Mutex<BuildSuspicion>,
    /// The build as it was when all of it was what was published.
    whole: Mutex<Option<BuildMark>>,
    /// Held by whoever makes a page, and alone by who puts another version in place.
    turn: RwLock<()>,
    _lock: FileLock,
}

impl VersionFollower {
    /// Makes the node of a data folder, and loads the content of the version it holds: what was begun is ended first, without the store.
    /// Fails where the folder is an office's own, follows another store or is another process's, or its notes cannot be read.
    pub fn new(data: &Path, address: &str, catalog: CatalogVersions) -> Result<Self, VersionError> {
        check_address(address)?;
        let (known, memory) = (FollowStatus::read(data)?, NodeMemory::read(data)?);
        if known.is_none() {
            ensure_unused(data)?;
        }
        let mut status = known.unwrap_or_default();
        if !status.address.is_empty() && !is_same_address(&status.address, address) {
            let (address, followed) = (address.to_owned(), status.address);
            return Err(VersionError::OtherFollowed { address, followed });
        }
        address.clone_into(&mut status.address);
        let lock = lock_node(data)?;
        let memory = memory.unwrap_or_else(|| NodeMemory {
            address: address.to_owned(),
            office: status.office.clone(),
            highest: status.held.as_ref().map_or(0, |held| held.number),
            manifest: status.held.as_ref().map(|held| held.manifest.clone()).unwrap_or_default(),
        });
        memory.write(data)?;
        let follower = Self {
            data: data.to_owned(),
            address: address.to_owned(),
            catalog,
            status: RwLock::new(status.clone()),
            written: Mutex::default(),
            memory: Mutex::new(memory),
            pauses: Mutex::default(),
            suspicion: Mutex::default(),
            whole: Mutex::default(),
            turn: RwLock::new(()),
            _lock: lock,
        };
        let begun = follower.finish_begun(&mut status);
        let checked = begun.and_then(|()| follower.check_held(&status));
        status.unshown = checked.err().map(|error| follower.tell(&error));
        status.write(data)?;
        (*follower.status.write()).clone_from(&status);
        *follower.written.lock() = status;
        Ok(follower)
    }

    /// How the node stands.
    pub fn status(&self) -> FollowStatus {
        self.status.read().clone()
    }

    /// Is held while a page is made: build, content and locks are of one version until it is let go of.
    pub fn hold_version(&self) -> RwLockReadGuard<'_, ()> {
        self.turn.read()
    }

    /// Looks at the store, and takes the newest version there where it is not the one that is shown. What fails is in the status.
    pub fn look(&self, now: DateTime) -> FollowStatus {
        let mut status = self.status();
        let begun = self.finish_begun(&mut status);
        let told = if let Some(error) = begun.err().filter(VersionError::is_of_moment) {
            Some(self.tell(&error))
        } else {
            // Before the store is asked, which may hang.
            if self.verify_suspect(&mut status) {
                self.keep_status(&status);
            }
            self.take_newest(&mut status, now).err()
        };
        if let Some(told) = &told
            && status.problem.as_ref().is_none_or(|problem| problem.told != *told)
        {
            tracing::error!(problem = told, "the store of versions could not be followed");
        }
        status.note_problem(told, now);
        self.keep_status(&status);
        status
    }

    /// Shows how the node stands from now on, and writes it down.
    fn keep_status(&self, status: &FollowStatus) {
        (*self.status.write()).clone_from(status);
        let mut written = self.written.lock();
        if !written.says_as_much(status) {
            match status.write(&self.data) {
                Ok(()) => (*written).clone_from(status),
                Err(error) => {
                    tracing::error!(error = %error, "how the node stands could not be written down");
                }
            }
        }
    }

    fn take_newest(&self, status: &mut FollowStatus, now: DateTime) -> Result<(), String> {
        let told = |error: VersionError| self.tell(&error);
        let store = SharedStore::open(&self.address).map_err(|error| told(error.into()))?;
        let owner = read_owner(&store).map_err(told)?;
        let numbers = list_numbers(&store).map_err(told)?;
        let (Some(owner), Some(&newest)) = (owner, numbers.last()) else {
            return Err(told(VersionError::Nothing { address: self.address.clone() }));
        };
        let memory = self.memory.lock().clone();
        if memory.office.as_ref().is_some_and(|office| *office != owner.office) {
            return Err(told(StoreError::OtherOffice { address: self.address.clone() }.into()));
        }
        (status.looked_at, status.newest) = (Some(now), Some(newest));
        if newest < memory.highest {
            return Err(told(VersionError::Older { number: newest, held: memory.highest }));
        }
        // Nor can it be ended now: another version may be.
        self.give_up_begun(status).map_err(told)?;
        let numbers = numbers.into_iter().rev().take(TRIED);
        let tried: Vec<_> = numbers
            .take_while(|number| *number >= memory.highest)
            .map(|number| TriedVersion::read(&store, number, &owner.office))
            .collect();
        let incoming = IncomingFiles::of_data(&self.data);
        incoming.keep_only(&list_wanted(&tried));
        let mut failed = None;
        for tried in tried {
            let taken = tried.map_err(told).and_then(|tried| {
                if let Some(told) = self.pauses.lock().find(&tried.digest, now) {
                    return Err(told);
                }
                self.take_version((&store, &incoming), &tried, status, now).map_err(told)
            });
            match taken {
                Ok(()) => break,
                // What is not as it was published is passed over; what is shown stays, where nothing else is newer.
                Err(error) => failed = failed.or(Some(error)),
            }
            // What was begun is ended, and no older one is put in its place.
            if !matches!(InstallRecord::read_begun(&self.data), Ok(None)) {
                break;
            }
            remove_contents(&self.data, status.held.as_ref());
        }
        if let Some(held) = status.held.as_ref().filter(|_| failed.is_none() && status.is_shown()) {
            // What was in use, or could not be removed: nothing of before an erasure stays.
            remove_before(&self.data, held);
            incoming.clear();
        }
        failed.map_or(Ok(()), Err)
    }

    /// Shows a version, unless it is the one that is shown.
    fn take_version(
        &self,
        (store, incoming): (&SharedStore, &IncomingFiles),
        tried: &TriedVersion,
        status: &mut FollowStatus,
        now: DateTime,
    ) -> Result<(), VersionError> {
        let (manifest, number) = (&tried.manifest, tried.manifest.number);
        let memory = self.memory.lock().clone();
        if number == memory.highest && tried.digest != memory.manifest {
            return Err(VersionError::Replaced { number });
        }
        let is_held = status.held.as_ref().is_some_and(|held| held.number == number);
        if is_held && status.is_shown() {
            return Ok(());
        }
        tried.ensure_layout()?;
        let (builds, beside): (Vec<_>, Vec<_>) =
            manifest.files.iter().partition(|file| file.path == WAREHOUSE);
        let is_there = |file: &_| is_file_there(&self.data, file);
        incoming.download(store, &beside, is_there)?;
        let catalog = try_content(&self.data, manifest, incoming)?;
        let fetched = incoming.download(store, &builds, is_there);
        let fetched = fetched.and_then(|()| try_build(&self.data, manifest, incoming));
        if let Err(
            error @ (VersionError::Damaged { .. }
            | VersionError::OtherProgram { .. }
            | VersionError::Warehouse(_)),
        ) = &fetched
        {
            self.pauses.lock().note(&tried.digest, now, &self.tell(error));
        }
        fetched?;
        let record = plan_install(&self.data, manifest.clone(), tried.digest.clone(), now)?;
        stage_files(&self.data, manifest, incoming)?;
        let known = NodeMemory {
            office: Some(manifest.office.clone()),
            highest: number,
            manifest: tried.digest.clone(),
            ..memory
        };
        known.write(&self.data)?;
        *self.memory.lock() = known;
        record.begin(&self.data)?;
        self.end_install(status, &record, catalog)
    }

    fn tell(&self, error: &VersionError) -> String {
        self.catalog.phrases.tell_error(error)
    }
}
