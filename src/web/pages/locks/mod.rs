//! Kỳ đã khóa: which periods are locked, and what of one is counted otherwise since.

mod evidence;
mod form;
mod lock_list;
mod page;

pub use evidence::lock_evidence;
pub use form::{lock_period, release_lock};
pub use page::{lock_paper, locks_page};
