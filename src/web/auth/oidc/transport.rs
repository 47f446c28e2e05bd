//! The library's questions, sent by our own HTTP client.

use std::{future::Future, pin::Pin, time::Duration};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use parking_lot::Mutex;
use url::Url;

use crate::ingest::fetch::identity::{IdentityClient, IdentityFault, IdentityRequest};

/// For so long a server that did not answer is not asked again.
pub(super) const DOWN_FOR: Duration = Duration::from_secs(10);

/// Sends what the library asks by the rules of the settings, and knows when there was no answer.
pub(super) struct ProtocolTransport {
    pub(super) client: IdentityClient,
    silent_at: Mutex<Option<Duration>>,
}

impl ProtocolTransport {
    /// Sends by a client; nothing is asked yet.
    pub(super) fn new(client: IdentityClient) -> Self {
        Self { client, silent_at: Mutex::default() }
    }

    /// Tells whether the server did not answer just now: whoever waits need not find out for themselves. What it did answer, however odd, is no silence:
    /// somebody who comes with it must not keep all others out.
    pub(super) fn is_silent(&self) -> bool {
        let now = self.client.elapsed_time();
        self.silent_at.lock().is_some_and(|at| now.saturating_sub(at) < DOWN_FOR)
    }
}

impl<'c> AsyncHttpClient<'c> for ProtocolTransport {
    type Error = IdentityFault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, IdentityFault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let url = Url::parse(&parts.uri.to_string()).expect("it was made of one");
            let (method, headers) = (parts.method, parts.headers);
            let request = IdentityRequest { method, url, headers, body };
            let told = self.client.send_request(request).await;
            if matches!(told, Err(IdentityFault::NoAnswer { .. })) {
                *self.silent_at.lock() = Some(self.client.elapsed_time());
            }
            let reply = told?;
            let mut response = HttpResponse::new(reply.body);
            *response.status_mut() = reply.status;
            *response.headers_mut() = reply.headers;
            Ok(response)
        })
    }
}
