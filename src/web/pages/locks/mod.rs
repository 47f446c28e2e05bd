//! Kỳ đã khóa: which periods are locked, and what of one is counted otherwise since.

mod evidence;
mod form;
mod lock_list;
mod lock_paper;
mod page;

pub use evidence::lock_evidence;
pub use form::{lock_period, release_lock};
pub use lock_paper::lock_paper;
pub use page::locks_page;
