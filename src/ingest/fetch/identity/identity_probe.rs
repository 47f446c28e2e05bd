//! Whether the server people log in at is there, and is the one the settings name.

use reqwest::{Method, StatusCode, header::HeaderMap};
use serde_json::Value;
use url::Url;

use super::identity_client::{IdentityClient, IdentityFault};
use crate::{
    catalog::settings::{ProgramSettings, login::OidcSettings},
    ingest::fetch::{FetchEnvironment, FetchError, exchange::IdentityRequest, token::read_secret},
};

/// Asks the server who it is, by its public description, and looks whether the secret can be read. Nobody is logged in.
pub fn greet_identity_server(
    oidc: &OidcSettings,
    settings: &ProgramSettings,
    environment: FetchEnvironment,
) -> Result<(), IdentityFault> {
    read_secret(&oidc.client_secret, environment.variable)
        .map_err(|problem| IdentityFault::NoSecret { problem })?;
    let text = format!("{}/.well-known/openid-configuration", oidc.issuer.trim_end_matches('/'));
    let other = |told: String| IdentityFault::OtherIssuer { place: text.clone(), told };
    let url = Url::parse(&text).map_err(|error| other(error.to_string()))?;
    let refused = |problem| IdentityFault::NotAsked { problem };
    let client = IdentityClient::new(oidc, settings, environment).map_err(refused)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(FetchError::from_setup).map_err(refused)?;
    let request =
        IdentityRequest { method: Method::GET, url, headers: HeaderMap::new(), body: Vec::new() };
    let reply = runtime.block_on(client.send_request(request))?;
    if reply.status != StatusCode::OK {
        let status = reply.status.as_u16();
        return Err(IdentityFault::Status { place: text, status });
    }
    let described: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    match described.get("issuer").and_then(Value::as_str) {
        Some(issuer) if issuer == oidc.issuer => Ok(()),
        told => Err(other(told.unwrap_or("?").to_owned())),
    }
}
