//! What motcua asks of Windows by its own calls: to be a service, whose console it stands in, who may read a file. A crate of its own, as
//! such calls are `unsafe`, which motcua forbids; there is nothing of it on another system.
#![cfg(windows)]

mod console;
mod private_file;
mod service;

pub use console::owns_console;
pub use private_file::make_private;
pub use service::{ServiceReport, run_service};
