//! A lock on an open file that ends with its holder.

use std::fs::{File, TryLockError};

/// Is an open file that is locked. It is unlocked by word when it is let go of, not only by closing it: a process that another
/// thread starts at this moment holds a copy of every open file until it has become another program, and the lock with it.
#[derive(Debug)]
pub struct FileLock {
    file: File,
}

impl FileLock {
    /// Locks a file for one holder alone. Fails at once, without waiting, where another one holds it; the file comes back with the error.
    pub fn try_exclusive(file: File) -> Result<Self, (File, TryLockError)> {
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(error) => Err((file, error)),
        }
    }

    /// Locks a file for any number of readers. Fails at once where a writer holds it.
    pub fn try_shared(file: File) -> Result<Self, (File, TryLockError)> {
        match file.try_lock_shared() {
            Ok(()) => Ok(Self { file }),
            Err(error) => Err((file, error)),
        }
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // Closing, which follows, unlocks it as well where nobody holds a copy.
        let _ = self.file.unlock();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_lock_let_go_of_is_free_though_a_copy_of_the_open_file_is_still_about() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || {
            File::options()
                .write(true)
                .create(true)
                .truncate(false)
                .open(folder.path().join("a"))
                .expect("open")
        };
        let file = open();
        let copy = file.try_clone().expect("as a process has it that is just being started");
        let held = FileLock::try_exclusive(file).expect("free");
        assert!(FileLock::try_exclusive(open()).is_err(), "held");
        drop(held);
        assert!(FileLock::try_exclusive(open()).is_ok(), "free again");
        drop(copy);
    }
}
