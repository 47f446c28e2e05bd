//! The comment header of a SQL file: TOML behind `-- `.

use jiff::civil::Date;
use serde::{
    Deserialize,
    de::{DeserializeOwned, Error as _},
};

use super::{ContentFile, toml_text::parse_toml};
use crate::catalog::{CatalogError, phrases::wording::ErrorWording};

/// Reads the header; its id must be the file's name. Errors point into the SQL file.
pub fn read_header<T: DeserializeOwned>(
    file: &ContentFile,
    id: impl Fn(&T) -> &str,
) -> Result<T, CatalogError> {
    let text = file.to_text()?;
    let (toml_text, starts) = split_header(text);
    let header: T = parse_toml(&file.path, text, &toml_text, |place| shown_place(&starts, place))?;
    check_id(file, id(&header))?;
    Ok(header)
}

/// The id of a content file is its name.
pub fn check_id(file: &ContentFile, id: &str) -> Result<(), CatalogError> {
    if id == file.file_stem() {
        return Ok(());
    }
    let text = file.to_text()?;
    let at = text.find(id).map(|at| at..at + id.len());
    let told = ErrorWording::new("content.not_file_name").with("name", &id.to_owned());
    let stem = file.file_stem().to_owned();
    let hint = ErrorWording::new("content.write_id").with("name", &stem);
    Err(CatalogError::worded_at(&file.path, text, at, told).with_hint(hint))
}

/// The header without its comment signs, and for each of its lines (its place there, its place in the file).
fn split_header(text: &str) -> (String, Vec<(usize, usize)>) {
    let (mut toml_text, mut starts, mut place) = (String::new(), Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let Some(rest) = line.strip_prefix("--") else {
            break;
        };
        let content = rest.strip_prefix(' ').unwrap_or(rest);
        starts.push((toml_text.len(), place + line.len() - content.len()));
        toml_text.push_str(content);
        place += line.len();
    }
    (toml_text, starts)
}

fn shown_place(starts: &[(usize, usize)], place: usize) -> usize {
    let line = starts.partition_point(|(start, _)| *start <= place).saturating_sub(1);
    starts.get(line).map_or(place, |(start, shown)| shown + (place - start))
}

/// A TOML day (`2018-06-21`).
pub fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = toml::value::Datetime::deserialize(deserializer)?.to_string();
    text.parse().map_err(D::Error::custom)
}

/// Reads an optional TOML day; serde calls it only where the key is there.
pub fn maybe_day<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Date>, D::Error> {
    day(deserializer).map(Some)
}
