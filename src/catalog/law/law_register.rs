//! The documents of law that content may cite: every file of `queries/law/`, so that an office adds its own beside those handed out.

use std::{collections::BTreeMap, ops::Range};

use jiff::civil::Date;

use crate::catalog::{
    CatalogError,
    content::{ContentFile, ContentSet},
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
            register.load_table(file, &mut paths)?;
        }
        Ok(register)
    }

    /// Adds the documents of a file; `paths` are the files of those so far, by their numbers.
    fn load_table(
        &mut self,
        file: &ContentFile,
        paths: &mut BTreeMap<String, String>,
    ) -> Result<(), CatalogError> {
        let text = file.to_text()?;
        let refuse = |at: Range<usize>, told: ErrorWording| {
            CatalogError::hinted_at(&file.path, text, Some(at), told)
        };
        let shape =
            || ErrorWording::new("content.register_columns").with("columns", &COLUMNS.join(","));
        let head = 0..text.lines().next().map_or(0, str::len);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        if !reader.headers().is_ok_and(|found| found.iter().eq(COLUMNS)) {
            return Err(refuse(head, shape()));
        }
        for record in reader.records() {
            let record = record.map_err(|_| refuse(head.clone(), shape()))?;
            let from = record.position().and_then(|at| usize::try_from(at.byte()).ok());
            let from = from.unwrap_or(0).min(text.len());
            let at = from..from + text[from..].lines().next().map_or(0, str::len);
            if record.len() != COLUMNS.len() {
                return Err(refuse(at, shape()));
            }
            let document =
                LawDocument::read_record(&record).map_err(|told| refuse(at.clone(), told))?;
            if let Some(path) = paths.insert(document.number.clone(), file.path.clone()) {
                let told = ErrorWording::new("law.twice").with("number", &document.number);
                return Err(refuse(at, told.with("path", &path)));
            }
            self.0.push(document);
        }
        Ok(())
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
    fn read_record(record: &csv::StringRecord) -> Result<Self, ErrorWording> {
        let told = |id, index: usize| {
            let told = ErrorWording::new(id).with("column", &COLUMNS[index].to_owned());
            told.with("value", &record[index].to_owned())
        };
        if record[0].is_empty() || record[0].trim() != &record[0] {
            return Err(told("content.register_blank", 0));
        }
        let day = |index: usize| match &record[index] {
            "" => Ok(None),
            cell => cell.parse().map(Some).map_err(|_| told("content.register_day", index)),
        };
        let replaced_by = Some(record[4].to_owned()).filter(|it| !it.is_empty());
        Ok(Self {
            number: record[0].to_owned(),
            in_force_from: day(2)?,
            in_force_to: day(3)?,
            replaced_by,
        })
    }

    /// The first day on which it may be cited, as far as it is known.
    pub fn first_day(&self) -> Option<Date> {
        let year = self.number.split('/').nth(1).and_then(|year| year.parse().ok());
        self.in_force_from.or_else(|| Date::new(year?, 1, 1).ok())
    }
}
