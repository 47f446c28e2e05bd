//! Which dossiers an address asks for.

use crate::{
    catalog::metric::Metric,
    domain::name::bare_key,
    warehouse::query::{AgencyName, BreakdownDimension, FoundRows, RowsAsked},
    web::{
        error_page::error_details::ChoiceDetails,
        finding::agency_finder::{LISTED, code_of_offer, offer_name},
        http::{error::WebError, page_context::PageContext},
    },
};

/// Says which dossiers an address asks for.
pub struct DossierRequest<'a> {
    pub title: String,
    pub metric: &'a Metric,
    pub failing: bool,
    pub list: Option<&'a str>,
    pub agency: Option<AgencyName>,
    /// The code of the procedure, whatever was typed for it.
    pub procedure: Option<String>,
}

/// A list of the content, or what stands behind a named metric: of a share, what pulls it down.
pub fn parse_request<'a>(context: &PageContext<'a>) -> Result<DossierRequest<'a>, WebError> {
    let asked = parse_list(context)?;
    let procedure = find_procedure(context, asked.metric)?;
    Ok(DossierRequest { procedure, ..asked })
}

/// The code of the procedure asked for: a code, a name with its code as lists offer it, or words of its name. Fails where several
/// procedures are called so, and where none is.
fn find_procedure(context: &PageContext, metric: &Metric) -> Result<Option<String>, WebError> {
    let Some(text) = context.query.get_option("procedure") else {
        return Ok(None);
    };
    let period = context.view.period;
    let parts = (context.warehouse).breakdowns.by_dimension(
        metric,
        period,
        None,
        BreakdownDimension::Procedure,
    )?;
    let listed =
        parts.iter().filter_map(|part| Some((part.code.as_deref()?, part.name.as_deref()?)));
    let mut found = find_among(listed, text);
    // What the list has nothing of now may be known all the same: then there is none, and that is true.
    let known =
        if found.is_empty() { context.warehouse.dossiers.list_procedures()? } else { Vec::new() };
    if found.is_empty() {
        found = find_among(known.iter().map(|(code, name)| (&**code, &**name)), text);
    }
    match found.as_slice() {
        // Of what nobody knows 0 would be a lie.
        [] => {
            let said = context.words().fill_phrase("dossiers.no_procedure", &[("what", text)]);
            Err(WebError::Nothing { said })
        }
        [(code, _)] => Ok(Some((*code).to_owned())),
        several => {
            let choice = |(code, name): &(&str, &str)| {
                let address =
                    context.query.address_with(&[("procedure", Some(code)), ("page", None)]);
                (offer_name(name, code), address)
            };
            let choice = ChoiceDetails {
                choices: several.iter().take(LISTED).map(choice).collect(),
                unlisted: several.len().saturating_sub(LISTED),
                form: None,
            };
            Err(WebError::Choose { what: text.to_owned(), choice: Box::new(choice) })
        }
    }
}

/// Who of some procedures, by code and name, a text means.
fn find_among<'p>(
    procedures: impl Iterator<Item = (&'p str, &'p str)> + Clone,
    text: &str,
) -> Vec<(&'p str, &'p str)> {
    let (code, key) = (code_of_offer(text), bare_key(text));
    let found: Vec<_> = procedures.clone().filter(|(known, _)| *known == code).collect();
    // Digits are of a code, and a wrong code is no name.
    if found.is_empty() && key.chars().any(char::is_alphabetic) {
        return procedures.filter(|(_, name)| bare_key(name).contains(&key)).collect();
    }
    found
}

fn parse_list<'a>(context: &PageContext<'a>) -> Result<DossierRequest<'a>, WebError> {
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
            let procedure = None;
            return Ok(DossierRequest { title, metric, failing, list: None, agency, procedure });
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
        procedure: None,
    })
}

/// Finds the dossiers asked for, past the first `skip`, at most so many.
pub fn find_dossiers(
    context: &PageContext,
    asked: &DossierRequest,
    skip: u64,
    at_most: u64,
) -> Result<FoundRows, WebError> {
    let extras = context.query.parse_extras(context.catalog)?;
    let rows = context.query.narrow_rows(RowsAsked {
        extras: &extras,
        agency: asked.agency.as_ref().map(|agency| agency.code.as_str()),
        failing: asked.failing,
        skip,
        at_most,
        ..RowsAsked::new(asked.metric, context.view.period)
    })?;
    let rows = RowsAsked { procedure: asked.procedure.as_deref(), ..rows };
    Ok(context.warehouse.dossiers.list(&rows)?)
}

/// Names an agency as it was called in the period: today it may be part of another.
pub fn name_in_period(context: &PageContext, code: &str) -> String {
    context.warehouse.agencies.find_name(code, context.view.period).unwrap_or(code).to_owned()
}
