//! The other end of a connection: where it is, and over what it speaks.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRef, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use url::Url;

use super::{super::ServedSite, address_group::AddressGroup};

/// What proxies add to a request that they hand on.
const HANDED_ON: [&str; 5] =
    ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/// Describes the other end of a connection: its address, and whether its cookies are for TLS alone.
#[derive(Debug, Clone)]
pub struct ClientAddress {
    /// Without a port, as the audit log names it.
    pub address: String,
    /// Whether browsers are told to bring cookies back over TLS alone: it is spoken here, or at the address that readers open.
    pub has_secure_cookies: bool,
    /// The connection comes from this machine, and nothing in it says that it is handed on for somebody else.
    is_local: bool,
    host: Option<String>,
}

impl<S: Sync + Send> FromRequestParts<S> for ClientAddress
where
    Arc<ServedSite>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let site = Arc::<ServedSite>::from_ref(state);
        let settings = &site.settings.serve;
        // Of several lines of a name the last is the nearest proxy's.
        let text = |name: &str| {
            let mut lines = parts.headers.get_all(name).iter();
            let value = lines.next_back().and_then(|value| value.to_str().ok());
            value.map(|text| text.trim().to_owned())
        };
        // A proxy in front says whom it speaks for; from anyone else it would be hearsay. The last is the proxy's own word.
        let told = |name: &str| text(name).filter(|_| settings.behind_proxy);
        let forwarded = told("x-forwarded-for");
        let forwarded = forwarded.as_deref().and_then(|all| all.rsplit(',').next());
        let forwarded = forwarded.and_then(|one| one.trim().parse::<IpAddr>().ok());
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(peer)| peer.ip().to_canonical());
        // Tests ask without a connection.
        let is_local = peer.is_none_or(|peer| peer.is_loopback())
            && !HANDED_ON.iter().any(|name| parts.headers.contains_key(*name));
        let peer = peer.map(|peer| peer.to_string());
        let address = forwarded.map(|one| one.to_canonical().to_string()).or(peer);
        Ok(Self {
            address: address.unwrap_or_else(|| "unknown".to_owned()),
            has_secure_cookies: settings.has_tls()
                || settings.public_url.as_deref().is_some_and(is_encrypted)
                || told("x-forwarded-proto").is_some_and(|scheme| scheme == "https"),
            is_local,
            host: told("x-forwarded-host").or_else(|| text("host")),
        })
    }
}

impl ClientAddress {
    /// Names whose the address is: an IPv6 address by its /64.
    pub fn group(&self) -> String {
        let address = self.address.parse::<IpAddr>();
        address.map_or_else(|_| self.address.clone(), |it| AddressGroup::of(it).to_string())
    }

    /// Whether a write comes from a page of this server. A browser says where from; what says nothing is no browser, and
    /// has no business writing here.
    pub fn is_own_origin(&self, headers: &HeaderMap) -> bool {
        let origin = headers.get(header::ORIGIN).and_then(|it| it.to_str().ok());
        let Some(origin) = origin.and_then(|text| Url::parse(text).ok()) else {
            return false;
        };
        let host = origin.host_str().map(|host| match origin.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        });
        host.is_some() && host.as_deref() == self.host.as_deref().map(without_usual_port)
    }

    /// Whether somebody at this machine sent the request, with no proxy in between: what sets a server up is for nobody else.
    pub fn is_of_this_machine(&self) -> bool {
        self.is_local && self.is_at_home()
    }

    /// Whether the request was meant for this machine by name: a page elsewhere whose name was turned to this address was not.
    pub fn is_at_home(&self) -> bool {
        let host = self.host.as_deref().map(|host| {
            host.rsplit_once(':')
                .filter(|(_, port)| port.parse::<u16>().is_ok())
                .map_or(host, |it| it.0)
        });
        host.is_none_or(|host| ["localhost", "127.0.0.1", "[::1]"].contains(&host))
    }
}

/// Whether an address is asked over TLS.
fn is_encrypted(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.scheme() == "https")
}

/// A browser leaves the usual port out of an origin; a proxy may not.
fn without_usual_port(host: &str) -> &str {
    host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host)
}
