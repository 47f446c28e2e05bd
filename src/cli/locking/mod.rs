//! Locks of reported periods: making one, looking at them, taking one off.

pub mod evidence;
pub mod lock;
pub mod locked;
pub mod locked_paper;
pub mod unlock;

use crate::{catalog::Catalog, pipeline::LockActor};

/// The account of the machine that runs the command; a lock names it.
pub fn account_name(catalog: &Catalog) -> String {
    let named =
        ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| catalog.phrases.format_phrase("lock.by_console", &[]))
}

/// Whoever runs a command, as the log and the lock tell it.
pub fn console_actor(name: &str) -> LockActor<'_> {
    LockActor { user: None, name, address: "console" }
}
