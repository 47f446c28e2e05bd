//! Somebody with a browser: asks the router, reads the answer by selector.

use std::sync::{Arc, LazyLock};

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use jiff::civil::{DateTime, date};
use motcua::{
    catalog::{
        CatalogVersions,
        phrases::PhraseBook,
        settings::{ProgramSettings, edit::LiveSettings},
    },
    domain::sight::UserRole,
    state::StateDatabase,
    version_store::VersionFollower,
    web::{AccessLog, FirstRunKey, IdentityProvider, JobRunner, ServedSite, build_router},
};
use scraper::{Html, Selector};
use tower::ServiceExt;

use crate::support::office::Office;

/// The day after the exports of the sample.
const NOW: DateTime = date(2024, 1, 2).at(8, 0, 0, 0);

/// Given to whoever is added, and what they changed it to.
pub const PASSWORD: &str = "correct horse";
pub const CHANGED: &str = "battery staple";

pub struct Visitor {
    /// Its data folder goes with it.
    pub office: Office,
    site: Arc<ServedSite>,
}

impl Visitor {
    pub fn of(office: Office) -> Self {
        Self::on(office, || NOW)
    }

    /// On another day.
    pub fn on(office: Office, clock: fn() -> DateTime) -> Self {
        Self::under(office, ProgramSettings::default(), clock)
    }

    /// Of a server set up so.
    pub fn under(office: Office, settings: ProgramSettings, clock: fn() -> DateTime) -> Self {
        let site = ServedSite::new(office.catalog.clone(), settings, &office.data(), clock);
        let site = Arc::new(site.expect("a state"));
        Self { office, site }
    }

    /// Of a server whose content may change while it runs, with somebody who takes exports in by it.
    pub fn of_versions(
        office: Office,
        versions: CatalogVersions,
        works: Arc<dyn JobRunner>,
    ) -> Self {
        let settings = ProgramSettings::default();
        let site = ServedSite::new(versions, settings, &office.data(), || NOW).expect("a state");
        Self { office, site: Arc::new(site) }.with_works(works)
    }

    /// With somebody who takes exports in.
    pub fn with_works(self, works: Arc<dyn JobRunner>) -> Self {
        let Ok(mut site) = Arc::try_unwrap(self.site) else {
            panic!("nobody else has it yet");
        };
        site.works = Some(works);
        Self { site: Arc::new(site), ..self }
    }

    /// With another key of the page of the first run.
    pub fn with_first_run(self, key: FirstRunKey) -> Self {
        let Ok(mut site) = Arc::try_unwrap(self.site) else {
            panic!("nobody else has it yet");
        };
        site.first_run = key;
        Self { site: Arc::new(site), ..self }
    }

    /// With a server people log in at.
    pub fn with_identity_provider(self, provider: Option<IdentityProvider>) -> Self {
        let Ok(mut site) = Arc::try_unwrap(self.site) else {
            panic!("nobody else has it yet");
        };
        site.identity_provider = provider;
        Self { site: Arc::new(site), ..self }
    }

    /// Of a reading node.
    pub fn with_follower(self, follower: Arc<VersionFollower>) -> Self {
        let Ok(mut site) = Arc::try_unwrap(self.site) else {
            panic!("nobody else has it yet");
        };
        site.follower = Some(follower);
        Self { site: Arc::new(site), ..self }
    }

    /// With a log of who asked for what.
    pub fn with_access_log(self, log: AccessLog) -> Self {
        let Ok(mut site) = Arc::try_unwrap(self.site) else {
            panic!("nobody else has it yet");
        };
        site.access_log = Some(log);
        Self { site: Arc::new(site), ..self }
    }

    /// What the server sends by.
    pub fn sending(&self) -> &LiveSettings {
        &self.site.sending
    }

    pub async fn get(&self, address: &str) -> Response<Body> {
        self.send(Request::get(address).body(Body::empty()).expect("a request")).await
    }

    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        build_router(Arc::clone(&self.site)).oneshot(request).await.expect("answered")
    }

    /// Lets somebody in by the back door: the cookie a login would set.
    pub fn let_in(&self, name: &str, role: UserRole, agency: Option<&str>) -> String {
        let state = StateDatabase::open(&self.office.data()).expect("a state");
        // What a password costs is not what these tests are about.
        if state.require_user(name).is_err() {
            state.add_user(name, role, agency, PASSWORD, NOW).expect("added");
            let first =
                state.begin_session(&state.require_user(name).expect("there"), NOW).expect("in");
            let first = state.find_session(&first, NOW).expect("asked").expect("in");
            state.change_password(name, CHANGED, &first.digest).expect("changed");
        }
        let id = state.begin_session(&state.require_user(name).expect("there"), NOW).expect("in");
        format!("motcua_session={id}")
    }

    /// Asks as whoever has that cookie.
    pub async fn get_as(&self, cookie: &str, address: &str) -> Response<Body> {
        let request = Request::get(address).header(header::COOKIE, cookie);
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    pub async fn page_as(&self, cookie: &str, address: &str) -> Html {
        let response = self.get_as(cookie, address).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        read_page(response, address).await
    }

    /// What the page of the work says, once it is done.
    pub async fn work_done(&self, cookie: &str) -> Vec<String> {
        loop {
            let told = all(&self.page_as(cookie, "/work").await, "section li");
            if !told.is_empty() {
                return told;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    /// Sends a form as a page of this server would.
    pub async fn post_as(&self, cookie: &str, address: &str, fields: &str) -> Response<Body> {
        let request = Request::post(address)
            .header(header::HOST, "motcua.local")
            .header(header::ORIGIN, "http://motcua.local")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookie);
        self.send(request.body(Body::from(fields.to_owned())).expect("a request")).await
    }

    /// What the forms of a session carry.
    pub fn form_token(&self, cookie: &str) -> String {
        let state = StateDatabase::open(&self.office.data()).expect("a state");
        let id = cookie.split_once('=').expect("a cookie").1;
        state.find_session(id, NOW).expect("asked").expect("in").form_token
    }

    /// Where the matching links of a page lead.
    pub fn links(&self, page: &Html, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        let links = page.select(&selector).filter_map(|link| link.attr("href"));
        links.map(str::to_owned).collect()
    }

    /// An attribute of every match.
    pub fn attributes(&self, page: &Html, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        page.select(&selector).filter_map(|one| one.attr(name)).map(str::to_owned).collect()
    }

    pub async fn page(&self, address: &str) -> Html {
        let response = self.get(address).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        read_page(response, address).await
    }
}

/// A page; every sentence of it could be said.
async fn read_page(response: Response<Body>, address: &str) -> Html {
    let page = text(response).await;
    assert_eq!(unsaid(&page), None, "{address}");
    Html::parse_document(&page)
}

/// The id of a phrase that stands in a text instead of its sentence: something it asks for was not given.
pub fn unsaid(text: &str) -> Option<&'static str> {
    static IDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let phrases = PhraseBook::built_in().list_placeholders();
        phrases.filter(|(_, asked)| !asked.is_empty()).map(|(id, _)| id).collect()
    });
    IDS.iter().copied().find(|id| text.contains(id))
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
