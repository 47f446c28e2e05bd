//! What motcua asks of Windows by its own calls: to be a service, whose console it stands in, who may read a
//! file, which other processes are of the same program. A crate of its own, as such calls are `unsafe`, which motcua forbids; there is
//! nothing of it on another system.
#![cfg(windows)]

mod console;
mod end_others;
mod private_file;
mod service;

pub use console::owns_console;
pub use end_others::end_other_processes;
pub use private_file::make_private;
pub use service::{ServiceReport, run_service};
