//! A statutory form: one SQL file that says what a row of its register is, `queries/forms/<id>.sql`.

use serde::Deserialize;

use super::{
    CatalogError,
    content::{ContentFile, header::read_header},
};

/// Describes a statutory form: its header, and the SQL that yields the rows of its register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDefinition {
    pub id: String,
    /// In Vietnamese: the form's number and title.
    pub name: String,
    /// Yields one row per dossier: `agency_code`, `sector`, `received_on`, `is_online`, `due_on` (null without one),
    /// `ended_on` (null while it is open).
    #[serde(skip)]
    pub sql: String,
    #[serde(skip)]
    pub path: String,
}

impl FormDefinition {
    /// Parses the SQL file of a form; fails when its header is wrong or its id is not the file's name.
    pub fn parse_file(file: &ContentFile) -> Result<Self, CatalogError> {
        let form: Self = read_header(file, |form: &Self| &form.id)?;
        Ok(Self { sql: file.to_text()?.to_owned(), path: file.path.clone(), ..form })
    }
}
