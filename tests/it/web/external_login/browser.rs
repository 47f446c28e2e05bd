//! A browser between a motcua and the server people log in at.

use axum::{
    body::Body,
    http::{HeaderMap, Response, StatusCode, header},
};
use jiff::civil::date;
use motcua::{catalog::settings::ProgramSettings, domain::sight::UserRole, web::IdentityProvider};

use super::identity_stub::{CODE, IdentityStub, StubPlan, query_of};
use crate::support::{
    office::Office,
    visitor::{Visitor, text},
};

/// A motcua whose users may log in at a server that does as planned.
pub struct LoginDesk {
    pub visitor: Visitor,
    pub stub: IdentityStub,
    /// Of a login that was begun.
    pub cookie_name: &'static str,
}

/// A browser that was sent to the server, and what it was sent with.
pub struct SentAway {
    pub cookie: String,
    pub address: String,
}

impl LoginDesk {
    pub fn with(office: Office, plan: StubPlan) -> Self {
        Self::set_up(office, plan, ("", ""))
    }

    /// With one part of the settings written otherwise.
    pub fn set_up(office: Office, plan: StubPlan, (of, by): (&str, &str)) -> Self {
        let stub = IdentityStub::of(plan);
        let text = settings(stub.portal.port);
        assert!(text.contains(of), "{of}");
        let text = text.replacen(of, by, 1);
        let settings = ProgramSettings::parse_text("motcua.toml", &text).expect("well-formed");
        settings.check_content(&office.catalog).expect("well");
        let provider = IdentityProvider::from_settings(&settings, stub.environment());
        let now = || date(2024, 1, 2).at(8, 0, 0, 0);
        let visitor = Visitor::under(office, settings, now)
            .with_identity_provider(provider.expect("random numbers"));
        visitor.let_in("quantri", UserRole::Admin, None);
        let is_secure = text.contains("public_url = \"https:");
        let cookie_name = if is_secure { "__Host-motcua_oidc" } else { "motcua_oidc" };
        Self { visitor, stub, cookie_name }
    }

    /// Presses the button of the login page.
    pub async fn send_away(&self, next: &str) -> SentAway {
        let response = self.visitor.get(&format!("/login/oidc?next={next}")).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let address = response.headers()[header::LOCATION].to_str().expect("text").to_owned();
        SentAway { cookie: cookie_of(response.headers(), self.cookie_name), address }
    }

    /// Presses the button, logs in at the server and comes back.
    pub async fn come_back(&self) -> Response<Body> {
        let sent = self.send_away("%2Fdossiers").await;
        self.stub.let_in(&sent.address);
        self.bring_code(&sent).await
    }

    pub async fn bring_code(&self, sent: &SentAway) -> Response<Body> {
        self.bring_with(&sent.cookie, sent).await
    }

    /// Comes back with these cookies.
    pub async fn bring_with(&self, cookies: &str, sent: &SentAway) -> Response<Body> {
        let state = &query_of(&sent.address)["state"];
        let address = format!("/login/oidc/callback?code={CODE}&state={state}");
        self.visitor.get_as(cookies, &address).await
    }

    /// Comes back in vain: what the page says. Nobody is in.
    pub async fn refusal(&self) -> String {
        refused(self.come_back().await).await
    }
}

/// What a page says that lets nobody in.
pub async fn refused(response: Response<Body>) -> String {
    let is_refusal = [StatusCode::FORBIDDEN, StatusCode::SERVICE_UNAVAILABLE];
    assert!(is_refusal.contains(&response.status()), "{}", response.status());
    let set: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().collect();
    assert!(!set.iter().any(|it| it.to_str().expect("text").contains("session")), "{set:?}");
    text(response).await
}

pub fn cookie_of(headers: &HeaderMap, name: &str) -> String {
    let found = set_cookie_of(headers, name).expect("one is set");
    found.split(';').next().expect("a pair").to_owned()
}

/// All that is said of a cookie that is set, if it is.
pub fn set_cookie_of<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let set = headers.get_all(header::SET_COOKIE).iter().map(|it| it.to_str().expect("text"));
    let mut found = set.filter(|it| it.starts_with(&format!("{name}=")));
    let first = found.next();
    assert_eq!(found.next(), None, "only one of that name");
    first
}

fn settings(port: u16) -> String {
    format!(
        r#"
[serve]
public_url = "http://127.0.0.1:8686"
[http]
allow_private = ["127.0.0.1"]
[login.oidc]
issuer = "http://127.0.0.1:{port}"
client_id = "motcua"
client_secret = {{ env = "OIDC_SECRET" }}
label = "Đăng nhập bằng tài khoản của tỉnh"
[[login.oidc.group]]
name = "van-phong"
role = "officer"
[[login.oidc.group]]
name = "an-son"
role = "commune"
agency = "06283"
[[login.oidc.group]]
name = "khong-co"
role = "commune"
agency = "99999"
[[login.oidc.group]]
name = "xem"
role = "viewer"
"#
    )
}
