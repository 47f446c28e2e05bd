//! The first page of a new server: the office, its administrator, where exports are dropped.

mod new_server;
mod writing;

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use motcua::{catalog::settings::ProgramSettings, domain::sight::UserRole};

use new_server::NewServer;

use crate::{
    pipeline::journey::sampled,
    support::visitor::{Visitor, all, text},
    web::{access::FIRST_RUN, server::idle_clerk::IdleClerk},
};

#[tokio::test]
async fn who_opens_a_new_server_is_led_to_the_page() {
    let server = NewServer::new();
    for address in ["/", "/login"] {
        let response = server.visitor.get(address).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{address}");
        assert_eq!(response.headers()[header::LOCATION], "/start", "{address}");
    }
    let page = server.page().await;
    let asked = ["1. Cơ quan nào?", "2. Ai là quản trị?", "3. Tệp xuất thả vào đâu?"];
    assert_eq!(all(&page, "h2")[..3], asked);
    let offered = server.visitor.attributes(&page, "#don-vi option", "value");
    assert!(
        offered.contains(&"Xã Văn Quan, Tỉnh Lạng Sơn (06253)".to_owned()),
        "by name and province"
    );
    assert!(offered.contains(&"Tỉnh Lạng Sơn (20)".to_owned()), "provinces too");
    assert!(!offered.iter().any(|one| one.contains("(184)")), "huyện Văn Quan is no more");
}

#[tokio::test]
async fn with_the_form_sent_the_office_its_administrator_and_the_inbox_are_there() {
    let server = NewServer::with_settings("# của văn phòng\n[backup]\nfolder = \"sao-luu\"\n");
    let response = server.send(&[]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], "/work");
    let cookie = response.headers()[header::SET_COOKIE].to_str().expect("text");
    let cookie = cookie.split(';').next().expect("a cookie").to_owned();
    assert_eq!(server.users(), [("quantri".to_owned(), UserRole::Admin, false)]);
    // In at once, with nothing to change first, where the first export is taken in.
    let page = server.visitor.page_as(&cookie, "/work").await;
    assert_eq!(all(&page, "h1"), ["Nạp tệp"]);
    let settings = server.settings_text();
    let written = ProgramSettings::parse_text("motcua.toml", &settings).expect("settings");
    assert_eq!(written.scope.as_deref(), Some("06253"));
    assert_eq!(written.inbox.expect("an inbox").folder, server.inbox());
    assert!(settings.contains("# của văn phòng") && settings.contains("[backup]"), "{settings}");
    assert!(server.inbox().is_dir(), "the folder is there to be dropped into");
    // What was chosen holds from now on, not from the next start.
    assert_eq!(server.visitor.sending().current().scope.as_deref(), Some("06253"));
    assert!(server.visitor.sending().current().inbox.is_some());
}

