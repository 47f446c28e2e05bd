//! The content folders as they were embedded, with an office's own folder laid over them.

pub mod catalog_versions;
pub(super) mod header;
pub mod holiday_list;
pub mod listing_groups;
pub mod own_folders;
pub mod register_lines;
pub mod text_template;
pub mod toml_text;
pub mod vocabulary;

use std::{borrow::Cow, collections::BTreeMap, path::Path, sync::Arc};

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use self::own_folders::{FileBytes, OwnFolders};
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
    /// Whether it is of the office's own folders.
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
    folders: OwnFolders,
}

impl ContentSet {
    /// Loads the embedded files and lays a folder, if any, over them; fails when a file of it cannot be read.
    pub fn load_layers(named: Option<&Path>) -> Result<Self, CatalogError> {
        Self::load_folders(OwnFolders::only_named(named))
    }

    /// Loads the embedded files and lays the office's folders over them, one over the other. Fails when a file cannot be read, and where
    /// both folders describe one kind of export in two ways.
    pub fn load_folders(folders: OwnFolders) -> Result<Self, CatalogError> {
        let mut files = BTreeMap::new();
        embed_folder::<EmbeddedConnectors>("connectors", &mut files);
        embed_folder::<EmbeddedQueries>("queries", &mut files);
        embed_folder::<EmbeddedDashboards>("dashboards", &mut files);
        embed_folder::<EmbeddedReports>("reports", &mut files);
        embed_folder::<EmbeddedSamples>("samples", &mut files);
        let of_data = read_layer(folders.of_data.as_deref())?;
        let named = read_layer(folders.named.as_deref())?;
        folders.ensure_agree(&bytes_of(&of_data), &bytes_of(&named))?;
        files.extend(of_data);
        files.extend(named);
        Ok(Self { files: Arc::new(files), folders })
    }

    /// The folders that are laid over the built-in files.
    pub fn own_folders(&self) -> &OwnFolders {
        &self.folders
    }

    /// The same, with a folder of the data folder that is there from now on.
    #[must_use]
    pub fn with_data_folder(&self, folder: &Path) -> Self {
        let folders = OwnFolders { of_data: Some(folder.to_owned()), ..self.folders.clone() };
        Self { files: Arc::clone(&self.files), folders }
    }

    /// The same with one file more, or another one in its place.
    #[must_use]
    pub fn with_file(&self, path: &str, bytes: Vec<u8>) -> Self {
        let mut files = BTreeMap::clone(&self.files);
        let file = ContentFile { path: path.to_owned(), bytes: Cow::Owned(bytes), is_own: true };
        files.insert(file.path.clone(), file);
        Self { files: Arc::new(files), folders: self.folders.clone() }
    }

    /// The same without a file.
    #[must_use]
    pub fn without_file(&self, path: &str) -> Self {
        let mut files = BTreeMap::clone(&self.files);
        files.remove(path);
        Self { files: Arc::new(files), folders: self.folders.clone() }
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

    /// Finds a file that must be there; fails where it is not.
    pub fn require_file(&self, path: &str) -> Result<&ContentFile, CatalogError> {
        self.find_file(path).ok_or_else(|| CatalogError::Missing { path: path.to_owned() })
    }

    /// Returns the text of a file; fails when the file is missing or is not UTF-8.
    pub fn file_text(&self, path: &str) -> Result<&str, CatalogError> {
        self.require_file(path)?.to_text()
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

fn bytes_of(files: &BTreeMap<String, ContentFile>) -> FileBytes<'_> {
    files.values().map(|file| (file.path.as_str(), &*file.bytes)).collect()
}

fn read_layer(root: Option<&Path>) -> Result<BTreeMap<String, ContentFile>, CatalogError> {
    let mut files = BTreeMap::new();
    if let Some(root) = root {
        std::fs::read_dir(root).map_err(|source| CatalogError::Unreadable {
            path: root.display().to_string(),
            source,
        })?;
        for folder in ["connectors", "queries", "dashboards", "reports", "samples"] {
            read_folder(root, &root.join(folder), &mut files)?;
        }
    }
    Ok(files)
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
