//! Gửi tự động: mail settings, schedules and recipients, set in `motcua.toml` and tried out.

mod actions;
mod fields;
mod lines;
mod page;

pub use actions::{
    add_recipient, remove_recipient, remove_schedule, save_mail, save_schedule, try_sending,
};
pub use page::sending_page;
