//! Commands that serve pages, send what is due and keep users.

pub(super) mod demo_server;
pub(super) mod double_click;
pub(super) mod end_others;
pub(super) mod follow_watch;
pub(super) mod free_port;
mod inbox_watch;
pub(super) mod move_state;
pub(super) mod publish_version;
pub(super) mod run_due;
mod running_server;
pub(super) mod serve;
pub(super) mod system_service;
pub(super) mod user;
mod works;
