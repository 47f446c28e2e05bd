//! Hồ sơ: the dossiers behind a number, looked through page by page.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{extract::State, response::Response, routing::MethodRouter};

use super::{
    super::{
        ServedSite,
        http::{
            error::WebError,
            export::{ExportFormat, file_response},
            page_context::{PageContext, page_route},
            query::RequestQuery,
        },
    },
    parts::{dossier_line::DossierLine, frame::PageLayout},
};
use crate::{
    catalog::metric::Metric,
    domain::basis::MetricBasis,
    domain::{decimal::format_unsigned, measure::MetricSubject, name::bare_key},
    view::ExportTable,
    warehouse::query::{
        AgencyFilter, AgencyLevel, AgencyName, BreakdownDimension, FoundRows, MetricRequest,
        RowsAsked,
    },
};

const ON_A_PAGE: u64 = 50;
/// Nobody reads more; a last row says how many are missing.
const EXPORTED: u64 = 200_000;

#[derive(Template)]
#[template(path = "dossiers.html")]
struct DossiersPage {
    frame: PageLayout,
    title: String,
    metric: String,
    rule: String,
    total: String,
    rows: Vec<DossierLine>,
    /// What counts procedures or agencies has rows without a page of their own.
    has_own_pages: bool,
    /// Asked for by a metric, and none of the lists.
    is_named: bool,
    /// Id, name, and whether it is shown.
    lists: Vec<(String, String, bool)>,
    agencies: Vec<(String, String, bool)>,
    procedures: Vec<(String, String, bool)>,
    code: String,
    carried: Vec<(String, String)>,
    earlier: Option<String>,
    later: Option<String>,
    /// "1–50"
    shown: String,
    csv: String,
    xlsx: String,
}

/// Which dossiers an address asks for.
struct DossierRequest<'a> {
    title: String,
    metric: &'a Metric,
    failing: bool,
    list: Option<&'a str>,
    agency: Option<AgencyName>,
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(dossiers_view)
}

/// Answers with the dossiers behind a number as a CSV file, at most 200,000 of them.
pub async fn dossiers_csv(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    site.run_query(query, |context| {
        file_response(&dossier_table(context)?, ExportFormat::Csv, "ho-so")
    })
    .await
}

/// Answers with the dossiers behind a number as an XLSX file, at most 200,000 of them.
pub async fn dossiers_xlsx(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    site.run_query(query, |context| {
        file_response(&dossier_table(context)?, ExportFormat::Xlsx, "ho-so")
    })
    .await
}

fn dossiers_view(context: &PageContext) -> Result<DossiersPage, WebError> {
    let asked = parse_request(context)?;
    let (page, found) = shown_page(context, &asked)?;
    let names = agency_names(context, &asked)?;
    let first = (page - 1) * ON_A_PAGE + 1;
    let last = first - 1 + found.rows.len() as u64;
    let at_page = |page: u64| context.query.address_with(&[("page", Some(&page.to_string()))]);
    let export = |ending: &str| {
        let path = context.query.with_path(format!("/dossiers.{ending}"));
        path.address_with(&[("page", None), ("period", Some(&context.view.period.to_string()))])
    };
    let line =
        |row| DossierLine::new(context.catalog, row, name_in_period(context, &row.agency_code));
    let mut frame = context.metric_layout("dossiers", asked.metric)?;
    if asked.list.is_some() {
        frame.rules = context.rule_choices(&asked.metric.id)?;
    }
    let total = if frame.gap.is_some() { "–".to_owned() } else { format_unsigned(found.total) };
    Ok(DossiersPage {
        frame,
        metric: asked.metric.name.clone(),
        rule: asked.metric.rule_name.clone(),
        has_own_pages: asked.metric.subject == MetricSubject::Dossier,
        total,
        rows: found.rows.iter().map(line).collect(),
        is_named: asked.list.is_none(),
        lists: (context.catalog.overview.lists.iter())
            .map(|list| (list.id.clone(), list.name.clone(), asked.list == Some(&list.id)))
            .collect(),
        agencies: agency_choices(&names, asked.agency.as_ref()),
        procedures: procedure_choices(context, &asked)?,
        code: context.query.get_option("code").unwrap_or_default().to_owned(),
        carried: context.query.form_fields(&["list", "agency", "procedure", "code", "page"]),
        earlier: (page > 1).then(|| at_page(page - 1)),
        later: (last < found.total).then(|| at_page(page + 1)),
        shown: format!("{}–{}", format_unsigned(first), format_unsigned(last)),
        csv: export("csv"),
        xlsx: export("xlsx"),
        title: asked.title,
    })
}

