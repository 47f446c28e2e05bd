//! Single dossiers: how they stand, and what became of them after they were urged.

mod lateness;
mod locked;
pub mod urging;
