//! The content and the settings: what `motcua check` looks at.

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Content,
        HealthFinding,
        HealthState::{Attention, Broken, Sound},
    },
};
use crate::{delivery, warehouse::check_content_sql};

/// Reads settings and content against each other and prepares every SQL.
pub fn check_content(examined: &HealthExamination) -> Vec<HealthFinding> {
    match examined.known_content {
        Some(known) => known.get_or_init(|| look_through(examined)).clone(),
        None => look_through(examined),
    }
}

fn look_through(examined: &HealthExamination) -> Vec<HealthFinding> {
    let problem = match &examined.content_problem {
        Some(problem) => Err(problem.clone()),
        None => find_problem(examined).map_err(|error| match error.downcast_ref() {
            Some(content) => examined.catalog.phrases.tell_content(content),
            None => error.to_string(),
        }),
    };
    let warnings = match problem {
        Err(problem) => {
            let finding = HealthFinding::new(Content, Broken, "broken");
            return vec![finding.with_value("problem", problem)];
        }
        Ok(warnings) => warnings,
    };
    if warnings.is_empty() {
        let finding = HealthFinding::new(Content, Sound, "well");
        let finding = finding.with_value("metrics", examined.catalog.metrics.len());
        return vec![finding.with_value("connectors", examined.catalog.connectors.len())];
    }
    let warn =
        |warning| HealthFinding::new(Content, Attention, "warning").with_value("problem", warning);
    warnings.into_iter().map(warn).collect()
}

/// The warnings of what can be used; an error of what cannot.
fn find_problem(examined: &HealthExamination) -> miette::Result<Vec<String>> {
    let (catalog, settings) = (examined.catalog, examined.settings);
    settings.check_content(catalog)?;
    delivery::check(settings)?;
    let scratch = tempfile::tempdir().map_err(|error| miette::miette!("{error}"))?;
    check_content_sql(catalog, scratch.path())?;
    let mut warnings = catalog.warnings()?;
    warnings.extend(settings.collect_warnings(catalog)?);
    Ok(warnings.iter().map(|warning| catalog.phrases.tell_wording(warning)).collect())
}
