//! The answers and pictures on a large screen, one after another; nothing that could name a person, whoever asks.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};

use super::super::{
    super::{
        ServedSite,
        http::{error::WebError, page_context::PageContext, query::RequestQuery},
    },
    parts::briefing::BriefingView,
};
use crate::{
    chart::ChartSheet,
    domain::sight::DataScope,
    view::{Briefing, BriefingRequest, ChartKind, ChartRequest, LadderEnds, PictureError},
};

/// The one page that has a script, its own: arrow keys.
const OWN_POLICY: &str = "script-src 'self'";
/// More rows than this cannot be read from the end of a hall.
const READABLE: usize = 20;

#[derive(Template)]
#[template(path = "meeting.html")]
struct MeetingPage {
    title: String,
    invented: Option<String>,
    /// What is wrong with the server itself, or that it may not have the newest numbers.
    troubles: Vec<String>,
    briefing: Option<BriefingView>,
    /// For a large screen and for a telephone.
    picture: Option<(String, String)>,
    step: usize,
    steps: usize,
    previous: Option<String>,
    next: Option<String>,
    /// Back to the page it began from.
    overview: String,
}

/// One screen.
enum MeetingScreen {
    Answers,
    Picture((String, String)),
}

/// Shows one screen of the meeting; the first without a step, the last past the end.
pub async fn meeting_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let page = site.run_query(query, |context| Ok(Html(meeting_view(context)?.render()?))).await?;
    let policy = HeaderValue::from_static(OWN_POLICY);
    Ok(([(header::CONTENT_SECURITY_POLICY, policy)], page).into_response())
}

fn meeting_view(context: &PageContext) -> Result<MeetingPage, WebError> {
    let agency = context.query.find_agency(context.warehouse, context.view.period)?;
    // A hall sees what a viewer does.
    let is_everything = *context.warehouse.scope() == DataScope::All;
    let shown = if is_everything {
        context.warehouse.with_scope(&DataScope::Aggregates)?
    } else {
        context.warehouse.clone()
    };
    let request =
        BriefingRequest { is_public: true, ..context.briefing_request(&shown, agency.as_ref())? };
    let briefing = request.make_briefing()?;
    let mut screens = vec![MeetingScreen::Answers];
    // Charts read what is in scope: only of a scope without small counts.
    if !shown.scope().has_rows() {
        screens.extend(draw_pictures(&request, &briefing)?.into_iter().map(MeetingScreen::Picture));
    }
    let steps = screens.len();
    let step = context.query.parse_option::<usize>("step")?.unwrap_or(1).clamp(1, steps);
    let address = |step: usize| context.query.address_with(&[("step", Some(&step.to_string()))]);
    let mut page = MeetingPage {
        title: briefing.title.clone(),
        invented: briefing.invented.clone(),
        troubles: context.troubles.clone(),
        briefing: None,
        picture: None,
        step,
        steps,
        previous: (step > 1).then(|| address(step - 1)),
        next: (step < steps).then(|| address(step + 1)),
        overview: format!("/{}", context.view.query()),
    };
    match screens.swap_remove(step - 1) {
        MeetingScreen::Answers => page.briefing = Some(BriefingView::new(context, &briefing)),
        MeetingScreen::Picture(drawn) => page.picture = Some(drawn),
    }
    Ok(page)
}

/// The ladder first, then how it went, and what it is made of.
fn draw_pictures(
    request: &BriefingRequest,
    briefing: &Briefing,
) -> Result<Vec<(String, String)>, WebError> {
    let mut pictures = Vec::new();
    if let Some(ladder) = request.make_ladder(briefing, LadderEnds::PAGE)? {
        let draw = |sheet| ladder.render_svg(sheet).map_err(PictureError::from);
        pictures.push((draw(ChartSheet::Slide)?, draw(ChartSheet::Phone)?));
    }
    let ladder = request.chart_request(briefing);
    let mut kinds = vec![ChartKind::Line, ChartKind::Parts];
    if (2..=READABLE).contains(&briefing.tally.all()) {
        kinds.push(ChartKind::Heat);
    }
    for kind in kinds.into_iter().filter(|_| !request.basis.is_published()) {
        let picture = ChartRequest { kind, period: request.period, ..ladder };
        pictures.extend(picture.draw_for_meeting()?.map(|drawn| (drawn.page, drawn.phone)));
    }
    Ok(pictures)
}
