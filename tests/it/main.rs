//! One binary for every integration test, because each would link the engine again.

mod architecture;
mod commands;
mod connectors;
mod content;
mod dirt;
mod fetch;
mod fetch_desk;
mod fetch_trouble;
mod inbox;
mod journey;
mod metrics;
mod new_connector;
mod office;
mod page_errors;
mod pages;
mod portal;
mod processes;
mod publishing;
mod registry;
mod succession;
mod texts;
mod visitor;
