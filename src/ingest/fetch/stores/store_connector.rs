//! What object stores are asked through: the HTTP client of this program, with its TLS and its root certificates, in place of one of theirs.

use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt;
use object_store::{
    ClientConfigKey, ClientOptions,
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
        HttpResponseBody, HttpService,
    },
};
use reqwest::redirect::Policy;

/// A store that is there answers a connection at once.
const CONNECT: Duration = Duration::from_secs(10);
/// Between two pieces of an answer; a part of some megabytes is sent in it over a slow line, too.
const SILENCE: Duration = Duration::from_mins(1);

/// Gives object stores the program's own HTTP client.
#[derive(Debug, Clone, Copy, Default)]
pub struct StoreConnector;

impl HttpConnector for StoreConnector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        // Another part of the process may have installed one: either will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let allows_plain = options.get_config_value(&ClientConfigKey::AllowHttp);
        let client = reqwest::Client::builder()
            .user_agent(concat!("motcua/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .no_proxy()
            .https_only(allows_plain.as_deref() != Some("true"))
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .build();
        let client = client.map_err(|error| object_store::Error::Generic {
            store: "HTTP",
            source: Box::new(HttpError::new(HttpErrorKind::Unknown, error)),
        })?;
        Ok(HttpClient::new(StoreClient(client)))
    }
}

#[derive(Debug)]
struct StoreClient(reqwest::Client);

#[async_trait]
impl HttpService for StoreClient {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let url = parts.uri.to_string().parse();
        let url = url.map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
        let mut sent = reqwest::Request::new(parts.method, url);
        *sent.headers_mut() = parts.headers;
        *sent.body_mut() = Some(body.collect().await?.to_bytes().into());
        let answer = self.0.execute(sent).await.map_err(describe_failure)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = reqwest::Body::from(answer).map_err(describe_failure);
        let mut reply = HttpResponse::new(HttpResponseBody::new(body));
        *reply.status_mut() = status;
        *reply.headers_mut() = headers;
        Ok(reply)
    }
}

/// The kind says whether it is tried again. The address goes: what signs a request may stand in it.
fn describe_failure(error: reqwest::Error) -> HttpError {
    let kind = if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_connect() {
        HttpErrorKind::Connect
    } else if error.is_decode() || error.is_body() {
        HttpErrorKind::Interrupted
    } else {
        HttpErrorKind::Request
    };
    HttpError::new(kind, error.without_url())
}