/// The page asked for; past the end, the last one.
fn shown_page(context: &PageContext, asked: &DossierRequest) -> Result<(u64, FoundRows), WebError> {
    let page = u64::from(context.query.parse_option::<u32>("page")?.unwrap_or(1).max(1));
    let at = |page: u64| find_dossiers(context, asked, (page - 1) * ON_A_PAGE, ON_A_PAGE);
    let found = at(page)?;
    if page == 1 || !found.rows.is_empty() {
        return Ok((page, found));
    }
    let total = find_dossiers(context, asked, 0, 1)?.total;
    let last = total.div_ceil(ON_A_PAGE).max(1);
    Ok((last, at(last)?))
}

/// A list of the content, or what stands behind a named metric: of a share, what pulls it down.
fn parse_request<'a>(context: &PageContext<'a>) -> Result<DossierRequest<'a>, WebError> {
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

fn find_dossiers(
    context: &PageContext,
    asked: &DossierRequest,
    skip: u64,
    at_most: u64,
) -> Result<FoundRows, WebError> {
    Ok(context.warehouse.dossiers.list(&RowsAsked {
        metric: asked.metric,
        period: context.view.period,
        agency: asked.agency.as_ref().map(|agency| agency.code.as_str()),
        failing: asked.failing,
        procedure: context.query.get_option("procedure"),
        code: context.query.get_option("code"),
        skip,
        at_most,
    })?)
}

fn agency_names(
    context: &PageContext,
    asked: &DossierRequest,
) -> Result<HashMap<String, String>, WebError> {
    let all = AgencyFilter { level: Some(AgencyLevel::All), ..AgencyFilter::default() };
    let request =
        MetricRequest { basis: MetricBasis::Computed, ..context.metric_request(asked.metric) };
    let values = all.select_values(asked.metric, &context.warehouse.metrics.values(&request)?);
    Ok(values.into_iter().map(|value| (value.agency_code, value.agency_name)).collect())
}

/// What handled it was called so then; today it may be part of another.
fn name_in_period(context: &PageContext, code: &str) -> String {
    context.warehouse.agencies.find_name(code, context.view.period).unwrap_or(code).to_owned()
}

fn agency_choices(
    names: &HashMap<String, String>,
    chosen: Option<&AgencyName>,
) -> Vec<(String, String, bool)> {
    let mut all: HashMap<&str, &str> =
        names.iter().map(|(code, name)| (code.as_str(), name.as_str())).collect();
    all.extend(chosen.map(|agency| (agency.code.as_str(), agency.name.as_str())));
    let is_chosen = |code: &str| chosen.is_some_and(|agency| agency.code == code);
    let mut choices: Vec<_> = (all.into_iter())
        .map(|(code, name)| (code.to_owned(), name.to_owned(), is_chosen(code)))
        .collect();
    choices.sort_by_cached_key(|(code, name, _)| (bare_key(name), code.clone()));
    choices
}

/// The procedures that have most of them.
fn procedure_choices(
    context: &PageContext,
    asked: &DossierRequest,
) -> Result<Vec<(String, String, bool)>, WebError> {
    const OFFERED: usize = 100;
    let agency = asked.agency.as_ref().map(|agency| agency.code.as_str());
    let chosen = context.query.get_option("procedure");
    let slices = (context.warehouse).breakdowns.by_dimension(
        asked.metric,
        context.view.period,
        agency,
        BreakdownDimension::Procedure,
    )?;
    let choice = |slice: crate::warehouse::query::BreakdownPart| {
        let code = slice.code?;
        let name = slice.name.unwrap_or_else(|| code.clone());
        let is_chosen = chosen == Some(code.as_str());
        Some((code, name, is_chosen))
    };
    let mut choices: Vec<_> = slices.into_iter().filter_map(choice).take(OFFERED).collect();
    if let Some(code) = chosen.filter(|code| !choices.iter().any(|(known, ..)| known == code)) {
        choices.push((code.to_owned(), code.to_owned(), true));
    }
    Ok(choices)
}

fn dossier_table(context: &PageContext) -> Result<ExportTable, WebError> {
    let asked = parse_request(context)?;
    let found = find_dossiers(context, &asked, 0, EXPORTED)?;
    let heads =
        ["dossier_code", "agency", "procedure_name", "status", "received_at", "due_at", "ended_at"];
    let mut sheet = ExportTable::new(
        &asked.title,
        heads.map(|id| context.words().fill_phrase(&format!("column.{id}"), &[])),
    );
    for row in &found.rows {
        let line =
            DossierLine::new(context.catalog, row, name_in_period(context, &row.agency_code));
        let DossierLine { code, agency, procedure, status, received, due, ended } = line;
        let days = [received, due, ended].map(|day| if day == "–" { String::new() } else { day });
        sheet.push_row([vec![code, agency, procedure, status], days.into()].concat());
    }
    // An empty list is not to be taken for one of nobody.
    sheet.rows.extend(context.describe_gap(asked.metric).map(|gap| vec![gap]));
    let missing = found.total - found.rows.len() as u64;
    if missing > 0 {
        let count = format_unsigned(missing);
        sheet.push_row([context.words().fill_phrase("dossiers.missing", &[("count", &count)])]);
    }
    Ok(sheet)
}
