//! What a metric's forecast is made of: one SQL file per metric, `queries/forecasts/<metric>.sql`.

use serde::Deserialize;

use super::{
    CatalogError,
    content::{ContentFile, header::read_header},
};

/// Describes the forecast of a metric: its header, and the SQL that yields its subjects.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForecastDefinition {
    /// The metric's.
    pub id: String,
    /// Yields one row per subject that was or will be judged: `agency_code`, `subject_id`, `received_on`, `due_on`,
    /// `ended_on`, which is null while it is open.
    #[serde(skip)]
    pub sql: String,
    #[serde(skip)]
    pub path: String,
}

impl ForecastDefinition {
    /// Parses the SQL file of a forecast; fails when its header is wrong or its id is not the file's name.
    pub fn parse_file(file: &ContentFile) -> Result<Self, CatalogError> {
        let forecast: Self = read_header(file, |forecast: &Self| &forecast.id)?;
        Ok(Self { sql: file.to_text()?.to_owned(), path: file.path.clone(), ..forecast })
    }
}
