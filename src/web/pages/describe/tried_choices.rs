//! What is chosen of an export, made a connector and tried.

use jiff::civil::Date;

use super::{
    page::{DescribedExport, describe_problem},
    trial::{TrialResult, try_connector},
};
use crate::{
    catalog::connector::draft::ConnectorDraft,
    web::{ServedSite, http::error::WebError},
};

/// A connector made of choices, and what came of the export with it.
pub struct TriedChoices {
    pub draft: ConnectorDraft,
    pub snapshot_on: Option<Date>,
    pub trial: TrialResult,
}

/// Makes a connector of what is chosen and tries the export with it. The inner error is a sentence where the choices make none, or the export
/// cannot be taken in so.
pub fn try_choices(
    site: &ServedSite,
    described: DescribedExport,
) -> Result<Result<TriedChoices, String>, WebError> {
    let DescribedExport { catalog, pending, export, proposal, choices } = described;
    let made = choices
        .parse_day()
        .and_then(|day| choices.to_draft(catalog, export, proposal).map(|draft| (draft, day)));
    let (draft, snapshot_on) = match made {
        Ok(made) => made,
        Err(problem) => return Ok(Err(describe_problem(catalog, &problem))),
    };
    let tried = match catalog.with_connector(&draft) {
        Ok(tried) => tried,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let works = site.works.as_deref().ok_or(WebError::Forbidden)?;
    let trial = try_connector(site, works, (&tried, &draft.id), (pending, snapshot_on))?;
    Ok(trial.map(|trial| TriedChoices { draft, snapshot_on, trial }))
}
