//! The file of the settings, read, changed and replaced whole.

use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use toml_edit::DocumentMut;

use super::{settings_change::SettingsChange, table_edit::EditProblem};
use crate::{
    catalog::{
        CatalogError, PlaceMessage, phrases::wording::ErrorWording, settings::ProgramSettings,
    },
    disk::{RenamePoints, rename_durably},
    domain::{fault_point::FaultPoint, hex::encode_hex},
};

const POINTS: RenamePoints = RenamePoints {
    sync: FaultPoint::SettingsWrite,
    rename: FaultPoint::SettingsRename,
    sync_folder: FaultPoint::SettingsFolderSync,
};

/// Holds the text of a settings file as it was read.
#[derive(Debug, Clone)]
pub struct SettingsFile {
    path: PathBuf,
    text: String,
}

impl SettingsFile {
    /// Reads the file; one that is not there yet is an empty one.
    pub fn read(path: &Path) -> Result<Self, CatalogError> {
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            read => read.map_err(|source| CatalogError::NoSettings {
                path: path.display().to_string(),
                source,
            })?,
        };
        Ok(Self { path: path.to_owned(), text })
    }

    /// Tells one text from another: whoever changes the file changes the one they saw.
    pub fn digest(&self) -> String {
        encode_hex(&Sha256::digest(&self.text))
    }

    /// The text as it was read, or as it would be written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file as its author sees it.
    pub fn shown_path(&self) -> String {
        self.path.display().to_string()
    }

    /// Parses what the file says now, with the variables of the process over it.
    pub fn parse(&self) -> Result<ProgramSettings, CatalogError> {
        ProgramSettings::parse_in_force(&self.shown_path(), &self.text)
    }

    /// The same file with a change in it; nothing is written yet.
    pub fn with_change(&self, change: &SettingsChange) -> Result<Self, CatalogError> {
        let path = self.shown_path();
        // What cannot be read is told of in the words of whoever reads the settings.
        ProgramSettings::parse_text(&path, &self.text)?;
        let problem = |id: &'static str| {
            let told = ErrorWording::filled_with(id, &[("path", &path)]);
            let error = CatalogError::at_place(&path, &self.text, None, told.clone());
            error.with_hint(PlaceMessage::HintOf(Box::new(told)))
        };
        let mut document: DocumentMut =
            self.text.parse().map_err(|_| problem("settings.by_hand"))?;
        change.apply(&mut document).map_err(|kind| match kind {
            EditProblem::ByHand => problem("settings.by_hand"),
            EditProblem::Gone => problem("settings.gone"),
        })?;
        Ok(Self { path: self.path.clone(), text: document.to_string() })
    }

    /// Replaces the file whole, or leaves the one that was there. Who may read it stays.
    pub fn replace(&self) -> Result<(), CatalogError> {
        let unwritable = |source| CatalogError::Unwritable { path: self.shown_path(), source };
        // A link is followed: what it leads to is replaced, the link stays.
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let replace = || {
            FaultPoint::SettingsWrite.pass()?;
            let mut aside = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
            aside.write_all(self.text.as_bytes())?;
            if let Ok(held) = fs::metadata(&path) {
                aside.as_file().set_permissions(held.permissions())?;
            }
            rename_durably(&aside.into_temp_path(), &path, POINTS).map_err(io::Error::from)
        };
        match replace() {
            // It has its name, though nobody can say whether it outlives a power cut: what stands there is what holds.
            Err(_) if fs::read(&path).is_ok_and(|held| held == self.text.as_bytes()) => Ok(()),
            replaced => replaced.map_err(unwritable),
        }
    }
}
