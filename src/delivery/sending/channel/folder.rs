//! A folder: each file is whole or not there, and there once however often it is put.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use super::contract::{OutgoingMessage, SendOutcome};
use crate::{
    disk::{RenamePoints, rename_durably, sync_folder},
    domain::{fault_point::FaultPoint, name::file_name},
};

const POINTS: RenamePoints = RenamePoints {
    sync: FaultPoint::FolderWrite,
    rename: FaultPoint::FolderRename,
    sync_folder: FaultPoint::FolderSync,
};

/// Writes the files of a message into a folder. A folder that is missing or cannot be written is
/// tried again later.
pub fn send_to_folder(folder: &Path, sending: &OutgoingMessage) -> SendOutcome {
    // A share that is not mounted is no folder: nothing is made in its place.
    if !folder.is_dir() {
        return SendOutcome::Again(format!("`{}` is not there", folder.display()));
    }
    if !(sending.begin)() {
        return SendOutcome::NotOurs;
    }
    match write_files(folder, sending) {
        Ok(()) => SendOutcome::Sent,
        Err(error) => {
            SendOutcome::Again(format!("`{}` cannot be written: {error}", folder.display()))
        }
    }
}

/// `folder/2023-W52/weekly-2023-W52.docx`, of an agency in a folder of its code.
fn write_files(folder: &Path, sending: &OutgoingMessage) -> io::Result<()> {
    let delivery = sending.delivery;
    let purpose = delivery.purpose.to_string();
    let parts = [&delivery.period, &purpose, &delivery.agency_code];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    let mut folder = folder.to_owned();
    for part in parts {
        folder.push(file_name(part));
        match fs::create_dir(&folder) {
            // The name of the folder must outlive a power cut too.
            Ok(()) => folder.parent().map_or(Ok(()), sync_folder)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    let text = format!("{}\n\n{}\n", sending.parcel.subject, sending.parcel.text);
    let words = (format!("{}.txt", delivery.report_id), text.as_bytes());
    let files = sending.parcel.files.iter().filter(|file| !file.is_inline);
    let files = files.map(|file| (file.name.clone(), file.bytes.as_slice()));
    for (name, bytes) in files.chain([words]) {
        write_whole(&folder, &file_name(&name), bytes)?;
    }
    Ok(())
}

fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    FaultPoint::FolderWrite.pass()?;
    let mut file = tempfile::Builder::new().prefix(".motcua-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    allow_reading(file.as_file())?;
    Ok(rename_durably(&file.into_temp_path(), &folder.join(name), POINTS)?)
}

/// A temporary file is its maker's alone; what is put into a folder is for others.
fn allow_reading(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}
