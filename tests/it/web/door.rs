//! Coming in and going: passwords, tries, sessions, the log.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use jiff::civil::date;
use motcua::{catalog::settings::ProgramSettings, domain::sight::UserRole, state::StateDatabase};

use crate::{
    pipeline::journey::sampled,
    support::{
        office::Office,
        visitor::{CHANGED, Visitor, all, text},
    },
};

/// Sends the form of the door; the cookie it answers with, or the status.
pub async fn log_in(visitor: &Visitor, name: &str, password: &str) -> Result<String, StatusCode> {
    let fields = format!("name={name}&password={}&next=%2Fdossiers", password.replace(' ', "+"));
    let response = visitor.post_as("", "/login", &fields).await;
    if response.status() != StatusCode::SEE_OTHER {
        return Err(response.status());
    }
    assert_eq!(response.headers()[header::LOCATION], "/dossiers");
    let set = response.headers()[header::SET_COOKIE].to_str().expect("text");
    for part in ["; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    Ok(set.split(';').next().expect("a cookie").to_owned())
}

pub fn log(visitor: &Visitor) -> Vec<(String, String)> {
    let state = StateDatabase::open(&visitor.office.data()).expect("a state");
    let mut log = state.list_audit(None, None, 100).expect("read");
    log.reverse();
    log.into_iter().map(|one| (one.user.unwrap_or_default(), one.action)).collect()
}

#[tokio::test]
async fn with_name_and_password_one_is_in_until_one_goes() {
    let visitor = Visitor::of(sampled().0);
    visitor.let_in("lan", UserRole::Officer, None);
    assert_eq!(log_in(&visitor, "lan", "wrong horse").await, Err(StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(log_in(&visitor, "nobody", CHANGED).await, Err(StatusCode::UNPROCESSABLE_ENTITY));
    let cookie = log_in(&visitor, "lan", CHANGED).await.expect("in");
    assert_eq!(visitor.get_as(&cookie, "/dossiers").await.status(), StatusCode::OK);
    let token = visitor.form_token(&cookie);
    let gone = visitor.post_as(&cookie, "/logout", &format!("form_token={token}")).await;
    assert_eq!(gone.headers()[header::LOCATION], "/login");
    assert_eq!(visitor.get_as(&cookie, "/dossiers").await.status(), StatusCode::SEE_OTHER);
    let told = ["login_failed", "login_failed", "login", "drill_down", "logout"];
    assert_eq!(log(&visitor).into_iter().map(|(_, action)| action).collect::<Vec<_>>(), told);
}

#[tokio::test]
async fn a_login_ends_the_session_this_browser_had() {
    let visitor = Visitor::of(sampled().0);
    let before = visitor.let_in("lan", UserRole::Officer, None);
    let fields = format!("name=lan&password={}", CHANGED.replace(' ', "+"));
    let response = visitor.post_as(&before, "/login", &fields).await;
    let set = response.headers()[header::SET_COOKIE].to_str().expect("text").to_owned();
    assert!(!set.starts_with(&before), "a new id");
    assert_eq!(visitor.get_as(&before, "/").await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_login_from_another_site_is_refused() {
    let visitor = Visitor::of(Office::new());
    visitor.let_in("lan", UserRole::Officer, None);
    let request = Request::post("/login")
        .header(header::HOST, "motcua.local")
        .header(header::ORIGIN, "https://example.org");
    let fields = format!("name=lan&password={}", CHANGED.replace(' ', "+"));
    let response = visitor.send(request.body(Body::from(fields)).expect("a request")).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_password_made_by_another_is_changed_before_anything_is_seen() {
    let visitor = Visitor::of(sampled().0);
    let state = StateDatabase::open(&visitor.office.data()).expect("a state");
    let now = date(2024, 1, 2).at(8, 0, 0, 0);
    state.add_user("lan", UserRole::Officer, None, "given by mai", now).expect("added");
    let cookie = log_in(&visitor, "lan", "given by mai").await.expect("in");
    let sent_on = visitor.get_as(&cookie, "/dossiers").await;
    assert_eq!(sent_on.headers()[header::LOCATION], "/account");
    let token = visitor.form_token(&cookie);
    let change = async |old: &str, new: &str, again: &str| {
        let fields =
            format!("form_token={token}&old={old}&new={new}&again={again}").replace(' ', "+");
        let response = visitor.post_as(&cookie, "/account/password", &fields).await;
        response.headers()[header::LOCATION].to_str().expect("text").to_owned()
    };
    assert_eq!(
        change("given by mai", "my own horse", "my own horsf").await,
        "/account?said=not_the_same"
    );
    assert_eq!(change("given by mai", "short", "short").await, "/account?said=short");
    assert_eq!(change("given by mia", "my own horse", "my own horse").await, "/account?said=wrong");
    assert_eq!(
        change("given by mai", "given by mai", "given by mai").await,
        "/account?said=no_change"
    );
    assert_eq!(
        change("given by mai", "my own horse", "my own horse").await,
        "/account?said=changed"
    );
    assert_eq!(visitor.get_as(&cookie, "/dossiers").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn an_administrator_lets_others_in_and_shuts_them_out() {
    let visitor = Visitor::of(sampled().0);
    let admin = visitor.let_in("quantri", UserRole::Admin, None);
    let token = visitor.form_token(&admin);
    let post = async |address: &str, fields: &str| {
        visitor.post_as(&admin, address, &format!("form_token={token}&{fields}")).await
    };
    let refused = post("/admin/users", "name=anson&role=commune&agency=99999").await;
    assert_eq!(refused.headers()[header::LOCATION], "/admin?said=bad_agency");
    let made = post("/admin/users", "name=anson&role=commune&agency=06283").await;
    let page = scraper::Html::parse_document(&text(made).await);
    let password = all(&page, ".made code").remove(0);
    assert!(
        all(&page, ".users tbody tr")[0]
            .contains("anson Cấp xã (đơn vị mình) Xã An Sơn chưa đổi mật khẩu được cấp")
    );
    for (mail, said) in [("nobody", "bad_mail"), ("anson%40example.org", "mail")] {
        let noted = post("/admin/users/mail", &format!("name=anson&mail={mail}")).await;
        assert_eq!(noted.headers()[header::LOCATION], format!("/admin?said={said}"));
    }
    let page = visitor.page_as(&admin, "/admin").await;
    let field = scraper::Selector::parse(".users input[type=email]").expect("a selector");
    let mails: Vec<_> = page.select(&field).filter_map(|field| field.attr("value")).collect();
    assert!(mails.contains(&"anson@example.org"), "{mails:?}");
    let anson = log_in(&visitor, "anson", &password).await.expect("in");
    let again = post("/admin/users", "name=ANSON&role=viewer").await;
    assert_eq!(again.headers()[header::LOCATION], "/admin?said=taken");
    assert_eq!(
        post("/admin/users/disable", "name=quantri").await.headers()[header::LOCATION],
        "/admin?said=last_admin"
    );
    post("/admin/users/disable", "name=anson").await;
    assert_eq!(visitor.get_as(&anson, "/account").await.status(), StatusCode::SEE_OTHER);
    let nothing = visitor.get_as(&admin, "/admin?action=chang").await;
    assert_eq!(nothing.status(), StatusCode::BAD_REQUEST, "there is no such action");
    let log = visitor.page_as(&admin, "/admin?action=change").await;
    assert_eq!(
        all(&log, ".log td.detail"),
        [
            "Đã khóa tài khoản anson",
            "Thư của tài khoản anson gửi tới anson@example.org",
            "Đã thêm tài khoản anson , vai trò Cấp xã (đơn vị mình)"
        ]
    );
}

#[tokio::test]
async fn a_key_is_shown_once_and_taken_back() {
    let visitor = Visitor::of(sampled().0);
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    let token = visitor.form_token(&cookie);
    let fields = format!("form_token={token}&name=Bang+tinh&days=30&agency=06283");
    let made = visitor.post_as(&cookie, "/account/tokens", &fields).await;
    let page = scraper::Html::parse_document(&text(made).await);
    let key = all(&page, ".made code").remove(0);
    assert!(key.starts_with("motcua_"));
    let listed = visitor.page_as(&cookie, "/account").await;
    assert!(!listed.html().contains(&key));
    assert_eq!(
        all(&listed, "tbody tr"),
        ["Bang tinh Xã An Sơn 01/02/2024 chưa dùng Thu hồi khóa Bang tinh"]
    );
    visitor.post_as(&cookie, "/account/tokens/1/revoke", &format!("form_token={token}")).await;
    let request = Request::get("/").header(header::AUTHORIZATION, format!("Bearer {key}"));
    let response = visitor.send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_is_taken_away_and_what_is_refused_is_in_the_log() {
    let visitor = Visitor::of(sampled().0);
    let viewer = visitor.let_in("khach", UserRole::Viewer, None);
    visitor.get_as(&viewer, "/dossiers").await;
    visitor.get_as(&viewer, "/indicators/on_time_rate").await;
    // No dossier stands on these for a viewer.
    for address in ["/agencies/06283", "/compare"] {
        visitor.get_as(&viewer, address).await;
    }
    let officer = visitor.let_in("lan", UserRole::Officer, None);
    // The second time it is kept, and looked at all the same.
    for _ in 0..2 {
        visitor.get_as(&officer, "/dossiers/H37-230104-00282").await;
    }
    visitor.get_as(&officer, "/agencies/06283").await;
    visitor.get_as(&officer, "/compare").await;
    visitor.get_as(&officer, "/dossiers.csv").await;
    visitor.get_as(&officer, "/api/v1/metrics/on_time_rate/values.xlsx?period=2023").await;
    let told = [
        ("khach", "refused"),
        ("lan", "drill_down"),
        ("lan", "drill_down"),
        ("lan", "drill_down"),
        ("lan", "drill_down"),
        ("lan", "export"),
        ("lan", "export"),
    ];
    assert_eq!(log(&visitor), told.map(|(user, action)| (user.to_owned(), action.to_owned())));
}

#[tokio::test]
async fn a_proxy_of_ours_is_believed_and_nobody_else() {
    let forwarded = [
        ("x-forwarded-for", "10.9.9.9"),
        ("x-forwarded-for", "10.8.8.8, 10.0.0.7"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "motcua.example.org"),
    ];
    for (text, is_secure, address) in
        [("", false, "unknown"), ("[serve]\nbehind_proxy = true", true, "10.0.0.7")]
    {
        let settings = ProgramSettings::parse_text("motcua.toml", text).expect("settings");
        let visitor = Visitor::under(Office::new(), settings, || date(2024, 1, 2).at(8, 0, 0, 0));
        visitor.let_in("lan", UserRole::Officer, None);
        let origin = if is_secure { "https://motcua.example.org" } else { "http://inside.local" };
        let mut request = Request::post("/login")
            .header(header::HOST, "inside.local")
            .header(header::ORIGIN, origin);
        for (name, value) in forwarded {
            request = request.header(name, value);
        }
        let fields = format!("name=lan&password={}", CHANGED.replace(' ', "+"));
        let response = visitor.send(request.body(Body::from(fields)).expect("a request")).await;
        let set = response.headers()[header::SET_COOKIE].to_str().expect("text");
        assert_eq!(set.contains("; Secure"), is_secure, "{set}");
        let state = StateDatabase::open(&visitor.office.data()).expect("a state");
        assert_eq!(state.list_audit(None, None, 1).expect("read")[0].address, address);
    }
}

#[tokio::test]
async fn without_users_only_this_machine_by_its_own_name_is_answered() {
    let visitor = Visitor::of(sampled().0);
    let status = async |host: &str| {
        let request = Request::get("/dossiers").header(header::HOST, host);
        visitor.send(request.body(Body::empty()).expect("a request")).await.status()
    };
    for host in ["127.0.0.1:8686", "localhost:8686", "[::1]:8686"] {
        assert_eq!(status(host).await, StatusCode::OK, "{host}");
    }
    assert_eq!(status("rebound.example.org:8686").await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn without_users_everything_is_looked_at_and_nothing_changed() {
    let visitor = Visitor::of(sampled().0);
    assert_eq!(visitor.get("/dossiers").await.status(), StatusCode::OK);
    let login = visitor.get("/login").await;
    assert!(text(login).await.contains("motcua user add"), "it says how there is a user");
    for address in ["/work", "/admin", "/account"] {
        assert_eq!(visitor.get(address).await.status(), StatusCode::FORBIDDEN, "{address}");
    }
    let refused = visitor.post_as("", "/sources/rebuild", "").await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn other_sites_show_our_pages_where_the_settings_name_them() {
    let settings = "[serve]\nframe_ancestors = [\"https://dichvucong.example.org\"]";
    let settings = ProgramSettings::parse_text("motcua.toml", settings).expect("settings");
    let visitor = Visitor::under(Office::new(), settings, || date(2024, 1, 2).at(8, 0, 0, 0));
    let policy = visitor.get("/healthz").await.headers()[header::CONTENT_SECURITY_POLICY].clone();
    let policy = policy.to_str().expect("text");
    assert!(policy.ends_with("frame-ancestors 'self' https://dichvucong.example.org"), "{policy}");
}
