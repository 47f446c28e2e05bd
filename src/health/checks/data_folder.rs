//! The data folder: that it is there, that it is ours, that it can be written to.

use std::{
    fs::Metadata,
    io::{ErrorKind, Write},
    path::Path,
};

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::DataFolder,
        HealthFinding,
        HealthState::{Attention, Broken, Sound},
    },
};
use crate::{backup::is_half_restored, state::StateDatabase, warehouse::find_published};

/// Looks whether the data folder is there, ours, writable, and laid out as one.
pub fn check_data_folder(examined: &HealthExamination) -> Vec<HealthFinding> {
    let data = examined.data;
    let (state, case) = match data.metadata() {
        _ if is_half_restored(data) => (Broken, "half_restored"),
        Err(_) => (Broken, "missing"),
        Ok(found) if !found.is_dir() => (Broken, "no_folder"),
        // The system's own sentence names a file that is gone again.
        Ok(found) => match write_probe(data).map_err(|error| error.kind()) {
            Err(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => (Broken, "no_room"),
            Err(ErrorKind::ReadOnlyFilesystem) => (Broken, "read_only"),
            Err(_) => (Broken, "unwritable"),
            Ok(probe) if !has_same_owner(&found, &probe) => (Attention, "other_owner"),
            Ok(_) if !is_laid_out(data) => (Attention, "empty"),
            Ok(_) => (Sound, "fine"),
        },
    };
    vec![HealthFinding::new(DataFolder, state, case).with_value("folder", data.display())]
}

/// Writes a byte into a file that goes at once; a full disk takes a name and no byte.
fn write_probe(data: &Path) -> std::io::Result<Metadata> {
    let mut probe = tempfile::Builder::new().prefix(".doctor-").tempfile_in(data)?;
    probe.write_all(b"1")?;
    probe.as_file().sync_all()?;
    probe.as_file().metadata()
}

/// Whether a folder is of the account that runs the program, whose a new file in it is.
fn has_same_owner(folder: &Metadata, probe: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        folder.uid() == probe.uid()
    }
    #[cfg(not(unix))]
    {
        let _ = (folder, probe);
        true
    }
}

fn is_laid_out(data: &Path) -> bool {
    data.join("archive").exists() || StateDatabase::is_there(data) || find_published(data).is_some()
}
