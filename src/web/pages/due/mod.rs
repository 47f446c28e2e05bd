//! Hồ sơ đến hạn: what is due within 24 hours and three working days.

mod files;
mod page;
mod request;

pub use files::{due_csv, due_xlsx};
pub use page::due_page;
pub use request::{DueRequest, DueTile, find_due};
