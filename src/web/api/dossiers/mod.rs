//! Single dossiers, and what is told of many of them at once.

pub mod due;
pub mod handling;
pub mod handling_steps;
pub mod rows;
