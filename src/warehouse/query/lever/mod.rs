//! The dossiers by which a number can still be moved.

pub(super) mod lever_dossiers;
