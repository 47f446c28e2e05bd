//! How many files the process may have open, of which every connection is one.

/// More than the most connections and all files of builds need.
#[cfg(unix)]
const WANTED: u64 = 65_536;

/// Raises the limit of open files of this process as far as it is allowed to, and returns it.
#[cfg(unix)]
pub fn raise_file_limit() -> u64 {
    rlimit::increase_nofile_limit(WANTED).unwrap_or_else(|error| {
        tracing::warn!(error = %error, "the limit of open files cannot be read");
        // What every system gives at least.
        256
    })
}

/// Returns what is enough for the most connections: this system sets no limit that a program could reach.
#[cfg(not(unix))]
pub fn raise_file_limit() -> u64 {
    8192
}
