//! Targets as the content has them: a floor not to fall under, a goal to reach.

pub mod office_target;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CatalogError, content::ContentSet};

const PATH: &str = "queries/reference/target.csv";

/// Describes a floor or a goal of a metric, with the agencies and the days it binds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetDefinition {
    pub metric_id: String,
    /// `floor` or `goal`.
    pub kind: String,
    /// The one agency it binds; none for all.
    pub agency_code: Option<String>,
    /// The level whose agencies it binds; none for every level.
    pub level: Option<String>,
    /// A decimal number.
    pub value: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub source: String,
}

impl TargetDefinition {
    /// The targets of a metric, in the order of the file.
    pub fn for_metric(content: &ContentSet, metric_id: &str) -> Result<Vec<Self>, CatalogError> {
        let all = Self::read_rows(PATH, content.file_text(PATH)?.as_bytes())?;
        Ok(all.into_iter().filter(|target| target.metric_id == metric_id).collect())
    }

    /// Every row of a file called `path`.
    pub(super) fn read_rows(path: &str, bytes: &[u8]) -> Result<Vec<Self>, CatalogError> {
        let rows = csv::Reader::from_reader(bytes).into_deserialize();
        rows.collect::<Result<_, _>>().map_err(|error: csv::Error| CatalogError::Table {
            path: path.to_owned(),
            problem: error.to_string(),
        })
    }
}
