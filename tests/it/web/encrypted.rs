//! The server with the office's own certificate.

#![expect(clippy::disallowed_types, reason = "a browser of its own, at the other end of the wire")]

use std::time::Duration;

use axum::http::header;
use motcua::{
    catalog::settings::ProgramSettings,
    domain::sight::UserRole,
    state::StateDatabase,
    web::{ServedSite, serve},
};
use reqwest::{Certificate, Client};
use tokio::{net::TcpStream, sync::oneshot};

use crate::support::{office::Office, visitor::PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn with_a_certificate_it_speaks_tls_alone_and_says_so() {
    let office = Office::new();
    // Already there where another test made a client.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let mut settings = ProgramSettings::default();
    settings.serve.certificate = Some(office.file("motcua.pem", made.cert.pem()));
    settings.serve.key = Some(office.file("motcua.key", made.signing_key.serialize_pem()));
    let now = || jiff::civil::date(2026, 11, 22).at(8, 0, 0, 0);
    let state = StateDatabase::open(&office.data()).expect("a state");
    state.add_user("lan", UserRole::Officer, None, PASSWORD, now()).expect("added");
    let site =
        ServedSite::new(office.catalog.clone(), settings, &office.data(), now).expect("a site");
    let (tell, told) = oneshot::channel();
    let address = "127.0.0.1:0".parse().expect("an address");
    tokio::spawn(serve(site, address, |address| tell.send(address).expect("heard")));
    let port = told.await.expect("it listens").port();

    // Who connects and says nothing keeps nobody waiting.
    let _silent = TcpStream::connect(("127.0.0.1", port)).await.expect("connected");
    let browser = Client::builder()
        .tls_certs_only([Certificate::from_pem(made.cert.pem().as_bytes()).expect("read")])
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(5))
        .build()
        .expect("a browser");
    let page = format!("https://localhost:{port}/login");
    let response = browser.get(&page).send().await.expect("answered");
    assert_eq!(response.headers()[header::STRICT_TRANSPORT_SECURITY], "max-age=2592000");
    let come_in = browser
        .post(&page)
        .header(header::ORIGIN, format!("https://localhost:{port}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(format!("name=lan&password={}", PASSWORD.replace(' ', "+")))
        .send()
        .await
        .expect("answered");
    let cookie = come_in.headers()[header::SET_COOKIE].to_str().expect("text");
    assert!(cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
    // The same port in the clear is no server.
    let clear = browser.get(format!("http://localhost:{port}/login")).send().await;
    assert!(clear.is_err());
}
