//! The law a metric rests on, as it stood on the days of a period: the table `legal_source`.

use jiff::civil::Date;
use serde::Deserialize;

use super::super::{CatalogError, content::ContentSet, phrases::PhraseBook};
use crate::domain::vietnamese_date::format_day;

const TABLE: &str = "legal_source";

/// A span of days in which one text of law was the basis.
#[derive(Debug, Clone, Deserialize)]
struct LegalSource {
    id: String,
    text: String,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
}

/// Every dated basis in law, by id.
#[derive(Debug, Clone, Default)]
pub struct LegalSources(Vec<LegalSource>);

impl LegalSources {
    /// Loads `queries/reference/legal_source.csv` and every file of the folder of that name, so that an office's own copy of the one leaves the
    /// ids of the others; fails when a row does not parse.
    pub fn load_table(content: &ContentSet) -> Result<Self, CatalogError> {
        let mut sources = Vec::new();
        for file in content.list_table_files(TABLE) {
            for row in csv::Reader::from_reader(&*file.bytes).into_deserialize() {
                sources.push(row.map_err(|error: csv::Error| CatalogError::Table {
                    path: file.path.clone(),
                    problem: error.to_string(),
                })?);
            }
        }
        Ok(Self(sources))
    }

    /// Names the law that was in force from one day to another, each with its days where it changed between them; a source
    /// that is no id of the table is its own text.
    pub fn name_in_force(
        &self,
        phrases: &PhraseBook,
        source: &str,
        (first, last): (Date, Date),
    ) -> String {
        let known = || self.0.iter().filter(|row| row.id == source);
        let in_force = known().filter(|row| {
            row.valid_from.is_none_or(|day| day <= last)
                && row.valid_to.is_none_or(|day| first <= day)
        });
        let rows: Vec<&LegalSource> = in_force.collect();
        match rows[..] {
            [] if known().next().is_none() => source.to_owned(),
            [only] => only.text.clone(),
            _ => rows.iter().map(|row| row.with_days(phrases)).collect::<Vec<_>>().join("; "),
        }
    }
}

impl LegalSources {
    /// Finds the first of some days of which the table names no text under an id; `None` where it names one of each, or has no such id.
    pub fn find_gap(&self, source: &str, (first, last): (Date, Option<Date>)) -> Option<Date> {
        let known = || self.0.iter().filter(|row| row.id == source);
        known().next()?;
        let mut day = first;
        loop {
            let holds = |row: &&LegalSource| {
                row.valid_from.is_none_or(|from| from <= day)
                    && row.valid_to.is_none_or(|to| day <= to)
            };
            let Some(row) = known().find(holds) else { return Some(day) };
            let to = row.valid_to.filter(|to| last.is_none_or(|last| *to < last))?;
            day = to.tomorrow().ok()?;
        }
    }
}

impl LegalSource {
    /// The text with the days that bound it.
    fn with_days(&self, phrases: &PhraseBook) -> String {
        let day = |day: Option<Date>| day.map_or(String::new(), format_day);
        let id = match (self.valid_from, self.valid_to) {
            (None, None) => return self.text.clone(),
            (Some(_), None) => "legal_source.from",
            (None, Some(_)) => "legal_source.to",
            (Some(_), Some(_)) => "legal_source.between",
        };
        let (from, to) = (day(self.valid_from), day(self.valid_to));
        phrases.format_phrase(id, &[("text", &self.text), ("from", &from), ("to", &to)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::before((date(2026, 6, 1), date(2026, 6, 30)), "theo Nghị định 42/2022/NĐ-CP")]
    #[case::after((date(2026, 7, 1), date(2026, 7, 31)), "theo Nghị định 224/2026/NĐ-CP")]
    #[case::across(
        (date(2026, 1, 1), date(2026, 12, 31)),
        "theo Nghị định 42/2022/NĐ-CP (từ ngày 15/08/2022 đến ngày 30/06/2026); theo Nghị định 224/2026/NĐ-CP (từ ngày 01/07/2026)"
    )]
    fn the_law_is_that_of_the_periods_days(#[case] days: (Date, Date), #[case] named: &str) {
        let content = ContentSet::load_layers(None).expect("the content");
        let sources = LegalSources::load_table(&content).expect("the table");
        let phrases = PhraseBook::load_phrases(&content).expect("the phrases");
        assert_eq!(sources.name_in_force(&phrases, "online_services", days), named);
    }

    #[test]
    fn an_offices_own_copy_of_before_leaves_the_ids_that_came_later() {
        let own = tempfile::tempdir().expect("a folder");
        let folder = own.path().join("queries/reference");
        std::fs::create_dir_all(&folder).expect("made");
        let table = "id,text,valid_from,valid_to\nonline_services,theo quy chế,,\n";
        std::fs::write(folder.join("legal_source.csv"), table).expect("written");
        let content = ContentSet::load_layers(Some(own.path())).expect("the content");
        let sources = LegalSources::load_table(&content).expect("the table");
        let phrases = PhraseBook::load_phrases(&content).expect("the phrases");
        let days = (date(2026, 7, 1), date(2026, 7, 31));
        let named = |id| sources.name_in_force(&phrases, id, days);
        assert_eq!(named("online_services"), "theo quy chế");
        assert_eq!(named("processing_days"), "theo Quyết định 766/QĐ-TTg");
    }

    #[test]
    fn a_source_that_is_no_id_is_its_own_text() {
        let (sources, phrases) = (LegalSources::default(), PhraseBook::default());
        let days = (Date::MIN, Date::MAX);
        assert_eq!(sources.name_in_force(&phrases, "theo kế hoạch", days), "theo kế hoạch");
    }
}
