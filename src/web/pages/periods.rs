//! Chọn kỳ: every period there is, for the page one came from.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::Uri,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;

use super::{
    super::{
        ServedSite,
        finding::period_choices::{PeriodOption, year_of},
        http::{
            error::WebError,
            page_context::{PageContext, render_page},
            query::RequestQuery,
        },
        navigation::SiteNavigation,
    },
    login::local_address,
    parts::frame::{LayoutChoice, PageLayout},
};
use crate::domain::{
    name::upper_first,
    period::{Period, PeriodCalendar, PeriodShape},
};

#[derive(Template)]
#[template(path = "periods.html")]
struct PeriodsPage {
    frame: PageLayout,
    shown: String,
    said: Option<String>,
    years: Vec<LayoutChoice>,
    groups: Vec<(String, Vec<LayoutChoice>)>,
    /// Whether who asks may see spans of days.
    has_spans: bool,
    /// Where one came from.
    back: String,
    day_from: String,
    day_to: String,
}

/// Shows the periods of a year to choose from; a span of days that was chosen leads back at once.
pub async fn periods_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    site.run_query(query, |context| {
        let back = local_address(context.query.get_option("to").unwrap_or_default());
        let uri: Uri = back.parse().map_err(|_| WebError::BadRequest { problem: back.clone() })?;
        let back = RequestQuery::of_address(&uri, Arc::clone(&context.query.visitor));
        let may = context.warehouse.scope().has_rows() && !context.view.basis.is_published();
        let (from, to) =
            (context.query.parse_option("day_from"), context.query.parse_option("day_to"));
        match (from?, to?) {
            (Some(from), Some(to)) if may && from <= to => {
                let span =
                    Period { calendar: PeriodCalendar::Civil, shape: PeriodShape::Span(from, to) };
                Ok(Redirect::to(&address_of(&back, span)).into_response())
            }
            days => Ok(render_page(&periods_view(context, &back, may, days)?)?.into_response()),
        }
    })
    .await
}

/// The page one came from, in another period.
fn address_of(back: &RequestQuery, period: Period) -> String {
    back.address_with(&[("period", Some(&period.to_string())), ("page", None)])
}

fn periods_view(
    context: &PageContext,
    back: &RequestQuery,
    has_spans: bool,
    days: (Option<Date>, Option<Date>),
) -> Result<PeriodsPage, WebError> {
    let shown = back.parse_period().ok().flatten().unwrap_or(context.view.period);
    let known = context.known_years()?;
    let asked: Option<i16> = context.query.parse_option("year")?;
    let year = asked.unwrap_or_else(|| year_of(shown));
    // What nobody knows anything of has nothing to choose.
    let year = if known.contains(&year) { year } else { known.first().copied().unwrap_or(year) };
    let link = |one: PeriodOption| LayoutChoice {
        address: back.address_with(&[("period", Some(&one.id)), ("page", None)]),
        name: one.name,
        is_on: one.is_on,
    };
    let mut groups: Vec<(String, Vec<LayoutChoice>)> = Vec::new();
    for group in context.groups_of_year(year, shown)? {
        if !group.periods.is_empty() {
            groups.push((group.name, group.periods.into_iter().map(link).collect()));
        }
    }
    let whole = Period { calendar: PeriodCalendar::Civil, shape: PeriodShape::Year(year) };
    let name = |period: Period| upper_first(&context.words().period_name(period));
    if !context.view.basis.is_published() {
        let whole = LayoutChoice {
            name: name(whole),
            address: address_of(back, whole),
            is_on: whole == shown,
        };
        groups.insert(0, (context.words().fill_phrase("choice.years", &[]), vec![whole]));
    }
    let year_tab = |one: &i16| LayoutChoice {
        name: one.to_string(),
        address: context.query.address_with(&[("year", Some(&one.to_string()))]),
        is_on: *one == year,
    };
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    let is_wrong = matches!(days, (Some(from), Some(to)) if from > to);
    let view = (&*back.carried_view(), context.view.basis.is_published());
    let frame = context.page_layout("")?;
    let nav = SiteNavigation::new(&context.catalog.phrases, &back.visitor, view, "");
    Ok(PeriodsPage {
        frame: PageLayout { nav, ..frame },
        shown: name(shown),
        said: is_wrong.then(|| context.words().fill_phrase("choice.bad_days", &[])),
        years: known.iter().map(year_tab).collect(),
        groups,
        has_spans,
        back: back.address_with(&[]).trim_end_matches('?').to_owned(),
        day_from: day(days.0),
        day_to: day(days.1),
    })
}