#[tokio::test]
async fn the_page_is_gone_as_soon_as_somebody_can_log_in() {
    let server = NewServer::new();
    let key = server.key().await;
    assert_eq!(server.send(&[]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(server.visitor.get("/start").await.status(), StatusCode::NOT_FOUND);
    let fields = format!("key={key}&name=mai&password=mot+hai+ba+bon+nam&again=mot+hai+ba+bon+nam");
    for address in ["/start", "/start/demo"] {
        let again = server.post(address, &fields).await;
        assert_eq!(again.status(), StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(server.users().len(), 1);
}

#[tokio::test]
async fn a_server_that_has_numbers_has_no_such_page() {
    let visitor = Visitor::of(sampled().0).with_works(Arc::new(IdleClerk));
    assert_eq!(visitor.get("/").await.status(), StatusCode::OK);
    let mut cookies = vec![String::new()];
    cookies.extend(UserRole::ALL.map(|role| {
        let agency = (role == UserRole::Commune).then_some("06283");
        visitor.let_in(role.id(), role, agency)
    }));
    for cookie in cookies {
        assert_eq!(visitor.get_as(&cookie, "/start").await.status(), StatusCode::NOT_FOUND);
        for address in FIRST_RUN {
            let sent = visitor.post_as(&cookie, address, "name=moi").await;
            assert_eq!(sent.status(), StatusCode::NOT_FOUND, "{address}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_so_is_told_and_nothing_is_made() {
    let server = NewServer::new();
    let data = server.visitor.office.data().join("hop-thu");
    let inside = data.display().to_string();
    let dropped = server.folder.path().join("Tài liệu");
    std::fs::create_dir(&dropped).expect("made");
    std::fs::write(dropped.join("bao-cao.docx"), "somebody's").expect("written");
    let in_use = dropped.display().to_string();
    let cases: [(&[(&str, &str)], &str); 9] = [
        (&[("office", "Xã Không Có")], "Không có đơn vị nào tên “Xã Không Có”"),
        (&[("office", "Huyện Văn Quan (184)")], "Không có đơn vị nào tên"),
        // Of several provinces.
        (&[("office", "Xã Bình Minh")], "Nhiều đơn vị tên “Xã Bình Minh”"),
        (&[("again", "mưa rào tháng tám")], "chưa giống nhau"),
        (&[("password", "1234567890"), ("again", "1234567890")], "chỉ lặp lại hoặc đếm"),
        (&[("name", "a b")], "Tên đăng nhập có từ 2 đến 40"),
        (&[("inbox", "hop-thu")], "chưa phải đường dẫn đầy đủ"),
        (&[("inbox", &inside)], "nằm trong thư mục số liệu"),
        (&[("inbox", &in_use)], "đã có tệp"),
    ];
    for (given, told) in cases {
        let response = server.send(given).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{given:?}");
        let page = text(response).await;
        assert!(page.contains(told), "{given:?}: {page}");
        assert!(!page.contains("mưa rào"), "a password is not sent back");
    }
    assert_eq!(server.users(), []);
    assert_eq!(server.settings_text(), "", "nothing was written either");
    assert!(!data.exists(), "no folder was made for what was refused");
}

#[tokio::test]
async fn with_no_office_and_no_inbox_there_is_an_account_all_the_same() {
    let server = NewServer::new();
    let response = server.send(&[("office", ""), ("inbox", "")]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(server.settings_text(), "", "nothing was chosen, nothing is written");
    assert_eq!(server.users().len(), 1);
}

#[tokio::test]
async fn an_inbox_that_is_set_is_shown_and_stays() {
    let server = NewServer::with_settings("[inbox]\nfolder = \"/srv/hop-thu\"\n");
    let page = server.page().await;
    assert!(all(&page, "code").contains(&"/srv/hop-thu".to_owned()));
    assert!(server.visitor.attributes(&page, "#inbox", "value").is_empty(), "no field for it");
    assert_eq!(server.send(&[]).await.status(), StatusCode::SEE_OTHER);
    assert!(server.settings_text().contains("folder = \"/srv/hop-thu\""));
    // As the installer writes it: whoever drops an export there needs the whole path.
    let server = NewServer::with_settings("[inbox]\nfolder = \"hop-thu\"\n");
    let shown = all(&server.page().await, "code");
    assert!(shown.iter().any(|one| one.starts_with('/') && one.ends_with("/hop-thu")), "{shown:?}");
}

#[tokio::test]
async fn a_form_that_no_page_of_this_server_sent_is_refused() {
    let server = NewServer::new();
    let key = server.key().await;
    for (address, wrong) in [("/start", ""), ("/start", "0123456789abcdef"), ("/start/demo", "")] {
        let response = server.post(address, &format!("key={wrong}&name=mai")).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{address} {wrong}");
    }
    for origin in [None, Some("https://example.org"), Some("null")] {
        let mut request = Request::post("/start").header(header::HOST, "127.0.0.1:8686");
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        let body = Body::from(format!("key={key}&name=mai"));
        let response = server.visitor.send(request.body(body).expect("a request")).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{origin:?}");
    }
    assert_eq!(server.users(), []);
}

#[tokio::test]
async fn from_elsewhere_than_the_machine_itself_there_is_no_such_page() {
    let server = NewServer::new();
    for host in ["192.168.1.10:8686", "motcua.example.org"] {
        let request = Request::get("/start").header(header::HOST, host);
        let response = server.visitor.send(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{host}");
    }
    // A proxy on the machine asks by its name too, for whoever is behind it.
    for name in ["x-forwarded-for", "x-real-ip", "forwarded", "via"] {
        let address = format!("/start?key={}", server.key);
        let request = Request::get(&address).header(header::HOST, "127.0.0.1:8686");
        let request = request.header(name, "192.168.1.20").body(Body::empty());
        let response = server.visitor.send(request.expect("a request")).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn the_page_is_shown_with_its_link_alone() {
    let server = NewServer::new();
    for address in ["/start".to_owned(), "/start?key=0123".to_owned()] {
        let shut = server.visitor.get(&address).await;
        assert_eq!(shut.status(), StatusCode::FORBIDDEN, "{address}");
        let page = text(shut).await;
        assert!(page.contains("first-run.txt") && !page.contains(&server.key), "{page}");
    }
    assert_eq!(all(&server.page().await, "h1"), ["Lần đầu dùng Một cửa"]);
}

#[tokio::test]
async fn why_the_samples_cannot_be_shown_is_told() {
    let server = NewServer::new();
    let fields = format!("key={}", server.key().await);
    let response = server.post("/start/demo", &fields).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(response).await.contains("no samples are shown here"));
}
