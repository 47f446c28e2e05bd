//! One builder at a time.

use std::{
    fs::{File, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
};

use jiff::civil::DateTime;

use super::WarehouseError;
use crate::domain::fault_point::FaultPoint;

/// Held while something is written into a data folder. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct BuildLock {
    _file: File,
}

impl BuildLock {
    /// Takes the lock of a data folder and writes the process and the time into its file. Fails at
    /// once, without waiting, where another process holds it.
    pub fn acquire_lock(data: &Path, now: DateTime) -> Result<Self, WarehouseError> {
        let path = data.join("build.lock");
        let doing = || format!("cannot use `{}`", path.display());
        std::fs::create_dir_all(data)
            .map_err(WarehouseError::wrap_io(format!("cannot make `{}`", data.display())))?;
        let mut file =
            (File::options().read(true).write(true).create(true).truncate(false).open(&path))
                .map_err(WarehouseError::wrap_io(doing()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                // The note is for people; a lock without one is held all the same.
                let _ = file.read_to_string(&mut owner);
                return Err(WarehouseError::Locked { owner: owner.trim().to_owned() });
            }
            Err(TryLockError::Error(error)) => return Err(WarehouseError::wrap_io(doing())(error)),
        }
        let owner =
            format!("process {} since {}\n", std::process::id(), now.strftime("%Y-%m-%d %H:%M:%S"));
        FaultPoint::BuildLockWrite
            .pass()
            .and_then(|()| file.set_len(0))
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(owner.as_bytes()))
            .map_err(WarehouseError::wrap_io(doing()))?;
        Ok(Self { _file: file })
    }
}
