//! motcua: which agencies handle administrative procedure dossiers late, which dossiers cause it.
//!
//! Arrows between the modules go down only, see docs/architecture.md; `tests/it/architecture.rs` holds them to it.

pub mod archive_store;
pub mod backup;
pub mod catalog;
pub mod chart;
pub mod cli;
pub mod delivery;
pub mod disk;
pub mod domain;
pub mod evidence;
pub mod health;
pub mod ingest;
pub mod period_lock;
pub mod pipeline;
pub mod report;
pub mod sample;
pub mod shared_store;
pub mod state;
pub mod version_store;
pub mod view;
pub mod warehouse;
pub mod web;
