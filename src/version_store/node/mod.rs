//! What a reading node writes down, and how it holds it against what lies in its folder.

pub(super) mod candidate;
pub(super) mod held_check;
pub(super) mod incoming;
pub(super) mod install_record;
pub(super) mod memory;
pub(super) mod node_folder;
pub(super) mod retry_pause;
