//! Somebody with a browser: asks the router, reads the answer by selector.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, Response, StatusCode},
};
use jiff::civil::{DateTime, date};
use motcua::web::{Site, router};
use scraper::{Html, Selector};
use tower::ServiceExt;

use crate::office::Office;

/// The day after the exports of the sample.
const NOW: DateTime = date(2024, 1, 2).at(8, 0, 0, 0);

pub struct Visitor {
    /// Its data folder goes with it.
    pub office: Office,
    site: Arc<Site>,
}

impl Visitor {
    pub fn of(office: Office) -> Self {
        Self::on(office, || NOW)
    }

    /// On another day.
    pub fn on(office: Office, clock: fn() -> DateTime) -> Self {
        let site = Arc::new(Site::new(office.catalog.clone(), &office.data(), clock));
        Self { office, site }
    }

    pub async fn get(&self, address: &str) -> Response<Body> {
        self.send(Request::get(address).body(Body::empty()).expect("a request")).await
    }

    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        router(Arc::clone(&self.site)).oneshot(request).await.expect("answered")
    }

    /// Where the matching links of a page lead.
    pub fn links(&self, page: &Html, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        let links = page.select(&selector).filter_map(|link| link.attr("href"));
        links.map(str::to_owned).collect()
    }

    pub async fn page(&self, address: &str) -> Html {
        let response = self.get(address).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        Html::parse_document(&text(response).await)
    }
}

pub async fn bytes(response: Response<Body>) -> Vec<u8> {
    axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec()
}

pub async fn text(response: Response<Body>) -> String {
    String::from_utf8(bytes(response).await).expect("UTF-8")
}

/// The text of every match, its spaces folded.
pub fn all(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let fold = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    page.select(&selector)
        .map(|element| fold(element.text().collect::<Vec<_>>().join(" ")))
        .collect()
}
