//! Single dossiers, and what is told of many of them at once.

pub mod handling;
pub mod rows;
