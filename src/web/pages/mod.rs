//! One file a page; what several pages show alike is beside them.

pub mod account;
pub mod admin;
pub mod agencies;
pub mod agency;
pub mod briefing;
pub mod checks;
pub mod compare;
mod compare_bridge;
pub mod describe;
pub mod dossier;
pub mod dossiers;
pub mod due;
pub mod first_run;
pub mod handling;
pub mod locks;
pub mod login;
pub mod metric;
pub mod metrics;
pub mod overview;
mod parts;
pub mod periods;
pub mod reports;
pub mod scorecard;
pub mod simulation;
pub mod sources;
pub mod urgings;
pub mod work;
