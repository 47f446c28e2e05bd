//! The library's questions, sent by our own HTTP client.

use std::{future::Future, pin::Pin};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use url::Url;

use crate::ingest::fetch::identity::{IdentityClient, IdentityFault, IdentityRequest};

/// Sends what the library asks by the rules of the settings.
pub(super) struct ProtocolTransport(pub(super) IdentityClient);

impl<'c> AsyncHttpClient<'c> for ProtocolTransport {
    type Error = IdentityFault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, IdentityFault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let url = Url::parse(&parts.uri.to_string()).expect("it was made of one");
            let (method, headers) = (parts.method, parts.headers);
            let reply = self.0.send_request(IdentityRequest { method, url, headers, body }).await?;
            let mut response = HttpResponse::new(reply.body);
            *response.status_mut() = reply.status;
            *response.headers_mut() = reply.headers;
            Ok(response)
        })
    }
}
