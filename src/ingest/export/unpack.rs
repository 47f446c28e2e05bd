//! Takes `.zip` and `.gz` apart.

use std::io::BufReader;

use flate2::read::MultiGzDecoder;

use super::{
    export_file::Export,
    file_kind::FileKind,
    format::{member_name, open_archive, sniff_kind},
    limits::{InflatedReader, LARGEST_PART},
    litter::is_litter,
    locked, mail,
    open::UnnamedFile,
};
use crate::ingest::{ExportProblem, IngestError, PartProblem};

/// An archive of exports holds a few files, not thousands.
const MOST_MEMBERS: usize = 500;

/// The exports in a file: itself, or what is packed in it. Each that cannot be unpacked is an error of its own.
pub fn unpack_export(export: Export) -> Vec<Result<(Export, FileKind), IngestError>> {
    match sniff_kind(&export) {
        Ok(FileKind::Zip) => unpack_members(&export).unwrap_or_else(|error| vec![Err(error)]),
        Ok(FileKind::Gzip) => vec![decompress_gzip(&export).and_then(unpack_inner)],
        Ok(kind) => vec![open_by_kind(export, kind)],
        Err(error) => vec![Err(error)],
    }
}

/// An export that is packed in another file; what is packed once more is not looked for in there.
fn unpack_inner(export: Export) -> Result<(Export, FileKind), IngestError> {
    match sniff_kind(&export)? {
        kind @ (FileKind::Zip | FileKind::Gzip) => {
            Err(export.malformed_error(ExportProblem::Nested { kind }))
        }
        kind => open_by_kind(export, kind),
    }
}

/// A web archive is the pages in it, a locked workbook the one inside.
fn open_by_kind(export: Export, kind: FileKind) -> Result<(Export, FileKind), IngestError> {
    match kind {
        FileKind::WebArchive => {}
        FileKind::Locked => return locked::unlock_workbook(&export),
        FileKind::Html | FileKind::SpreadsheetMl | FileKind::FlatOds | FileKind::Json => {
            return Ok((export.without_padding()?, kind));
        }
        _ => return Ok((export, kind)),
    }
    let pages = UnnamedFile::fill_new(|out| {
        mail::write_pages(BufReader::new(export.bytes.open_reader()?), out)
    });
    let (bytes, ()) = pages.map_err(|_| export.truncated_error())?;
    Ok((export.with_bytes(bytes), FileKind::Html))
}

fn decompress_gzip(export: &Export) -> Result<Export, IngestError> {
    let packed = export.bytes_len()?;
    let inflated =
        InflatedReader::new(MultiGzDecoder::new(export.open_bytes()?), packed, LARGEST_PART);
    let (bytes, _) =
        UnnamedFile::fill_new(|out| inflated.copy_to(out)).map_err(unpack_error(export))?;
    let mut inner = export.with_bytes(bytes);
    if let Some(name) = inner.file_name.strip_suffix(".gz") {
        inner.file_name = name.to_owned();
    }
    Ok(inner)
}

type ArchiveMembers = Vec<Result<(Export, FileKind), IngestError>>;

fn unpack_members(export: &Export) -> Result<ArchiveMembers, IngestError> {
    let mut archive = open_archive(export)?;
    if archive.len() > MOST_MEMBERS {
        let members = archive.len();
        let most = MOST_MEMBERS;
        return Err(export.malformed_error(ExportProblem::TooManyMembers { members, most }));
    }
    let mut found = Vec::new();
    let mut left = LARGEST_PART;
    for index in 0..archive.len() {
        let name = member_name(&mut archive, index);
        let file_name = name.rsplit(['/', '\\']).next().unwrap_or(&name).to_owned();
        // What archivers and desktops of other systems add is no export.
        if file_name.is_empty() || name.starts_with("__MACOSX/") || is_litter(&file_name) {
            continue;
        }
        let member = Export {
            shown: format!("{}/{name}", export.shown),
            file_name,
            bytes: export.bytes.clone(),
        };
        found.push(match archive.by_index(index) {
            Ok(entry) => {
                let packed = entry.compressed_size();
                let inflated = InflatedReader::new(entry, packed, left);
                let unpacked = UnnamedFile::fill_new(|out| inflated.copy_to(out))
                    .map_err(unpack_error(&member));
                unpacked.and_then(|(bytes, size)| {
                    left = left.saturating_sub(size);
                    unpack_inner(member.with_bytes(bytes))
                })
            }
            Err(_) => Err(member.malformed_error(ExportProblem::NotUnpacked)),
        });
    }
    if found.is_empty() {
        return Err(IngestError::Empty { path: export.shown.clone() });
    }
    Ok(found)
}

fn unpack_error(export: &Export) -> impl FnOnce(std::io::Error) -> IngestError + '_ {
    move |error| match PartProblem::from_io(&error) {
        Some(problem) => export.malformed_error(ExportProblem::InflatedTooLarge { problem }),
        None => export.truncated_error(),
    }
}
