//! One binary for every integration test, because each would link the engine again.

mod architecture;
mod catalog;
mod cli;
mod delivery;
mod ingest;
mod naive;
mod pipeline;
mod report;
#[cfg(fault_points)]
mod simulator;
mod support;
mod type_names;
mod view;
mod warehouse;
mod web;
