//! How far a state had come when this data folder last saw it: one that is less far was put back from a copy.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicI64, Ordering::Relaxed},
};

/// Is the file of a data folder that says so.
const FILE: &str = "state-server.seen";

/// Holds how often the state of a server was written to, as far as this data folder has seen.
#[derive(Debug)]
pub struct TurnNote {
    path: PathBuf,
    state: String,
    highest: AtomicI64,
}

impl TurnNote {
    /// Reads what a data folder has noted of its state; nothing of another one counts.
    pub fn read(data: &Path, state: &str) -> Self {
        let path = data.join(FILE);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let noted = text.trim().split_once(' ').filter(|(noted, _)| *noted == state);
        let highest = noted.and_then(|(_, turn)| turn.parse().ok()).unwrap_or_default();
        Self { path, state: state.to_owned(), highest: AtomicI64::new(highest) }
    }

    /// Returns the highest that was seen.
    pub fn highest(&self) -> i64 {
        self.highest.load(Relaxed)
    }

    /// Notes that it has come so far. A folder that cannot be written to notices an older state only as long as a process lives.
    pub fn note(&self, turn: i64) {
        if self.highest.fetch_max(turn, Relaxed) < turn
            && let Err(error) = fs::write(&self.path, format!("{} {turn}\n", self.state))
        {
            tracing::error!(%error, path = %self.path.display(), "how far the state has come is not noted");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_of_a_state_says_nothing_of_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let read = |state| TurnNote::read(folder.path(), state);
        assert_eq!(read("a1").highest(), 0);
        read("a1").note(7);
        read("a1").note(5);
        assert_eq!((read("a1").highest(), read("b2").highest()), (7, 0));
    }
}
