//! The content folders as they were embedded, with an office's own folder laid over them.

pub mod catalog_versions;
pub(super) mod header;
pub mod listing_groups;
pub mod text_template;
pub mod toml_text;
pub mod vocabulary;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::CatalogError;
use crate::domain::hex::encode_hex;

#[derive(RustEmbed)]
#[folder = "connectors"]
struct EmbeddedConnectors;

#[derive(RustEmbed)]
#[folder = "queries"]
struct EmbeddedQueries;

#[derive(RustEmbed)]
#[folder = "dashboards"]
struct EmbeddedDashboards;

#[derive(RustEmbed)]
#[folder = "reports"]
struct EmbeddedReports;

#[derive(RustEmbed)]
#[folder = "samples"]
struct EmbeddedSamples;

/// A content file, by its path from the content root (`queries/metrics/on_time_rate.sql`).
#[derive(Debug, Clone)]
pub struct ContentFile {
    pub path: String,
    pub bytes: Cow<'static, [u8]>,
    /// Whether it is of the office's own folder.
    pub is_own: bool,
}

impl ContentFile {
    /// Returns the file as text; fails when it is not UTF-8.
    pub fn to_text(&self) -> Result<&str, CatalogError> {
        std::str::from_utf8(&self.bytes)
            .map_err(|_| CatalogError::NotText { path: self.path.clone() })
    }

    /// `on_time_rate` of `queries/metrics/on_time_rate.sql`
    pub fn file_stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split('.').next().unwrap_or(name)
    }
}

/// Every content file; a file of the overlay replaces the embedded one of the same path.
#[derive(Debug, Clone)]
pub struct ContentSet {
    files: Arc<BTreeMap<String, ContentFile>>,
    /// The office's own folder, where it has one.
    own_folder: Option<PathBuf>,
}

impl ContentSet {
    /// Loads the embedded files and lays the overlay folder, if any, over them;
    /// fails when a file of the overlay cannot be read.
    pub fn load_layers(overlay: Option<&Path>) -> Result<Self, CatalogError> {
        let mut files = BTreeMap::new();
        embed_folder::<EmbeddedConnectors>("connectors", &mut files);
        embed_folder::<EmbeddedQueries>("queries", &mut files);
        embed_folder::<EmbeddedDashboards>("dashboards", &mut files);
        embed_folder::<EmbeddedReports>("reports", &mut files);
        embed_folder::<EmbeddedSamples>("samples", &mut files);
        if let Some(root) = overlay {
            std::fs::read_dir(root).map_err(|source| CatalogError::Unreadable {
                path: root.display().to_string(),
                source,
            })?;
            for folder in ["connectors", "queries", "dashboards", "reports", "samples"] {
                read_folder(root, &root.join(folder), &mut files)?;
            }
        }
        Ok(Self { files: Arc::new(files), own_folder: overlay.map(Path::to_owned) })
    }

    /// The folder that is laid over the built-in files.
    pub fn own_folder(&self) -> Option<&Path> {
        self.own_folder.as_deref()
    }

    /// The same, laid over the built-in files from a folder.
    #[must_use]
    pub fn with_own_folder(&self, folder: &Path) -> Self {
        Self { files: Arc::clone(&self.files), own_folder: Some(folder.to_owned()) }
    }

    /// The same with one file more, or another one in its place.
    #[must_use]
    pub fn with_file(&self, path: &str, bytes: Vec<u8>) -> Self {
        let mut files = BTreeMap::clone(&self.files);
        let file = ContentFile { path: path.to_owned(), bytes: Cow::Owned(bytes), is_own: true };
        files.insert(file.path.clone(), file);
        Self { files: Arc::new(files), own_folder: self.own_folder.clone() }
    }

    /// Files in a folder and below whose name ends so, in the order of their paths.
    pub fn list_files<'a>(
        &'a self,
        folder: &'a str,
        ending: &'a str,
    ) -> impl Iterator<Item = &'a ContentFile> {
        self.files
            .values()
            .filter(move |file| file.path.starts_with(folder) && file.path.ends_with(ending))
    }

    /// Changes whenever any file does.
    pub fn content_version(&self) -> String {
        let mut digest = Sha256::new();
        for file in self.files.values() {
            digest.update(format!("{} {}\n", file.path, file.bytes.len()));
            digest.update(&file.bytes);
        }
        encode_hex(&digest.finalize()[..8])
    }

    /// Finds a file by its path; `None` where there is none.
    pub fn find_file(&self, path: &str) -> Option<&ContentFile> {
        self.files.get(path)
    }

    /// Returns the text of a file; fails when the file is missing or is not UTF-8.
    pub fn file_text(&self, path: &str) -> Result<&str, CatalogError> {
        self.find_file(path)
            .ok_or_else(|| CatalogError::Missing { path: path.to_owned() })?
            .to_text()
    }
}

fn embed_folder<Folder: RustEmbed>(folder: &str, files: &mut BTreeMap<String, ContentFile>) {
    for name in Folder::iter() {
        if let Some(file) = Folder::get(&name) {
            let path = format!("{folder}/{name}");
            files.insert(path.clone(), ContentFile { path, bytes: file.data, is_own: false });
        }
    }
}

fn read_folder(
    root: &Path,
    folder: &Path,
    files: &mut BTreeMap<String, ContentFile>,
) -> Result<(), CatalogError> {
    let unreadable =
        |path: &Path, source| CatalogError::Unreadable { path: path.display().to_string(), source };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && folder != root => {
            return Ok(());
        }
        Err(error) => return Err(unreadable(folder, error)),
    };
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.is_dir() {
            read_folder(root, &path, files)?;
            continue;
        }
        let bytes = std::fs::read(&path).map_err(|error| unreadable(&path, error))?;
        let below = path.strip_prefix(root).expect("listed below the root");
        let name = below.to_string_lossy().replace('\\', "/");
        files.insert(
            name.clone(),
            ContentFile { path: name, bytes: Cow::Owned(bytes), is_own: true },
        );
    }
    Ok(())
}
