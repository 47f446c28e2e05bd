//! Lần đầu: which office, who is its administrator, where exports are dropped; there until somebody can log in.
//!
//! Invariant: it answers only while there is no user and nothing is published, and only on the machine itself.

mod answers;
mod open;
mod page;
mod save;

pub use open::{find_link, forget_link, make_link, write_link};
pub use page::first_run_page;
pub use save::{save_first_run, show_demo};
