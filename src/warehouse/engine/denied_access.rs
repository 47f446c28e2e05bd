//! Content whose SQL asks for what it may not: which file and line of it.

use super::super::{DeniedThing, WarehouseError};
use crate::catalog::content::{ContentFile, ContentSet};

/// Words with which SQL asks for files, other databases, extensions and settings, where the engine names no file.
const ASKING: [&str; 10] = [
    "install ",
    "load ",
    "export database",
    "import database",
    "attach ",
    "copy ",
    "create secret",
    "set ",
    "pragma ",
    "read_",
];

/// Says of an error of the engine which SQL of the content asked for what is denied; other errors stay as they are.
pub fn name_denied_sql(content: &ContentSet, error: WarehouseError) -> WarehouseError {
    let WarehouseError::Engine { doing, source } = &error else { return error };
    let told = source.to_string();
    if !told.starts_with("Permission Error") && !told.contains("has been locked") {
        return error;
    }
    // What an office laid over the built-in content is looked at first.
    let mut files: Vec<&ContentFile> = ["queries/", "connectors/"]
        .into_iter()
        .flat_map(|folder| content.list_files(folder, ".sql"))
        .collect();
    files.sort_by_key(|file| (!doing.contains(&file.path), !file.is_own));
    let named = quoted_name(&told);
    let wanted: Vec<&str> = named.map_or_else(|| ASKING.to_vec(), |name| vec![last_part(name)]);
    let found = files.iter().find_map(|file| Some((file, find_line(file, &wanted)?)));
    match found.or_else(|| files.first().map(|file| (file, 1))) {
        Some((file, line)) => WarehouseError::DeniedAccess {
            path: file.path.clone(),
            line,
            what: named.map_or(DeniedThing::Engine, |name| DeniedThing::File {
                name: last_part(name).to_owned(),
            }),
        },
        None => error,
    }
}

/// The name between the first quotes.
fn quoted_name(told: &str) -> Option<&str> {
    let (name, _) = told.split_once("Cannot access file \"")?.1.split_once('"')?;
    Some(name)
}

/// A name without its folders, and without what the engine puts before the name of a file it is about to replace.
fn last_part(name: &str) -> &str {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.strip_prefix("tmp_").unwrap_or(last)
}

/// The first line outside of comments that holds any of the texts, counted from 1.
fn find_line(file: &ContentFile, wanted: &[&str]) -> Option<usize> {
    let text = String::from_utf8_lossy(&file.bytes).to_lowercase();
    let holds = |line: &str| {
        let code = line.split("--").next().unwrap_or_default();
        wanted.iter().any(|wanted| code.contains(&wanted.to_lowercase()))
    };
    text.lines().position(holds).map(|line| line + 1)
}
