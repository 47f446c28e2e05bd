//! Gửi tự động: mail settings, schedules and recipients, set in `motcua.toml` and tried out.

mod actions;
mod fields;
mod lines;
mod page;
mod trial;

pub use actions::{add_recipient, remove_recipient, remove_schedule, save_mail, save_schedule};
pub use page::sending_page;
pub use trial::try_sending;
