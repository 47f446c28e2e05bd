//! The command line: one file per command.
//!
//! Invariant: data goes to stdout, talk to stderr; 0 done, 1 ran but something failed a check, 2 could not run.

mod archive;
mod backup;
mod bridge;
mod card;
mod chart;
mod check;
mod checks;
mod command_error;
mod command_line;
mod compare;
mod connector;
mod demo;
mod due_list;
mod explain;
mod forecast;
mod help;
mod intake;
mod locking;
mod metrics;
mod options;
mod outcome;
mod output;
mod report;
mod rows;
mod sample;
mod score;
mod server;
mod show;
mod simulate;
mod slices;
mod upkeep;

pub use command_line::{CommandLine, run};
pub use outcome::CommandOutcome;
