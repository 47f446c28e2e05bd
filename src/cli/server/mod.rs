//! Commands that serve pages, send what is due and keep users.

pub(super) mod double_click;
pub(super) mod free_port;
pub(super) mod run_due;
mod running_server;
pub(super) mod serve;
pub(super) mod system_service;
pub(super) mod user;
mod works;
