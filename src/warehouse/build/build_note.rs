//! What a build says of itself, in the words that all engines know.

use super::super::{build_plan::BuildPlan, engine::quote_literal, layout::LAYOUT};

/// Writes the statement that notes which data and content a build is of, and until when anything is known.
pub fn build_note(plan: &BuildPlan, data_version: &str) -> String {
    let as_known_on = plan.as_known_on.map_or("null".into(), |day| quote_literal(&day.to_string()));
    // A slip of the pen may lie in the future; what an export shows does not.
    format!(
        "insert into build select {}, cast({as_known_on} as date), \
         least((select cast(max(greatest(received_at, ended_at, returned_at)) as date) from dossier), max(until_on)), \
         max(until_on), {} from known where source_kind = 'dossier'",
        quote_literal(data_version),
        quote_literal(LAYOUT)
    )
}
