//! The page of what is due.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{extract::State, response::Html};

use super::request::{DueRequest, find_due};
use crate::{
    domain::{decimal::format_unsigned, office_hours::DueWindow, vietnamese_date::format_moment},
    warehouse::query::{DueBasis, DueDossier, DueList},
    web::{
        ServedSite,
        http::{
            error::WebError,
            page_context::{PageContext, render_page},
            query::RequestQuery,
        },
        pages::parts::{dossier_line::format_instant, frame::PageLayout},
    },
};

/// Shown on the page; the files have them all.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "due.html")]
struct DuePage {
    frame: PageLayout,
    agency: Option<String>,
    /// How many within 24 hours, and within three working days with those.
    headline: Option<(String, String)>,
    /// The moment counted from, where it is not now.
    as_of: Option<String>,
    basis: String,
    rule: String,
    windows: Vec<WindowChoice>,
    units: Vec<UnitLine>,
    lines: Vec<DueLine>,
    /// How many more there are than are shown.
    missing: Option<String>,
    apart: Vec<String>,
    all_units: String,
    csv: String,
    xlsx: String,
}

struct WindowChoice {
    name: String,
    count: String,
    address: String,
    is_on: bool,
}

/// One agency, and how many of its dossiers are in each window.
struct UnitLine {
    name: String,
    address: String,
    counts: [String; DueWindow::LISTED.len()],
}

struct DueLine {
    code: String,
    agency: String,
    procedure: String,
    status: String,
    due: String,
    left: String,
    known: String,
    window: &'static str,
}

/// Shows what is due; made anew each time, since it hangs on the hour.
pub async fn due_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Html<String>, WebError> {
    site.run_query(query, |context| render_page(&due_view(context)?)).await
}

fn due_view(context: &PageContext) -> Result<DuePage, WebError> {
    let DueRequest { agency, window, list } = find_due(context)?;
    let words = context.words();
    let export = |ending: &str| {
        context.query.with_path(format!("/due.{ending}")).address_with(&[("period", None)])
    };
    let in_window = |one: &&DueDossier| window.is_none_or(|window: DueWindow| one.window == window);
    let chosen: Vec<&DueDossier> =
        list.iter().flat_map(|list| &list.dossiers).filter(in_window).collect();
    let missing = chosen.len().saturating_sub(SHOWN);
    Ok(DuePage {
        frame: context.page_layout("dossiers")?,
        agency: agency.map(|agency| agency.name),
        headline: list.as_ref().map(|list| {
            let day = list.count(DueWindow::WithinDay);
            let days = day + list.count(DueWindow::WithinDays);
            (format_unsigned(day as u64), format_unsigned(days as u64))
        }),
        as_of: (list.as_ref().filter(|list| list.basis == DueBasis::Export))
            .map(|list| format_moment(list.counted_from)),
        basis: list.as_ref().map_or_else(
            || words.fill_phrase("due.none_known", &[]),
            |list| words.due_basis_sentence(list),
        ),
        rule: words.due_rule_sentence(&context.hours),
        windows: list.as_ref().map_or_else(Vec::new, |list| window_choices(context, list, window)),
        units: list.as_ref().map_or_else(Vec::new, |list| unit_lines(context, list)),
        lines: chosen.into_iter().take(SHOWN).map(|one| due_line(context, one)).collect(),
        missing: (missing > 0).then(|| format_unsigned(missing as u64)),
        apart: list.as_ref().map_or_else(Vec::new, |list| words.due_apart_sentences(list)),
        all_units: context.query.address_with(&[("agency", None)]),
        csv: export("csv"),
        xlsx: export("xlsx"),
    })
}

fn window_choices(
    context: &PageContext,
    list: &DueList,
    chosen: Option<DueWindow>,
) -> Vec<WindowChoice> {
    let choice = |window: DueWindow| {
        let is_on = chosen == Some(window);
        WindowChoice {
            name: context.words().due_window_name(window),
            count: format_unsigned(list.count(window) as u64),
            address: context.query.address_with(&[("window", (!is_on).then(|| window.id()))]),
            is_on,
        }
    };
    DueWindow::LISTED.map(choice).into()
}

/// The agencies with dossiers in a window, those with most within 24 hours first.
fn unit_lines(context: &PageContext, list: &DueList) -> Vec<UnitLine> {
    let mut by_code: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    for one in &list.dossiers {
        let place = DueWindow::LISTED.iter().position(|window| *window == one.window);
        by_code.entry(&one.agency_code).or_default()[place.unwrap_or_default()] += 1;
    }
    let mut units: Vec<_> = by_code.into_iter().collect();
    units.sort_by_key(|(code, [passed, day, days])| {
        (std::cmp::Reverse((*day, *days, *passed)), *code)
    });
    let line = |(code, counts): (&str, [u64; 3])| UnitLine {
        name: context.name_today(code),
        address: context.query.address_with(&[("agency", Some(code))]),
        counts: counts.map(format_unsigned),
    };
    units.into_iter().map(line).collect()
}

fn due_line(context: &PageContext, one: &DueDossier) -> DueLine {
    DueLine {
        code: one.dossier_code.clone(),
        agency: context.name_today(&one.agency_code),
        procedure: one.procedure_name.clone().unwrap_or_default(),
        status: context.catalog.vocabulary.display_name("status", &one.status).to_owned(),
        due: format_instant(Some(one.due_at)),
        left: context.words().due_left(one.window, one.seconds_left),
        known: format_instant(Some(one.known_at)),
        window: one.window.id(),
    }
}
