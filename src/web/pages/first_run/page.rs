use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    answers::{FirstRunAnswers, load_offices, offered_offices},
    open::{LINK_FILE, ensure_open, usual_inbox, whole_path},
};
use crate::{
    state::access::password_rules::LEAST,
    web::{
        DemoPages, ServedSite,
        http::{client::ClientAddress, error::WebError, query::RequestQuery},
    },
};

/// The name that most offices give the account; theirs to change.
const USUAL_NAME: &str = "quantri";

#[derive(Template)]
#[template(path = "first_run.html")]
struct FirstRunPage {
    key: String,
    /// Whether the page is to be opened by a link that holds the key, which this was not.
    is_shut: bool,
    /// Where that link is written.
    link_file: String,
    answers: FirstRunAnswers,
    offices: Vec<String>,
    /// The folder of the settings: where exports are dropped already.
    set_inbox: Option<String>,
    /// Whether the settings can hold what is chosen here.
    has_file: bool,
    least: usize,
    refused: Option<String>,
    /// Where the samples are shown, once they are.
    demo: Vec<DemoPages>,
}

/// Says what stands on the page besides what was filled in.
#[derive(Default)]
pub struct FirstRunOutcome {
    pub refused: Option<String>,
    pub demo: Vec<DemoPages>,
}

/// Shows the page that sets a new server up.
pub async fn first_run_page(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    query: RequestQuery,
) -> Result<Response, WebError> {
    ensure_open(&site, &client).await?;
    let key = query.get_option("key").unwrap_or_default();
    if !site.first_run.is_it(key) {
        let link_file = site.data.join(LINK_FILE).display().to_string();
        let page = FirstRunPage { is_shut: true, link_file, ..blank_page() };
        return render(&page, StatusCode::FORBIDDEN);
    }
    let answers = FirstRunAnswers {
        name: USUAL_NAME.to_owned(),
        inbox: usual_inbox(&site.data),
        ..FirstRunAnswers::default()
    };
    show_form(site, answers, FirstRunOutcome::default()).await
}

/// Shows the form with what was filled in, and what came of it.
pub async fn show_form(
    site: Arc<ServedSite>,
    answers: FirstRunAnswers,
    outcome: FirstRunOutcome,
) -> Result<Response, WebError> {
    let status = match outcome.refused {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let known = Arc::clone(&site);
    let offices = Arc::clone(&site)
        .with_state(move |_, now| load_offices(&known.catalog.current().content, now.date()));
    let offices = offered_offices(&offices.await?);
    let settings = site.sending.current();
    let page = FirstRunPage {
        key: site.first_run.secret().to_owned(),
        answers,
        offices,
        set_inbox: settings.inbox.as_ref().map(|inbox| whole_path(&inbox.folder)),
        has_file: settings.file_path().is_some(),
        refused: outcome.refused,
        demo: outcome.demo,
        ..blank_page()
    };
    render(&page, status)
}

fn blank_page() -> FirstRunPage {
    FirstRunPage {
        key: String::new(),
        is_shut: false,
        link_file: String::new(),
        answers: FirstRunAnswers::default(),
        offices: Vec::new(),
        set_inbox: None,
        has_file: false,
        least: LEAST,
        refused: None,
        demo: Vec::new(),
    }
}

fn render(page: &FirstRunPage, status: StatusCode) -> Result<Response, WebError> {
    Ok((status, [(header::CACHE_CONTROL, "no-store")], Html(page.render()?)).into_response())
}
