//! A check: one SQL file that lists what is wrong in a build.

use serde::{Deserialize, Serialize};

use super::{
    CatalogError,
    content::{ContentFile, header::read_header},
};

/// Says whether rows of a check stop a build from being published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckSeverity {
    /// A build with such rows is not published.
    Block,
    /// It is published, and the rows are shown.
    Warn,
}

/// Says of what single things the rows of a check are, so that those of the others stay when some of them change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApartKey {
    /// What it finds of a dossier hangs on that dossier's rows alone, and on their exports; its code is the row's subject.
    DossierCode,
}

/// Describes a check: its header, and the SQL that yields a row for each problem.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckDefinition {
    pub id: String,
    /// In Vietnamese: what must hold.
    pub name: String,
    pub severity: CheckSeverity,
    /// Whether it is of the build: what it finds is said whenever one is published. The others are of the world.
    #[serde(default)]
    pub audit: bool,
    /// Whether its rows name the export they stand in, so that whoever hands it in is told: a column `source_id`.
    #[serde(default)]
    pub by_source: bool,
    /// Of what single things its rows are; `None` where they are of several together, or the check is an office's own, whose word nobody proved.
    pub apart_by: Option<ApartKey>,
    /// Yields one row per problem: `agency_code` (null if it is of none), `subject_id`, `detail`.
    #[serde(skip)]
    pub sql: String,
    #[serde(skip)]
    pub path: String,
}

impl CheckDefinition {
    /// Parses the SQL file of a check; fails when its header is wrong or its id is not the file's name.
    pub fn parse_file(file: &ContentFile) -> Result<Self, CatalogError> {
        let check: Self = read_header(file, |check: &Self| &check.id)?;
        let apart_by = check.apart_by.filter(|_| !file.is_own);
        Ok(Self { sql: file.to_text()?.to_owned(), path: file.path.clone(), apart_by, ..check })
    }
}
