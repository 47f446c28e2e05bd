//! A version of the store that a node may take.

use std::collections::BTreeSet;

use super::super::{
    error::VersionError, install::other_program, manifest::VersionManifest,
    sweep::read_manifest_bytes,
};
use crate::{
    shared_store::{SharedStore, StoreError, digest_bytes},
    warehouse::LAYOUT,
};

/// Is a manifest that was read whole, and its digest.
pub(in crate::version_store) struct TriedVersion {
    pub manifest: VersionManifest,
    pub digest: String,
}

impl TriedVersion {
    /// Reads the manifest of a number. Fails where it is not the office's.
    pub fn read(store: &SharedStore, number: u64, office: &str) -> Result<Self, VersionError> {
        let bytes = read_manifest_bytes(store, number)?;
        let (manifest, digest) = (VersionManifest::parse(number, &bytes)?, digest_bytes(&bytes));
        if manifest.office != office {
            return Err(StoreError::OtherOffice { address: store.address.clone() }.into());
        }
        Ok(Self { manifest, digest })
    }

    /// Fails where the build has other relations than this program knows: nothing of it is downloaded.
    pub fn ensure_layout(&self) -> Result<(), VersionError> {
        if self.manifest.layout == LAYOUT { Ok(()) } else { Err(other_program(&self.manifest)) }
    }
}

/// The digests of all files of versions that are tried.
pub(in crate::version_store) fn list_wanted(
    tried: &[Result<TriedVersion, VersionError>],
) -> BTreeSet<&str> {
    let whole = tried.iter().filter_map(|tried| tried.as_ref().ok());
    whole.flat_map(|tried| &tried.manifest.files).map(|file| &*file.sha256).collect()
}
