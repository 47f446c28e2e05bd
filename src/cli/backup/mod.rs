//! Commands that back an office up, restore it and verify what lies there.

pub(super) mod create;
pub(super) mod erase;
pub(super) mod restore;
pub(super) mod verify;
