//! Files that another program holds. Windows lets nobody else touch them; elsewhere nobody can hold a name.

use std::{fs::OpenOptions, io, path::Path};

/// Whether an error says that another program has a file open or a part of it locked: sharing violation, lock violation.
pub fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// Whether another program has a file open and keeps others from writing or moving it, as Excel does.
pub fn is_held_open(path: &Path) -> bool {
    // Nothing is written: only a handle for writing is refused while somebody works on the file.
    cfg!(windows)
        && OpenOptions::new().read(true).write(true).open(path).is_err_and(|error| is_held(&error))
}
