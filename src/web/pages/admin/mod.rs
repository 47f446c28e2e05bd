//! Quản trị: who may come in, which targets hold, how the server is set, who did what.

mod health;
mod log;
mod page;
pub mod sending;
mod settings;
mod targets;
mod users;

pub use health::health_page;
pub use page::page;
pub use targets::{add_target, remove_target};
pub use users::{add_user, disable_user, reset_user, set_mail};
