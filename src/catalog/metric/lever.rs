//! Which dossiers can still move a metric, and what is to be done with them: one SQL file per metric, `queries/levers/<metric>.sql`.

use serde::Deserialize;

use super::super::{
    CatalogError,
    content::{ContentFile, header::read_header},
};

/// Describes how a metric can be moved: its header in words, and the SQL that yields the dossiers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeverDefinition {
    /// The metric's.
    pub id: String,
    /// What is to be done, in Vietnamese as all texts of it.
    pub name: String,
    /// Which dossiers it can be done with.
    pub at_hand: String,
    /// Which dossiers can be moved no more; `None` where there are none such.
    #[serde(default)]
    pub lost: Option<String>,
    /// What the exports do not tell of it.
    #[serde(default)]
    pub note: Option<String>,
    /// Yields `subject_id`, `standing` (`kept`: counts now and no more if it is not done; `gained`: counts only if it is done; `lost`: counts
    /// no more whatever is done) and `lost_on`, the day from which it is too late, null where there is none. It may read `asked` (`first_day`,
    /// `last_day`, `on_day`), `counting` (`subject_id`, `numerator`, `denominator` of the metric until `on_day`) and `falling` (`subject_id`
    /// and `on_day` of what the metric takes out of its numerator between `on_day` and `last_day`, if nothing is done) and `falling_today` (`subject_id` of
    /// what it takes out on `on_day` itself, whose hour may not have passed).
    #[serde(skip)]
    pub sql: String,
    #[serde(skip)]
    pub path: String,
}

impl LeverDefinition {
    /// Parses the SQL file of a lever; fails when its header is wrong or its id is not the file's name.
    pub fn parse_file(file: &ContentFile) -> Result<Self, CatalogError> {
        let lever: Self = read_header(file, |lever: &Self| &lever.id)?;
        Ok(Self { sql: file.to_text()?.to_owned(), path: file.path.clone(), ..lever })
    }
}
