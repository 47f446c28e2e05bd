//! A connector as somebody chose it on a page: written as a file, checked with all content, kept in the office's folder.

use std::{collections::BTreeMap, fmt::Write as _, fs, io::Write as _, path::Path};

use super::{
    super::{Catalog, CatalogError},
    SourceFormat, canonical,
    content_guess::ContentGuesser,
    personal_look::may_be_status,
};
use crate::{
    disk::{RenamePoints, rename_durably_if_free, sync_folder},
    domain::{
        fault_point::FaultPoint,
        name::{bare_key, is_device_name},
    },
};

/// Is a connector before it is a file.
#[derive(Debug, Clone)]
pub struct ConnectorDraft {
    pub id: String,
    /// In Vietnamese.
    pub name: String,
    pub yields: String,
    pub format: SourceFormat,
    /// JSON: where the records are.
    pub records: Option<String>,
    pub columns: Vec<DraftColumn>,
    /// Per canonical column: text of the export → value of the vocabulary.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Canonical columns that have one value in every row.
    pub constant: BTreeMap<String, String>,
}

/// Is a heading and the canonical column it means.
#[derive(Debug, Clone)]
pub struct DraftColumn {
    pub heading: String,
    pub is: String,
    /// Whether an export without it is not of this kind.
    pub is_required: bool,
    /// What people call it, where it is one of the office's own.
    pub label: Option<String>,
}

const POINTS: RenamePoints = RenamePoints {
    sync: FaultPoint::ConnectorWrite,
    rename: FaultPoint::ConnectorRename,
    sync_folder: FaultPoint::ConnectorFolderSync,
};

/// Longer ids are cut.
const LONGEST_ID: usize = 40;

impl ConnectorDraft {
    /// Writes it as `connector.toml`; `basis` is what the table rests on, in Vietnamese.
    pub fn to_toml(&self, basis: &str) -> String {
        // A table is exported as a workbook or as text as it pleases.
        let formats = match self.format {
            SourceFormat::Json => "\"json\"",
            SourceFormat::Workbook | SourceFormat::Csv => "\"workbook\", \"csv\"",
        };
        let mut toml = format!(
            "id = {}\nname = {}\nyields = {}\nformats = [{formats}]\nbasis = {}\n",
            quoted(&self.id),
            quoted(&self.name),
            quoted(&self.yields),
            quoted(basis),
        );
        if let Some(records) = &self.records {
            let _ = writeln!(toml, "records = [{}]", quoted(records));
        }
        for column in &self.columns {
            let (heading, is) = (quoted(&column.heading), quoted(&column.is));
            let _ = write!(toml, "\n[[column]]\nheading = {heading}\nis = {is}\n");
            if let Some(label) = &column.label {
                let _ = writeln!(toml, "label = {}", quoted(label));
            }
            if column.is_required {
                toml.push_str("required = true\n");
            }
        }
        let constant =
            (!self.constant.is_empty()).then_some(("constant".to_owned(), &self.constant));
        let values = self.values.iter().map(|(column, texts)| (format!("values.{column}"), texts));
        for (table, pairs) in constant.into_iter().chain(values) {
            let _ = write!(toml, "\n[{table}]\n");
            for (key, value) in pairs {
                let _ = writeln!(toml, "{} = {}", quoted(key), quoted(value));
            }
        }
        toml
    }
}

