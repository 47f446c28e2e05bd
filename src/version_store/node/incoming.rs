//! What is being downloaded: each file under the digest it must have, held against it before it is one.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{
    super::{
        error::{VersionDamage, VersionError},
        manifest::{VersionFile, object_name},
        small_file::put_in_place,
        store::VersionStore,
    },
    memory::FOLLOW,
};
use crate::domain::{fault_point::FaultPoint, file_size::format_bytes, hex::encode_hex};

/// Is the folder of a node in which files lie before they are of a version that is shown.
pub(in crate::version_store) struct IncomingFiles {
    folder: PathBuf,
}

impl IncomingFiles {
    /// Names the folder; nothing is made yet.
    pub fn of_data(data: &Path) -> Self {
        Self { folder: data.join(FOLLOW).join("incoming") }
    }

    /// Where a file of that digest lies.
    pub fn path(&self, sha256: &str) -> PathBuf {
        self.folder.join(sha256)
    }

    /// Downloads what is not here yet. Of what a node that was killed left only whole files count.
    pub fn download(
        &self,
        store: &VersionStore,
        files: &[&VersionFile],
        is_there: impl Fn(&VersionFile) -> bool,
    ) -> Result<(), VersionError> {
        fs::create_dir_all(&self.folder).map_err(VersionError::at_path(&self.folder))?;
        let needed = |file: &&VersionFile| !is_there(file) && !self.path(&file.sha256).exists();
        let missing: Vec<&VersionFile> = files.iter().copied().filter(needed).collect();
        let size = missing.iter().fold(0_u64, |sum, file| sum.saturating_add(file.size));
        let free = fs4::available_space(&self.folder);
        let free = free.map_err(VersionError::at_path(&self.folder))?;
        if size > free {
            let (needed, free) = (format_bytes(size), format_bytes(free));
            return Err(VersionError::Full { needed, free });
        }
        missing.into_iter().try_for_each(|file| self.download_file(store, file))
    }

    fn download_file(&self, store: &VersionStore, file: &VersionFile) -> Result<(), VersionError> {
        let (path, name) = (self.path(&file.sha256), object_name(&file.sha256));
        // Named twice by one manifest.
        if path.exists() {
            return Ok(());
        }
        let aside = path.with_extension("new");
        let damaged = |problem| VersionError::Damaged { name: name.clone(), problem };
        let made = FaultPoint::VersionWrite.pass().and_then(|()| File::create(&aside));
        let mut output = made.map_err(VersionError::at_path(&aside))?;
        let (mut digest, mut size) = (Sha256::new(), 0);
        let taken = store.download(&name, file.size, |bytes| {
            digest.update(bytes);
            size += bytes.len() as u64;
            output.write_all(bytes).map_err(VersionError::at_path(&aside))
        });
        drop(output);
        let taken = taken.and_then(|there| there.ok_or_else(|| damaged(VersionDamage::Missing)));
        let checked = taken.and_then(|()| {
            if size != file.size {
                Err(damaged(VersionDamage::Size))
            } else if encode_hex(&digest.finalize()) != file.sha256 {
                Err(damaged(VersionDamage::Digest))
            } else {
                put_in_place(&aside, &path)
            }
        });
        if checked.is_err() {
            let _ = fs::remove_file(&aside);
        }
        checked
    }

    /// Removes everything that was downloaded and is not shown.
    pub fn clear(&self) {
        if let Err(error) = fs::remove_dir_all(&self.folder)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(error = %error, "what was downloaded could not be removed yet");
        }
    }

    /// Removes what the versions of before left, but for files of those that are tried now.
    pub fn keep_only(&self, digests: &BTreeSet<&str>) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !digests.contains(&*name) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}
