//! The documents of law that content may cite: every file of `queries/law/`, so that an office adds its own beside those handed out.

use std::collections::BTreeMap;

use csv::StringRecord;
use jiff::civil::Date;

use crate::catalog::{
    CatalogError,
    content::{
        ContentSet,
        register_lines::{read_day, read_register, refuse_cell},
    },
    phrases::wording::ErrorWording,
};

/// The name is for whoever reads the table.
const COLUMNS: [&str; 5] = ["number", "name", "in_force_from", "in_force_to", "replaced_by"];

/// A decree, decision or circular, and the days on which it is in force.
#[derive(Debug, Clone)]
pub struct LawDocument {
    /// As it is cited: `224/2026/NĐ-CP`.
    pub number: String,
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
    /// Loads the tables of documents; fails at the first line that cannot hold: a day nobody can read, a document that is told of already.
    pub fn load_tables(content: &ContentSet) -> Result<Self, CatalogError> {
        let mut register = Self::default();
        let mut paths = BTreeMap::new();
        for file in content.list_files("queries/law/", ".csv") {
            read_register(file, &COLUMNS, |line| {
                let document = LawDocument::read_line(line)?;
                if let Some(path) = paths.insert(document.number.clone(), file.path.clone()) {
                    let told = ErrorWording::new("law.twice").with("number", &document.number);
                    return Err(told.with("path", &path));
                }
                register.0.push(document);
                Ok(())
            })?;
        }
        Ok(register)
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
    /// Reads a line of a table; the error is what is wrong with it.
    fn read_line(line: &StringRecord) -> Result<Self, ErrorWording> {
        if line[0].is_empty() || line[0].trim() != &line[0] {
            return Err(refuse_cell("content.register_blank", COLUMNS[0], &line[0]));
        }
        Ok(Self {
            number: line[0].to_owned(),
            in_force_from: read_day(COLUMNS[2], &line[2])?,
            in_force_to: read_day(COLUMNS[3], &line[3])?,
            replaced_by: Some(line[4].to_owned()).filter(|it| !it.is_empty()),
        })
    }

    /// The first day on which it may be cited, as far as it is known.
    pub fn first_day(&self) -> Option<Date> {
        let year = self.number.split('/').nth(1).and_then(|year| year.parse().ok());
        self.in_force_from.or_else(|| Date::new(year?, 1, 1).ok())
    }
}
