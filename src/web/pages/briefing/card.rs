//! The card: one screen of a telephone, one sheet of paper, one picture, one text.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::MethodRouter,
};
use utoipa::{IntoParams, IntoResponses};

use super::super::{
    super::{
        ServedSite,
        api::schema::PeriodId,
        http::{
            error::WebError,
            page_context::{PageContext, page_route},
            query::RequestQuery,
        },
    },
    parts::{briefing::BriefingView, frame::PageLayout},
};
use crate::{
    chart::{ImageSize, render_png},
    report::{CARD_REPORT, ReportContext, ReportFormat, ReportRequest, find_signing_day, make},
    view::{BriefingRequest, CHAT_CHARACTERS, PageChart, PictureError, fit_sentences},
    warehouse::query::AgencyName,
};

#[derive(Template)]
#[template(path = "card.html")]
struct CardPage {
    frame: PageLayout,
    briefing: BriefingView,
    ladder: Option<PageChart>,
    /// The address of the card in another form, but for its ending.
    forms: Vec<(&'static str, String)>,
    overview: String,
    meeting: String,
}

/// What is asked of a card.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from the shape alone")]
pub struct CardQuestion {
    /// The newest there is without it
    #[param(inline, value_type = Option<PeriodId>, example = "2023-W52")]
    period: Option<String>,
    /// Of this agency and those below it
    agency: Option<String>,
}

/// How a card may be refused: with a page for people.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the document is made from the shapes alone")]
pub enum CardRefusal {
    /// What of the request cannot be read
    #[response(status = 400, content_type = "text/html")]
    BadRequest(String),
    /// Who asks may not see this
    #[response(status = 403, content_type = "text/html")]
    Forbidden(String),
    /// What there is none of
    #[response(status = 404, content_type = "text/html")]
    NotFound(String),
    /// Nothing was taken in yet
    #[response(status = 503, content_type = "text/html")]
    Unavailable(String),
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(card_view)
}

fn card_view(context: &PageContext) -> Result<CardPage, WebError> {
    let agency = context.query.find_agency(context.warehouse, context.view.period)?;
    let request = card_request(context, agency.as_ref())?;
    let briefing = request.make_briefing()?;
    let ladder = if briefing.tally.all() > 1 {
        request.chart_request(&briefing).draw_for_page()?
    } else {
        None
    };
    let form = |path: &str| context.query.with_path(path).address_with(&[]);
    Ok(CardPage {
        frame: context.page_layout("overview")?,
        briefing: BriefingView::new(context, &briefing),
        ladder,
        forms: vec![
            ("PNG", form("/card.png")),
            ("PDF", form("/card.pdf")),
            ("TXT", form("/card.txt")),
        ],
        overview: format!("/{}", context.view.query()),
        meeting: form("/meeting"),
    })
}

/// A card has room for few names.
fn card_request<'p>(
    context: &'p PageContext,
    agency: Option<&'p AgencyName>,
) -> Result<BriefingRequest<'p>, WebError> {
    let request = context.briefing_request(context.warehouse, agency)?;
    Ok(BriefingRequest { is_brief: true, ..request })
}

/// Answers with the card as a picture for a chat.
#[utoipa::path(get, path = "/card.png", tag = "card", summary = "The answers of a period as a picture",
    params(CardQuestion),
    responses(
        (status = 200, description = "A picture 1280 dots wide", content_type = "image/png"),
        CardRefusal,
    ))]
pub async fn card_png(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let make = move |context: &PageContext| {
        let agency = context.query.find_agency(context.warehouse, context.view.period)?;
        let request = card_request(context, agency.as_ref())?;
        let card = request.make_card(&request.make_briefing()?)?;
        let svg = card.render_svg().map_err(PictureError::from)?;
        Ok(render_png(&svg, ImageSize::Zalo).map_err(PictureError::from)?)
    };
    let bytes = site.run_query(query, make).await?;
    Ok(([(header::CONTENT_TYPE, "image/png")], bytes).into_response())
}

/// Answers with the card as a text of at most 900 characters.
#[utoipa::path(get, path = "/card.txt", tag = "card", summary = "The answers of a period as a text of at most 900 characters",
    params(CardQuestion),
    responses(
        (status = 200, description = "Whole sentences; what was left out is said", content_type = "text/plain"),
        CardRefusal,
    ))]
pub async fn card_text(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let make = move |context: &PageContext| {
        let agency = context.query.find_agency(context.warehouse, context.view.period)?;
        let request = card_request(context, agency.as_ref())?;
        let briefing = request.make_briefing()?;
        Ok(fit_sentences(context.words(), &briefing, None, CHAT_CHARACTERS) + "\n")
    };
    let text = site.run_query(query, make).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// Answers with the card as one sheet of paper.
#[utoipa::path(get, path = "/card.pdf", tag = "card", summary = "The answers of a period on one sheet A4",
    params(CardQuestion),
    responses(
        (status = 200, description = "A sheet", content_type = "application/pdf"),
        CardRefusal,
    ))]
pub async fn card_pdf(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let served = Arc::clone(&site);
    let make = move |context: &PageContext| {
        let period = context.view.period;
        let agency = context.query.find_agency(context.warehouse, period)?;
        let report = context.catalog.find_report(CARD_REPORT)?;
        let paper = ReportContext::new(
            context.catalog,
            &served.settings.office,
            context.warehouse,
            find_signing_day(context.warehouse, period)?,
        )
        .of_scope(served.sending.current().scope.clone());
        let agency = agency.as_ref().map(|agency| agency.code.as_str());
        let made = make(&paper, ReportRequest { report, period, agency }, &[ReportFormat::Pdf])?;
        let file = made.into_iter().next();
        file.map(|file| file.bytes)
            .ok_or_else(|| WebError::NotFound { what: CARD_REPORT.to_owned() })
    };
    let bytes = site.run_query(query, make).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response())
}
