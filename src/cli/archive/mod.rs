//! The archive in a store that several machines of an office share.

pub(super) mod archive_command;
pub(super) mod archive_watch;
