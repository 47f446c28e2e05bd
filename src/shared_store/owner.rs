//! Whose a store is: one office's for ever, written down in the store before anything else.

use serde::{Deserialize, Serialize};

use super::{error::StoreError, store::SharedStore};
use crate::domain::hex::encode_hex;

/// Says whose a store is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreOwner {
    pub office: String,
}

/// An owner is no longer.
const LONGEST: u64 = 4 << 10;

impl StoreOwner {
    /// As it lies in the store.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("plain data")
    }

    /// Draws the name of an office.
    pub fn draw() -> Result<Self, std::io::Error> {
        let mut drawn = [0; 16];
        getrandom::fill(&mut drawn).map_err(|error| std::io::Error::other(error.to_string()))?;
        Ok(Self { office: encode_hex(&drawn) })
    }

    /// Whose a store is by the file of that name; `None` of one that is nobody's yet.
    pub fn read(store: &SharedStore, name: &str) -> Result<Option<Self>, StoreError> {
        let Some(bytes) = store.read(name, LONGEST)? else { return Ok(None) };
        let (address, name) = (store.address.clone(), name.to_owned());
        let unread = |_| StoreError::OwnerUnread { address, name };
        serde_json::from_slice(&bytes).map(Some).map_err(unread)
    }

    /// Makes a store that is nobody's this office's; returns whether it did. Fails where another one was there first.
    pub fn claim(&self, store: &SharedStore, name: &str) -> Result<bool, StoreError> {
        let is_made = store.create(name, self.to_bytes())?;
        if !is_made && Self::read(store, name)?.is_none_or(|it| it != *self) {
            return Err(StoreError::OtherOffice { address: store.address.clone() });
        }
        Ok(is_made)
    }

    /// Tries once whether a store refuses to write over what is there; one that does not keeps nothing as it was.
    pub fn ensure_guarded(
        &self,
        store: &SharedStore,
        (name, is_made): (&str, bool),
    ) -> Result<(), StoreError> {
        if store.create(name, self.to_bytes())? {
            // It is nobody's still; where that cannot be, it is tried again all the same.
            if is_made {
                let _ = store.remove(name);
            }
            return Err(StoreError::Unguarded { address: store.address.clone() });
        }
        Ok(())
    }
}
