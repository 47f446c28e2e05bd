//! One binary for every integration test, because each would link the engine again.

mod architecture;
mod backup;
mod catalog;
mod cli;
mod delivery;
mod followed;
mod fuzz;
mod health;
mod ingest;
mod locked;
mod naive;
mod pipeline;
mod report;
mod sentences;
mod shared_archive;
#[cfg(fault_points)]
mod simulator;
mod support;
mod type_names;
mod view;
mod warehouse;
mod web;
mod wording;
