//! The page of dossiers.

use std::sync::Arc;

use askama::Template;
use axum::routing::MethodRouter;

use super::{
    choices::{
        ColumnHead, FilterChoice, OFFERED_PROCEDURES, agency_choices, column_heads,
        lateness_choices, order_choices, procedure_choices,
    },
    due_strip::{DueStrip, due_strip},
    request::{DossierRequest, find_dossiers, name_in_period, parse_request},
};
use crate::{
    catalog::connector::extra::{ExtraColumn, PREFIX},
    domain::decimal::format_unsigned,
    domain::measure::MetricSubject,
    domain::vietnamese_date::format_day,
    warehouse::query::{DossierRow, FoundRows},
    web::{
        ServedSite,
        finding::agency_finder::{OFFERED, offer_name},
        http::{
            error::WebError,
            page_context::{PageContext, page_route},
        },
        pages::parts::{dossier_line::DossierLine, frame::PageLayout, paper_links::PaperLink},
    },
};

const ON_A_PAGE: u64 = 50;

/// What the form of the page says itself.
const OF_FORM: [&str; 9] =
    ["list", "agency", "procedure", "code", "page", "lateness", "due_from", "due_to", "sort"];

#[derive(Template)]
#[template(path = "dossiers.html")]
struct DossiersPage {
    frame: PageLayout,
    title: String,
    metric: String,
    rule: String,
    /// "So với hạn tính đến 31/12/2023": up to when lateness is known.
    measured: Option<String>,
    total: String,
    due: Option<DueStrip>,
    heads: Vec<ColumnHead>,
    rows: Vec<DossierLine>,
    /// What counts procedures or agencies has rows without a page of their own.
    has_own_pages: bool,
    /// Asked for by a metric, and none of the lists.
    is_named: bool,
    lists: Vec<FilterChoice>,
    agencies: Vec<FilterChoice>,
    /// The chosen one, to be written over, where there are too many to offer.
    agency_text: Option<String>,
    procedures: Vec<FilterChoice>,
    procedure_text: Option<String>,
    lateness: Vec<FilterChoice>,
    orders: Vec<FilterChoice>,
    code: String,
    /// Columns of the office's own: field, what it is called, what is looked for.
    extras: Vec<(String, String, String)>,
    due_from: String,
    due_to: String,
    carried: Vec<(String, String)>,
    earlier: Option<String>,
    later: Option<String>,
    /// "1–50"
    shown: String,
    csv: String,
    xlsx: String,
    /// About what is listed.
    papers: Vec<PaperLink>,
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(dossiers_view)
}

fn dossiers_view(context: &PageContext) -> Result<DossiersPage, WebError> {
    let asked = parse_request(context)?;
    let (page, found) = shown_page(context, &asked)?;
    let order = context.query.row_order(asked.metric.subject)?;
    let first = (page - 1) * ON_A_PAGE + 1;
    let last = first - 1 + found.rows.len() as u64;
    let at_page = |page: u64| context.query.address_with(&[("page", Some(&page.to_string()))]);
    let export = |ending: &str| {
        let path = context.query.with_path(format!("/dossiers.{ending}"));
        path.address_with(&[("page", None), ("period", Some(&context.view.period.to_string()))])
    };
    let own = if asked.metric.subject == MetricSubject::Dossier {
        context.catalog.extra_columns()
    } else {
        Vec::new()
    };
    let line = |row: &DossierRow| {
        let agency = name_in_period(context, &row.agency_code);
        DossierLine::new(context.catalog, row, agency).with_extras(&own, row)
    };
    let mut frame = context.metric_layout("dossiers", asked.metric)?;
    if asked.list.is_some() {
        frame.rules = context.rule_choices(&asked.metric.id)?;
    }
    let total = if frame.gap.is_some() { "–".to_owned() } else { format_unsigned(found.total) };
    let said = |name: &str| context.query.get_option(name).unwrap_or_default().to_owned();
    let is_of_dossiers = asked.metric.subject == MetricSubject::Dossier;
    let mut agencies = agency_choices(context, &asked)?;
    let agency_text = (agencies.len() > OFFERED).then(|| chosen_text(&agencies));
    if agency_text.is_some() {
        agencies.clear();
    }
    let procedures = procedure_choices(context, &asked)?;
    let procedure_text = (procedures.len() >= OFFERED_PROCEDURES).then(|| chosen_text(&procedures));
    let extra = |column: &ExtraColumn| {
        let name = format!("{PREFIX}{}", column.name);
        let text = said(&name);
        (name, column.label.clone(), text)
    };
    let extras: Vec<_> = own.iter().map(extra).collect();
    Ok(DossiersPage {
        measured: is_of_dossiers.then(|| describe_measuring(context, &asked)).flatten(),
        frame,
        metric: asked.metric.name.clone(),
        rule: asked.metric.rule_name.clone(),
        has_own_pages: is_of_dossiers,
        total,
        due: due_strip(context, &asked)?,
        heads: column_heads(context, order),
        rows: found.rows.iter().map(line).collect(),
        is_named: asked.list.is_none(),
        lists: (context.catalog.overview.lists.iter())
            .map(|list| (list.id.clone(), list.name.clone(), asked.list == Some(&list.id)))
            .collect(),
        agencies,
        agency_text,
        procedures,
        procedure_text,
        lateness: lateness_choices(context)?,
        orders: order_choices(context, order),
        code: said("code"),
        due_from: said("due_from"),
        due_to: said("due_to"),
        carried: {
            let mut of_form: Vec<&str> = OF_FORM.to_vec();
            of_form.extend(extras.iter().map(|(name, ..)| name.as_str()));
            context.query.form_fields(&of_form)
        },
        extras,
        earlier: (page > 1).then(|| at_page(page - 1)),
        later: (last < found.total).then(|| at_page(page + 1)),
        shown: format!("{}–{}", format_unsigned(first), format_unsigned(last)),
        csv: export("csv"),
        xlsx: export("xlsx"),
        papers: papers_of_list(context, &asked)?,
        title: asked.title,
    })
}

/// Papers about the dossiers of a named list, of the agency they are of.
fn papers_of_list(
    context: &PageContext,
    asked: &DossierRequest,
) -> Result<Vec<PaperLink>, WebError> {
    let lists = &context.catalog.overview.lists;
    let Some(list) = lists.iter().find(|list| asked.list == Some(&list.id)) else {
        return Ok(Vec::new());
    };
    let agency = context.query.find_agency(context.warehouse, context.view.period)?;
    context.paper_links(&list.papers, agency.as_ref().map(|agency| agency.code.as_str()))
}

/// The chosen one as lists offer it; nothing where none is.
fn chosen_text(choices: &[FilterChoice]) -> String {
    let chosen = choices.iter().find(|(.., is_on)| *is_on);
    chosen.map_or_else(String::new, |(code, name, _)| offer_name(name, code))
}

/// Up to which day what is open is held against its due day, and what is said of a rule that counts instants.
fn describe_measuring(context: &PageContext, asked: &DossierRequest) -> Option<String> {
    let until = context.warehouse.metrics.known_span(asked.metric).until?;
    let id = format!("lateness.measured_{}", asked.metric.rule.id());
    Some(context.words().fill_phrase(&id, &[("day", &format_day(until))]))
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
