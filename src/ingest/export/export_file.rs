//! An export: where its bytes are, and what it is called in what a user reads.

use std::{
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::open::{ExportBytes, OpenedExport, UnnamedFile};
use crate::{
    domain::hex::encode_hex,
    ingest::{ExportProblem, IngestError},
};

/// Names a file that was handed in, or what was unpacked from one.
#[derive(Debug, Clone)]
pub struct Export {
    /// Where it is, as the user sees it: `thang-8.zip/so-theo-doi.xlsx`.
    pub shown: String,
    /// The name of the file itself; facts may stand in it.
    pub file_name: String,
    pub bytes: ExportBytes,
}

impl Export {
    /// Makes an export of a file on disk, without opening it.
    pub fn from_path(path: &Path) -> Self {
        let file_name = path.file_name().unwrap_or_default();
        Self {
            shown: path.display().to_string(),
            file_name: file_name.to_string_lossy().into_owned(),
            bytes: ExportBytes::Path(path.to_owned()),
        }
    }

    /// The same export with other bytes: unpacked, or in another encoding.
    pub fn with_bytes(&self, bytes: UnnamedFile) -> Self {
        Self { bytes: ExportBytes::Unnamed(bytes), ..self.clone() }
    }

    /// Opens the bytes for reading; fails when the file cannot be opened.
    pub fn open_bytes(&self) -> Result<OpenedExport, IngestError> {
        self.bytes.open_reader().map_err(self.unreadable_error())
    }

    /// The path, where the engine can read it by itself.
    pub fn path(&self) -> Option<&PathBuf> {
        match &self.bytes {
            ExportBytes::Path(path) => Some(path),
            ExportBytes::Unnamed(_) => None,
        }
    }

    /// How many bytes it has.
    pub fn bytes_len(&self) -> Result<u64, IngestError> {
        (self.open_bytes()?.seek(SeekFrom::End(0))).map_err(self.unreadable_error())
    }

    /// The first bytes.
    pub fn first_bytes(&self, bytes: u64) -> Result<Vec<u8>, IngestError> {
        let mut head = Vec::new();
        let read = self.open_bytes()?.take(bytes).read_to_end(&mut head);
        read.map_err(self.unreadable_error())?;
        Ok(head)
    }

    /// Computes the SHA-256 of all bytes, in hexadecimal; fails when they cannot be read.
    pub fn compute_sha256(&self) -> Result<String, IngestError> {
        let mut digest = Sha256::new();
        let mut buffer = vec![0; 1 << 20];
        let mut input = self.open_bytes()?;
        loop {
            match input.read(&mut buffer).map_err(self.unreadable_error())? {
                0 => return Ok(encode_hex(&digest.finalize())),
                read => digest.update(&buffer[..read]),
            }
        }
    }

    /// Computes the SHA-256 of bytes that were read already, in hexadecimal.
    pub fn digest_bytes(bytes: &[u8]) -> String {
        encode_hex(&Sha256::digest(bytes))
    }

    /// Makes the conversion of an IO error that names the export.
    pub fn unreadable_error(&self) -> impl FnOnce(io::Error) -> IngestError {
        let path = self.shown.clone();
        move |source| IngestError::from_io(path, &source)
    }

    /// Makes the error of an export that is not as it should be.
    pub fn malformed_error(&self, problem: ExportProblem) -> IngestError {
        IngestError::malformed_file(&self.shown, problem)
    }
}
