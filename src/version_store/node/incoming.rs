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
    },
    memory::FOLLOW,
};
use crate::{
    domain::{fault_point::FaultPoint, file_size::format_bytes, hex::encode_hex},
    shared_store::{SharedStore, put_in_place},
};

/// What a download leaves free: notes, staged copies and other programs need some.
const RESERVE: u64 = 64 << 20;

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

    /// Whether a file is here as it was published; one that is not is removed.
    pub fn holds(&self, file: &VersionFile) -> bool {
        let path = self.path(&file.sha256);
        let is_whole = file.is_at(&path);
        if !is_whole && path.exists() {
            let _ = fs::remove_file(&path);
        }
        is_whole
    }

    /// Downloads what is not here yet. Of what a node that was killed left only whole files count.
    pub fn download(
        &self,
        store: &SharedStore,
        files: &[&VersionFile],
        is_there: impl Fn(&VersionFile) -> bool,
    ) -> Result<(), VersionError> {
        fs::create_dir_all(&self.folder).map_err(VersionError::at_path(&self.folder))?;
        let needed = |file: &&VersionFile| !is_there(file) && !self.holds(file);
        let missing: Vec<&VersionFile> = files.iter().copied().filter(needed).collect();
        let size = missing.iter().fold(0_u64, |sum, file| sum.saturating_add(file.size));
        let free = fs4::available_space(&self.folder);
        let free = free.map_err(VersionError::at_path(&self.folder))?;
        if !missing.is_empty() {
            ensure_room(size, free)?;
        }
        missing.into_iter().try_for_each(|file| self.download_file(store, file))
    }

    fn download_file(&self, store: &SharedStore, file: &VersionFile) -> Result<(), VersionError> {
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
                Ok(put_in_place(&aside, &path)?)
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

/// Fails where a download would leave less of the disk free than other files need.
fn ensure_room(size: u64, free: u64) -> Result<(), VersionError> {
    let needed = size.saturating_add(RESERVE);
    if needed <= free {
        return Ok(());
    }
    let (needed, free) = (format_bytes(needed), format_bytes(free));
    Err(VersionError::Full { needed, free })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_leaves_room_for_what_else_is_written() {
        assert!(ensure_room(10, RESERVE + 10).is_ok());
        assert!(ensure_room(10, RESERVE + 9).is_err());
        assert!(ensure_room(u64::MAX, u64::MAX - 1).is_err());
    }
}
