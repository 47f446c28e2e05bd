//! A data folder's archive begins to lie in a store too.

use std::path::Path;

use super::{error::ArchiveStoreError, note_name::OWNER, store_note::ArchiveStoreNote};
use crate::{
    ingest::archive::Archive,
    shared_store::{SharedStore, StoreError, StoreOwner, check_address, is_same_address},
};

/// Says which archive, which store, and what is known of whose it is.
pub struct JoinOrder<'a> {
    pub data: &'a Path,
    pub address: &'a str,
    /// The exports in this folder and in the store are of one office, though the folder does not know it.
    pub is_same_office: bool,
}

/// Joins a store; nothing goes into it or comes from it yet. Fails where the folder is another store's, or holds exports and does not know
/// the store: of two offices nothing may be counted together.
pub fn join_archive_store(order: &JoinOrder) -> Result<(), ArchiveStoreError> {
    check_address(order.address)?;
    let known = ArchiveStoreNote::read(order.data)?;
    if let Some(other) = known.as_ref().filter(|it| !is_same_address(&it.address, order.address)) {
        return Err(ArchiveStoreError::Joined { address: other.address.clone() });
    }
    let mut note = known.unwrap_or_default();
    // Other commands run in other folders.
    note.address = match std::path::absolute(order.address) {
        Ok(whole) if !order.address.contains("://") => whole.display().to_string(),
        _ => order.address.to_owned(),
    };
    let store = SharedStore::open(&note.address)?;
    let owner = if let Some(owner) = StoreOwner::read(&store, OWNER)? {
        let is_known = owner.office == note.office;
        if !is_known && !note.office.is_empty() && !order.is_same_office {
            return Err(StoreError::OtherOffice { address: note.address }.into());
        }
        if !is_known && !order.is_same_office && !is_empty(order.data)? {
            return Err(ArchiveStoreError::NotEmpty { address: note.address });
        }
        owner
    } else {
        let drawn = || StoreOwner::draw().map_err(StoreError::at_path(order.data));
        match &*note.office {
            "" => drawn()?,
            office => StoreOwner { office: office.to_owned() },
        }
    };
    let is_made = owner.claim(&store, OWNER)?;
    if !note.is_guarded {
        owner.ensure_guarded(&store, (OWNER, is_made))?;
    }
    (note.office, note.is_guarded) = (owner.office, true);
    note.write(order.data)
}

/// Whether an archive holds nothing: neither an export nor what was erased.
fn is_empty(data: &Path) -> Result<bool, ArchiveStoreError> {
    let archive = Archive::open_in(data)?;
    let contents = archive.list_contents()?;
    Ok(contents.sources.is_empty()
        && contents.damaged.is_empty()
        && archive.read_erasures()?.is_empty())
}
