//! Takes `.zip` and `.gz` apart.

use flate2::read::MultiGzDecoder;

use super::{
    Export, Inflated, IngestError, Kind, LARGEST_PART, Unnamed,
    format::{archive, sniff},
};

/// An archive of exports holds a few files, not thousands.
const MOST_MEMBERS: usize = 500;

/// The exports in a file: itself, or what is packed in it. Each that cannot be unpacked is an error of its own.
pub fn unpack(export: Export) -> Vec<Result<(Export, Kind), IngestError>> {
    match sniff(&export) {
        Ok(Kind::Zip) => match members(&export) {
            Ok(found) => found,
            Err(error) => vec![Err(error)],
        },
        Ok(Kind::Gzip) => vec![gunzipped(&export)],
        Ok(kind) => vec![Ok((export, kind))],
        Err(error) => vec![Err(error)],
    }
}

const NESTED: &str = "unpack the outer archive first";

fn gunzipped(export: &Export) -> Result<(Export, Kind), IngestError> {
    let packed = export.bytes_len()?;
    let inflated = Inflated::new(MultiGzDecoder::new(export.open()?), packed, LARGEST_PART);
    let (bytes, _) = Unnamed::filled(|out| inflated.copy(out)).map_err(broken(export))?;
    let inner = export.holding(bytes);
    match sniff(&inner)? {
        kind @ (Kind::Zip | Kind::Gzip) => {
            let problem = format!("{} is packed inside another", kind.name());
            Err(export.malformed(problem, NESTED))
        }
        kind => Ok((inner, kind)),
    }
}

type Members = Vec<Result<(Export, Kind), IngestError>>;

fn members(export: &Export) -> Result<Members, IngestError> {
    let mut archive = archive(export)?;
    if archive.len() > MOST_MEMBERS {
        let problem = format!("it holds {} files, more than {MOST_MEMBERS}", archive.len());
        return Err(export.malformed(problem, "unpack it and name the exports themselves"));
    }
    let mut found = Vec::new();
    let mut left = LARGEST_PART;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => export.malformed(
                format!(
                    "a file in it cannot be unpacked ({error}); it may be protected by a password"
                ),
                "unpack it and name the exports themselves",
            ),
            error => broken(export)(error.into()),
        })?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        // What archivers of other systems add is no export.
        if entry.is_dir() || name.starts_with("__MACOSX/") || name.ends_with(".DS_Store") {
            continue;
        }
        let member = Export {
            shown: format!("{}/{name}", export.shown),
            file_name: name.rsplit(['/', '\\']).next().unwrap_or(&name).to_owned(),
            bytes: export.bytes.clone(),
        };
        let packed = entry.compressed_size();
        let inflated = Inflated::new(entry, packed, left);
        let unpacked = Unnamed::filled(|out| inflated.copy(out)).map_err(broken(&member));
        found.push(unpacked.and_then(|(bytes, size)| {
            left = left.saturating_sub(size);
            let member = member.holding(bytes);
            match sniff(&member)? {
                kind @ (Kind::Zip | Kind::Gzip) => {
                    let problem = format!("{} is packed inside another", kind.name());
                    Err(member.malformed(problem, NESTED))
                }
                kind => Ok((member, kind)),
            }
        }));
    }
    if found.is_empty() {
        return Err(IngestError::Empty { path: export.shown.clone() });
    }
    Ok(found)
}

fn broken(export: &Export) -> impl FnOnce(std::io::Error) -> IngestError + '_ {
    move |error| {
        let hint = "the file may be cut short or hostile; ask for it again";
        export.malformed(format!("it cannot be unpacked: {error}"), hint)
    }
}
