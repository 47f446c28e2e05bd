//! What the system says of a file, by what whoever has to act can do.

use std::io::ErrorKind;

use crate::{catalog::phrases::telling::worded_errors, disk::is_held};

worded_errors! {
    /// Says why the system could not read or write a file.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum FileProblem {
        "file.not_found" => NotFound,
        "file.forbidden" => Forbidden,
        "file.is_folder" => IsFolder,
        "file.not_folder" => NotFolder,
        "file.disk_full" => DiskFull,
        "file.read_only" => ReadOnly,
        "file.held" => Held,
        "file.cut_off" => CutOff,
        "file.damaged" => Damaged,
        /// The system's own number.
        "file.numbered" => Numbered { number: i32 },
        "file.other" => Other,
    }
}

impl From<&std::io::Error> for FileProblem {
    fn from(error: &std::io::Error) -> Self {
        match error.kind() {
            _ if is_held(error) => Self::Held,
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::PermissionDenied => Self::Forbidden,
            ErrorKind::IsADirectory => Self::IsFolder,
            ErrorKind::NotADirectory => Self::NotFolder,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::UnexpectedEof => Self::CutOff,
            ErrorKind::InvalidData => Self::Damaged,
            _ => error.raw_os_error().map_or(Self::Other, |number| Self::Numbered { number }),
        }
    }
}
