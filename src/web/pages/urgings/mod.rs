//! Đôn đốc: whom the office urged, and what became of it.

mod form;
mod page;

pub use form::{add_urgings, remove_urging};
pub use page::urgings_page;
