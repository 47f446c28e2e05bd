//! The documents of law that content may cite: every file of `queries/law/`, so that an office adds its own beside those handed out.

use jiff::civil::Date;
use serde::Deserialize;

use crate::catalog::{CatalogError, content::ContentSet};

/// A decree, decision or circular, and the days on which it is in force.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawDocument {
    /// As it is cited: `224/2026/NĐ-CP`.
    pub number: String,
    #[expect(dead_code, reason = "for whoever reads the table")]
    name: String,
    /// `None` where it is not known from when: not before the year of its number, if that says one.
    in_force_from: Option<Date>,
    /// The last day; `None` while it is in force.
    pub in_force_to: Option<Date>,
    pub replaced_by: Option<String>,
}

/// Every document that may be cited.
#[derive(Debug, Clone, Default)]
pub struct LawRegister(Vec<LawDocument>);

impl LawRegister {
    /// Loads the tables of documents; fails when a row does not parse.
    pub fn load_tables(content: &ContentSet) -> Result<Self, CatalogError> {
        let mut documents = Vec::new();
        for file in content.list_files("queries/law/", ".csv") {
            let rows = csv::Reader::from_reader(&*file.bytes).into_deserialize();
            for row in rows {
                documents.push(row.map_err(|error: csv::Error| CatalogError::Table {
                    path: file.path.clone(),
                    problem: error.to_string(),
                })?);
            }
        }
        Ok(Self(documents))
    }

    /// Finds the document that a text cites: by its whole number, or by what only one number begins with.
    pub fn find_document(&self, cited: &str) -> Option<&LawDocument> {
        if let Some(found) = self.0.iter().find(|it| it.number == cited) {
            return Some(found);
        }
        let start = format!("{cited}/");
        let mut all = self.0.iter().filter(|it| it.number.starts_with(&start));
        all.next().filter(|_| all.next().is_none())
    }
}

impl LawDocument {
    /// The first day on which it may be cited, as far as it is known.
    pub fn first_day(&self) -> Option<Date> {
        let year = self.number.split('/').nth(1).and_then(|year| year.parse().ok());
        self.in_force_from.or_else(|| Date::new(year?, 1, 1).ok())
    }
}
