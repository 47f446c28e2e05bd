//! The parts of a zip, named once, and the digests of all of them as its last part.

use std::io::{Cursor, Write as _};

use sha2::{Digest, Sha256};
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipResult, write::SimpleFileOptions};

use crate::{disk::pin_zip_origin, domain::hex::encode_hex};

/// Names the part that holds the digests, as `sha256sum -c` reads them.
pub const SUMS: &str = "SHA256SUMS";

/// Packs parts one after the other.
pub struct EvidenceZip {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    sums: String,
}

impl EvidenceZip {
    /// Makes an empty zip.
    pub fn new() -> Self {
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())), sums: String::new() }
    }

    /// Adds a part, and notes its digest.
    pub fn add_part(&mut self, name: &str, bytes: &[u8]) -> ZipResult<()> {
        let digest = encode_hex(&Sha256::digest(bytes));
        self.sums.extend([digest.as_str(), "  ", name, "\n"]);
        self.write(name, bytes)
    }

    /// Adds the digests, and returns the whole.
    pub fn finish(mut self) -> ZipResult<Vec<u8>> {
        let sums = std::mem::take(&mut self.sums);
        self.write(SUMS, sums.as_bytes())?;
        Ok(pin_zip_origin(self.zip.finish()?.into_inner()))
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> ZipResult<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        self.zip.start_file(name, options)?;
        Ok(self.zip.write_all(bytes)?)
    }
}
