//! A reading node: looks what there is in the store, takes it, shows it, and keeps what it has through whatever fails.

use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use parking_lot::{Mutex, RwLock};

use super::{
    error::VersionError,
    follow_status::FollowStatus,
    incoming::IncomingFiles,
    install::{holds, install_version, is_held, remove_before, shown_build, try_version},
    manifest::{VersionFile, VersionManifest, WAREHOUSE, digest_bytes},
    publish::{list_numbers, read_owner},
    store::VersionStore,
    sweep::read_manifest_bytes,
};
use crate::{
    catalog::CatalogVersions, ingest::archive::Archive, period_lock::LOCKS,
    warehouse::find_published,
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
}

impl VersionFollower {
    /// Makes the node of a data folder. Fails where the folder is an office's own, or follows another store.
    pub fn new(data: &Path, address: &str, catalog: CatalogVersions) -> Result<Self, VersionError> {
        super::check_address(address)?;
        let known = FollowStatus::read(data);
        if known.is_none() && (find_published(data).is_some() || holds_archive(data)) {
            let followed = data.display().to_string();
            return Err(VersionError::OwnFolder { path: followed });
        }
        let mut status = known.unwrap_or_default();
        if !status.address.is_empty() && status.address != address {
            let (address, followed) = (address.to_owned(), status.address);
            return Err(VersionError::OtherFollowed { address, followed });
        }
        address.clone_into(&mut status.address);
        // Killed between the build and the note: which version it is nobody can say.
        if status.held.take_if(|held| !is_held(data, held)).is_some() {
            status.looked_at = None;
        }
        status.write(data)?;
        let written = Mutex::new(status.clone());
        let (data, address) = (data.to_owned(), address.to_owned());
        Ok(Self { data, address, catalog, status: RwLock::new(status), written })
    }

    /// How the node stands.
    pub fn status(&self) -> FollowStatus {
        self.status.read().clone()
    }

    /// Takes the version anew at the next look: what is shown cannot be read.
    pub fn distrust_build(&self) {
        let mut status = self.status.write();
        if status.held.take().is_some()
            && let Err(error) = status.write(&self.data)
        {
            tracing::error!(error = %error, "how the node stands could not be written down");
        }
    }

    /// Looks at the store, and takes the newest version there where it is not the one that is shown. What fails is in the status.
    pub fn look(&self, now: DateTime) -> FollowStatus {
        let mut status = self.status();
        let looked = self.take_newest(&mut status, now);
        let told = looked.err().map(|error| {
            let told = self.catalog.phrases.tell_error(&error);
            if status.problem.as_ref().is_none_or(|problem| problem.told != told) {
                tracing::error!(problem = told, "the store of versions could not be followed");
            }
            told
        });
        status.note_problem(told, now);
        (*self.status.write()).clone_from(&status);
        let mut written = self.written.lock();
        if !written.says_as_much(&status) {
            match status.write(&self.data) {
                Ok(()) => (*written).clone_from(&status),
                Err(error) => {
                    tracing::error!(error = %error, "how the node stands could not be written down");
                }
            }
        }
        status
    }

    fn take_newest(&self, status: &mut FollowStatus, now: DateTime) -> Result<(), VersionError> {
        let store = VersionStore::open(&self.address)?;
        let owner = read_owner(&store)?;
        let numbers = list_numbers(&store)?;
        let (Some(owner), Some(&newest)) = (owner, numbers.last()) else {
            return Err(VersionError::Nothing { address: self.address.clone() });
        };
        if status.office.as_ref().is_some_and(|office| *office != owner.office) {
            return Err(VersionError::OtherOffice { address: self.address.clone() });
        }
        (status.looked_at, status.newest) = (Some(now), Some(newest));
        let held = status.held.as_ref().map_or(0, |held| held.number);
        if newest < held {
            return Err(VersionError::Older { number: newest, held });
        }
        let mut failed = None;
        for number in numbers.into_iter().rev().take(TRIED).take_while(|number| *number >= held) {
            match self.take_version(&store, (number, &owner.office), status, now) {
                Ok(()) => break,
                // What is not as it was published is passed over; what is shown stays, where nothing else is newer.
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// Shows a version, unless it is the one that is shown.
    fn take_version(
        &self,
        store: &VersionStore,
        (number, office): (u64, &str),
        status: &mut FollowStatus,
        now: DateTime,
    ) -> Result<(), VersionError> {
        let bytes = read_manifest_bytes(store, number)?;
        let (manifest, digest) = (VersionManifest::parse(number, &bytes)?, digest_bytes(&bytes));
        if manifest.office != office {
            return Err(VersionError::OtherOffice { address: self.address.clone() });
        }
        if let Some(held) = status.held.as_ref().filter(|held| held.number == number) {
            let is_same = held.manifest == digest;
            let own_content = self.catalog.content_version();
            return match (is_same, own_content == held.content_version) {
                (true, true) => Ok(()),
                (false, _) => Err(VersionError::Replaced { number }),
                (true, false) => Err(VersionError::OtherProgram {
                    number,
                    program: manifest.program,
                    own: env!("CARGO_PKG_VERSION"),
                }),
            };
        }
        let incoming = IncomingFiles::of_data(&self.data);
        incoming.keep_only(&manifest);
        incoming.download(store, &manifest, |file| self.is_there(file))?;
        let catalog = try_version(&self.data, &manifest, &incoming)?;
        let change_content = || {
            if self.catalog.content_version() != manifest.content_version {
                let _ = self.catalog.advance(|_| Ok::<_, ()>(catalog));
            }
        };
        let named = (&manifest, digest);
        let held = install_version(&self.data, named, &incoming, now, change_content)?;
        status.held = Some(held);
        status.office = Some(manifest.office.clone());
        // Before anything of the version before goes.
        status.write(&self.data)?;
        remove_before(&self.data, number);
        incoming.clear();
        tracing::info!(number, data_version = manifest.data_version, "another version is shown");
        Ok(())
    }

    /// Files of locks are many, and seldom other than they were; the build is large.
    fn is_there(&self, file: &VersionFile) -> bool {
        if file.path == WAREHOUSE {
            return shown_build(&self.data, &file.sha256).is_some();
        }
        file.path.starts_with(&format!("{LOCKS}/")) && holds(&self.data.join(&file.path), file)
    }
}

fn holds_archive(data: &Path) -> bool {
    data.join("archive").is_dir()
        && Archive::open_in(data)
            .and_then(|archive| archive.list_sources())
            .is_ok_and(|sources| !sources.is_empty())
}