fn quoted(text: &str) -> toml::Value {
    // On one line: a basic string with its escapes.
    toml::Value::String(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

impl Catalog {
    /// Makes the catalog with one connector more; the text of the file is in its content. Fails where the checker of the content refuses it.
    pub fn with_connector(&self, draft: &ConnectorDraft) -> Result<Self, CatalogError> {
        let basis = self.phrases.format_phrase("proposal.basis", &[]);
        let path = content_path(&draft.id);
        Self::from_content(self.content.with_file(&path, draft.to_toml(&basis).into_bytes()))
    }

    /// Lists the columns that a heading may mean, of rows of a kind.
    pub fn nameable_columns(&self, kind: &str) -> Vec<String> {
        canonical::nameable_columns(&self.content, kind)
    }

    /// Lists the columns without which there is no row of a kind.
    pub fn needed_columns(&self, kind: &str) -> Vec<String> {
        canonical::needed_columns(&self.content, kind)
    }

    /// Lists the texts of a coded column that nobody knows, and that are of no person.
    pub fn list_unknown_texts(
        &self,
        column: &str,
        values: &[String],
    ) -> Result<Vec<String>, CatalogError> {
        Ok(ContentGuesser::new(self)?.unknown_texts(column, values))
    }

    /// Makes an id of a name that no connector has yet: `so_cua_xa` of "Sổ của xã".
    pub fn free_connector_id(&self, name: &str) -> String {
        let letters = bare_key(name);
        let words = letters.split(|letter: char| !letter.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let mut stem = words.join("_");
        stem.truncate(LONGEST_ID);
        if stem.is_empty() {
            "bang".clone_into(&mut stem);
        }
        let is_free = |id: &String| {
            self.connectors.iter().all(|connector| connector.id != *id)
                && self.content.find_file(&content_path(id)).is_none()
                && !is_device_name(id)
        };
        let numbered = (2..).map(|number| format!("{stem}_{number}"));
        std::iter::once(stem.clone()).chain(numbered).find(is_free).unwrap_or(stem)
    }

    /// Writes a connector of the content into an office's own folder, whole or not at all. Fails where there is one already, and then leaves it.
    pub fn save_connector(&self, id: &str, own_folder: &Path) -> Result<(), CatalogError> {
        let inside = content_path(id);
        let bytes = self.content.file_text(&inside)?.as_bytes();
        let path = own_folder.join(&inside);
        let folder = path.parent().unwrap_or(own_folder);
        let write = || {
            fs::create_dir_all(folder)?;
            FaultPoint::ConnectorWrite.pass()?;
            let mut aside = tempfile::NamedTempFile::new_in(folder)?;
            aside.write_all(bytes)?;
            readable_by_office(aside.as_file())?;
            let aside = aside.into_temp_path();
            match rename_durably_if_free(aside, &path, POINTS) {
                // It has its name, though nobody can say whether it outlives a power cut.
                Err(error) if error.path == folder => Ok(()),
                renamed => renamed.map_err(std::io::Error::from),
            }
        };
        write()
            .map_err(|source| CatalogError::Unwritable { path: path.display().to_string(), source })
    }

    /// Takes a connector out of an office's own folder again, if it stands there as the content has it. Makes the catalog without it.
    pub fn remove_connector(&self, id: &str, own_folder: &Path) -> Result<Self, CatalogError> {
        let inside = content_path(id);
        let path = own_folder.join(&inside);
        let failed = |source| CatalogError::Unwritable { path: path.display().to_string(), source };
        let without = Self::from_content(self.content.without_file(&inside))?;
        if fs::read(&path).map_err(failed)? != self.content.file_text(&inside)?.as_bytes() {
            // Somebody has changed it meanwhile: it is theirs.
            return Err(failed(std::io::ErrorKind::AlreadyExists.into()));
        }
        fs::remove_file(&path).map_err(failed)?;
        if let Some(folder) = path.parent() {
            sync_folder(folder).map_err(failed)?;
            // What else somebody put there stays.
            let _ = fs::remove_dir(folder);
        }
        Ok(without)
    }
}

/// Whether a text in a column of few values may stand in a connector: none that may be of a person may.
pub fn may_be_mapped(text: &str) -> bool {
    may_be_status(text)
}

/// Where a connector stands in the content.
fn content_path(id: &str) -> String {
    format!("connectors/{id}/connector.toml")
}

/// A temporary file is its writer's alone; this one is for whoever keeps the content.
#[cfg(unix)]
fn readable_by_office(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_office(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
