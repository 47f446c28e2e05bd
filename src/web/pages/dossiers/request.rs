//! Which dossiers an address asks for.

use crate::{
    catalog::metric::Metric,
    warehouse::query::{AgencyName, FoundRows, RowsAsked},
    web::http::{error::WebError, page_context::PageContext},
};

/// Says which dossiers an address asks for.
pub struct DossierRequest<'a> {
    pub title: String,
    pub metric: &'a Metric,
    pub failing: bool,
    pub list: Option<&'a str>,
    pub agency: Option<AgencyName>,
}

/// A list of the content, or what stands behind a named metric: of a share, what pulls it down.
pub fn parse_request<'a>(context: &PageContext<'a>) -> Result<DossierRequest<'a>, WebError> {
    let agency = context.query.find_agency(context.warehouse, context.view.period)?;
    let lists = &context.catalog.overview.lists;
    let list = match (context.query.get_option("list"), context.query.get_option("metric")) {
        (Some(id), _) => {
            lists.iter().find(|list| list.id == id || list.old_ids.iter().any(|old| old == id))
        }
        (None, Some(id)) => {
            let metric = context.catalog.find_metric(id)?;
            let failing = metric.unit.is_of_hundred();
            let title = if failing {
                context.words().fill_phrase("dossiers.failing", &[("metric", &metric.short_name)])
            } else {
                metric.short_name.clone()
            };
            return Ok(DossierRequest { title, metric, failing, list: None, agency });
        }
        (None, None) => lists.first(),
    };
    let list = list.ok_or_else(|| WebError::NotFound {
        what: context.query.get_option("list").unwrap_or("list").to_owned(),
    })?;
    Ok(DossierRequest {
        title: list.name.clone(),
        // A list says what happened; by which rule is for whoever reads it to choose.
        metric: context.metric(&list.metric)?,
        failing: list.failing,
        list: Some(&list.id),
        agency,
    })
}

/// Finds the dossiers asked for, past the first `skip`, at most so many.
pub fn find_dossiers(
    context: &PageContext,
    asked: &DossierRequest,
    skip: u64,
    at_most: u64,
) -> Result<FoundRows, WebError> {
    let rows = context.query.narrow_rows(RowsAsked {
        agency: asked.agency.as_ref().map(|agency| agency.code.as_str()),
        failing: asked.failing,
        skip,
        at_most,
        ..RowsAsked::new(asked.metric, context.view.period)
    })?;
    Ok(context.warehouse.dossiers.list(&rows)?)
}

/// Names an agency as it was called in the period: today it may be part of another.
pub fn name_in_period(context: &PageContext, code: &str) -> String {
    context.warehouse.agencies.find_name(code, context.view.period).unwrap_or(code).to_owned()
}
