//! Takes `.zip` and `.gz` apart.

use std::io::BufReader;

use flate2::read::MultiGzDecoder;

use super::{
    export_file::Export,
    format::{FileKind, archive, name, sniff},
    limits::{InflatedReader, LARGEST_PART},
    locked, mail,
    open::UnnamedFile,
};
use crate::ingest::IngestError;

/// An archive of exports holds a few files, not thousands.
const MOST_MEMBERS: usize = 500;

/// The exports in a file: itself, or what is packed in it. Each that cannot be unpacked is an error of its own.
pub fn unpack(export: Export) -> Vec<Result<(Export, FileKind), IngestError>> {
    match sniff(&export) {
        Ok(FileKind::Zip) => members(&export).unwrap_or_else(|error| vec![Err(error)]),
        Ok(FileKind::Gzip) => vec![gunzipped(&export).and_then(single)],
        Ok(kind) => vec![opened(export, kind)],
        Err(error) => vec![Err(error)],
    }
}

/// An export that is packed in another file; what is packed once more is not looked for in there.
fn single(export: Export) -> Result<(Export, FileKind), IngestError> {
    match sniff(&export)? {
        kind @ (FileKind::Zip | FileKind::Gzip) => {
            let problem = format!("đây là {} nằm trong một tệp nén khác", kind.name());
            Err(export.malformed(problem, "giải nén tệp ngoài, rồi nạp tệp này"))
        }
        kind => opened(export, kind),
    }
}

/// A web archive is the pages in it, a locked workbook the one inside.
fn opened(export: Export, kind: FileKind) -> Result<(Export, FileKind), IngestError> {
    match kind {
        FileKind::WebArchive => {}
        FileKind::Locked => return locked::unlocked(&export),
        _ => return Ok((export, kind)),
    }
    let pages = UnnamedFile::filled(|out| mail::pages(BufReader::new(export.bytes.open()?), out));
    let (bytes, ()) = pages.map_err(|_| export.cut())?;
    Ok((export.holding(bytes), FileKind::Html))
}

fn gunzipped(export: &Export) -> Result<Export, IngestError> {
    let packed = export.bytes_len()?;
    let inflated = InflatedReader::new(MultiGzDecoder::new(export.open()?), packed, LARGEST_PART);
    let (bytes, _) = UnnamedFile::filled(|out| inflated.copy(out)).map_err(broken(export))?;
    let mut inner = export.holding(bytes);
    if let Some(name) = inner.file_name.strip_suffix(".gz") {
        inner.file_name = name.to_owned();
    }
    Ok(inner)
}

type ArchiveMembers = Vec<Result<(Export, FileKind), IngestError>>;

fn members(export: &Export) -> Result<ArchiveMembers, IngestError> {
    let mut archive = archive(export)?;
    if archive.len() > MOST_MEMBERS {
        let problem = format!("tệp nén chứa {} tệp, quá {MOST_MEMBERS}", archive.len());
        return Err(export.malformed(problem, "giải nén rồi nạp riêng các tệp xuất"));
    }
    let mut found = Vec::new();
    let mut left = LARGEST_PART;
    for index in 0..archive.len() {
        let name = name(&mut archive, index);
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
                let unpacked =
                    UnnamedFile::filled(|out| inflated.copy(out)).map_err(broken(&member));
                unpacked.and_then(|(bytes, size)| {
                    left = left.saturating_sub(size);
                    single(member.holding(bytes))
                })
            }
            Err(_) => Err(member.malformed(
                "không giải nén được tệp này, có thể tệp nén có mật khẩu",
                "giải nén bằng phần mềm đã nén rồi nạp tệp này",
            )),
        });
    }
    if found.is_empty() {
        return Err(IngestError::Empty { path: export.shown.clone() });
    }
    Ok(found)
}

fn is_litter(name: &str) -> bool {
    matches!(name.to_lowercase().as_str(), ".ds_store" | "thumbs.db" | "desktop.ini")
        || name.starts_with("~$")
}

fn broken(export: &Export) -> impl FnOnce(std::io::Error) -> IngestError + '_ {
    move |error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => export.malformed(
            format!("không giải nén được: {error}"),
            "tệp có thể độc hại; xin lại tệp từ nơi gửi",
        ),
        _ => export.cut(),
    }
}
