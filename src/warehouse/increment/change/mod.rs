//! A build in which few dossiers changed: their rows alone are made anew, and what metrics sum of them is taken out and put in again.
//!
//! Invariant: what is done so is known to be a sum over single dossiers; all else is made anew as a whole.

pub mod dossier_change;
pub mod event_sums;
mod linear_events;
mod linear_query;
mod parsed_items;
