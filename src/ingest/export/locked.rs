//! Workbooks under a password that Excel tries by itself: whoever protects a workbook and names no password gives it this one,
//! and never learns that there is any.

use std::io::Read;

use super::{export_file::Export, file_kind::FileKind, format::sniff_kind, open::UnnamedFile};
use crate::ingest::IngestError;

/// The password of those who named none.
const UNASKED: &str = "VelvetSweatshop";
/// The whole workbook is held while it is unlocked.
const LARGEST: u64 = 64 << 20;

/// The workbook inside, where Excel would open it without asking.
pub fn unlock_workbook(export: &Export) -> Result<(Export, FileKind), IngestError> {
    if export.bytes_len()? > LARGEST {
        return Err(export.protected_error());
    }
    let mut locked = Vec::new();
    export.open_bytes()?.read_to_end(&mut locked).map_err(export.unreadable_error())?;
    // Another password, or a damaged file: what comes out then is no workbook.
    let opened = office_crypto::decrypt_from_bytes(locked, UNASKED).unwrap_or_default();
    let filled = UnnamedFile::fill_new(|out| out.write_all(&opened).map(|()| opened.len()));
    let (bytes, length) = filled.map_err(export.unreadable_error())?;
    let inner = export.with_bytes(bytes);
    match if length > 0 { sniff_kind(&inner) } else { Err(export.protected_error()) } {
        Ok(kind @ FileKind::Xlsx) => Ok((inner, kind)),
        _ => Err(export.protected_error()),
    }
}
