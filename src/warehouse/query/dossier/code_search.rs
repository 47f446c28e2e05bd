//! Dossiers whose code holds a text.

use super::{super::connection::in_list, queries::DossierQueries};
use crate::warehouse::WarehouseError;

/// More are not written out; all events are gone through then.
const FEW: usize = 200;

/// What codes were found.
pub enum FoundCodes {
    Many,
    /// And the agencies that solve the dossiers.
    Few {
        codes: Vec<String>,
        agencies: Vec<String>,
    },
}

impl FoundCodes {
    /// A condition more on events; $5 is the text.
    pub fn event_condition(&self) -> String {
        match self {
            Self::Many => "and subject_id in (select dossier_code from dossier where contains(lower(dossier_code), lower($5)))".into(),
            Self::Few { codes, .. } => in_list("subject_id", codes.iter().map(String::as_str)),
        }
    }

    /// A condition on dossiers. Where few lie is known, and they are read from there alone.
    pub fn dossier_condition(&self) -> Option<String> {
        let Self::Few { codes, agencies } = self else { return None };
        let listed = |column, texts: &[String]| in_list(column, texts.iter().map(String::as_str));
        Some(listed("dossier_code", codes) + " " + &listed("solving_agency", agencies))
    }
}

impl DossierQueries {
    /// Finds the dossiers in scope whose code contains a text, in any case of letters. Returns
    /// `FoundCodes::Many` past 200 of them.
    pub(super) fn find_codes(&self, text: &str) -> Result<FoundCodes, WarehouseError> {
        let sql = "select dossier_code, solving_agency from dossier \
            where contains(lower(dossier_code), lower($1)) limit $2";
        let found: Vec<(String, String)> =
            self.reader.with_connection("cannot look for the code", |connection| {
                let mut query = connection.prepare(sql)?;
                let asked = duckdb::params![text, FEW + 1];
                query.query_map(asked, |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })?;
        if found.len() > FEW {
            return Ok(FoundCodes::Many);
        }
        let (codes, mut agencies): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        agencies.sort_unstable();
        agencies.dedup();
        Ok(FoundCodes::Few { codes, agencies })
    }
}
