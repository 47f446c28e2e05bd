//! Work that a page starts and does not wait for, and the files it is done on.

pub(super) mod handed_in;
pub(super) mod work;
