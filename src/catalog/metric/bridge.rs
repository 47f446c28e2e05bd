//! Why two metrics count or judge the same dossiers differently: one SQL file per pair, `queries/bridges/<id>.sql`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::{
    CatalogError,
    content::{ContentFile, header::read_header},
};

/// Describes how one metric leads over to another: its header, and the SQL that says why a dossier differs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BridgeDefinition {
    pub id: String,
    /// The metric it begins with.
    pub first: String,
    /// The metric it leads to.
    pub second: String,
    /// Reason → what it means, in Vietnamese.
    pub reasons: BTreeMap<String, String>,
    /// Yields `subject_id` and `reason` of the dossiers of `differing` (`subject_id`, `counted_by`: `only_first`, `only_second` or
    /// `both`, and numerator and denominator of either metric); `asked` holds `first_day` and `last_day`.
    #[serde(skip)]
    pub sql: String,
    #[serde(skip)]
    pub path: String,
}

impl BridgeDefinition {
    /// Parses the SQL file of a bridge; fails when its header is wrong or its id is not the file's name.
    pub fn parse_file(file: &ContentFile) -> Result<Self, CatalogError> {
        let bridge: Self = read_header(file, |bridge: &Self| &bridge.id)?;
        Ok(Self { sql: file.to_text()?.to_owned(), path: file.path.clone(), ..bridge })
    }
}
