//! Who may be asked: hosts on the list, at public addresses unless the configuration says otherwise.

use std::{collections::BTreeSet, net::IpAddr, sync::Arc};

use url::{Host, Url};

use super::{
    FetchError, NameResolver,
    address::is_public,
    error::{ExchangeFault, RefusedRequest},
    exchange::RequestFault,
};
use crate::catalog::{Catalog, connector::http::parse_url, settings::ProgramSettings};

/// Says which hosts may be asked, and at which addresses.
pub struct HostPolicy {
    /// Host and port of every connector and of the configuration.
    listed: BTreeSet<(String, u16)>,
    private: Vec<String>,
    names: Arc<dyn NameResolver>,
}

impl HostPolicy {
    /// Makes the policy of a fetch: the hosts of all connectors and of `motcua.toml`.
    pub fn new(
        catalog: &Catalog,
        settings: &ProgramSettings,
        names: Arc<dyn NameResolver>,
    ) -> Self {
        let of_connectors = (catalog.connectors.iter())
            .filter_map(|connector| connector.http.as_ref()?.url.as_deref());
        let configured = settings.fetch.values().filter_map(|it| it.url.as_deref());
        let listed = of_connectors
            .chain(configured)
            .filter_map(|text| host_and_port(&parse_url(text).ok()?))
            .collect();
        let private = settings.http.allow_private.iter();
        Self { listed, private: private.map(|host| host.to_lowercase()).collect(), names }
    }

    /// Of these addresses alone: what the configuration sends to.
    pub fn for_urls<'u>(
        urls: impl Iterator<Item = &'u Url>,
        settings: &ProgramSettings,
        names: Arc<dyn NameResolver>,
    ) -> Self {
        let private = settings.http.allow_private.iter();
        Self {
            listed: urls.filter_map(host_and_port).collect(),
            private: private.map(|host| host.to_lowercase()).collect(),
            names,
        }
    }

    /// Whether a URL may be asked at all, by its name.
    pub fn check_url(&self, at: &str, url: &Url) -> Result<(), FetchError> {
        let refused = |problem| FetchError::NotAllowed { place: at.to_owned(), problem };
        let host = url.host_str().unwrap_or_default();
        if !host_and_port(url).is_some_and(|place| self.listed.contains(&place)) {
            return Err(refused(RefusedRequest::Unlisted { host: host.to_owned() }));
        }
        if url.scheme() != "https" && !self.is_private_allowed(host) {
            return Err(refused(RefusedRequest::NoTls { host: host.to_owned() }));
        }
        Ok(())
    }

    /// The addresses a host may be asked at.
    pub async fn resolve_addresses(
        &self,
        at: &str,
        url: &Url,
    ) -> Result<Vec<IpAddr>, RequestFault> {
        let host = url.host_str().unwrap_or_default();
        let mut found = match url.host() {
            Some(Host::Ipv4(address)) => vec![IpAddr::V4(address)],
            Some(Host::Ipv6(address)) => vec![IpAddr::V6(address)],
            _ => (self.names.resolve_host(host).await).map_err(|error| {
                let (host, cause) = (host.to_owned(), error.to_string());
                RequestFault::Passing(ExchangeFault::Unresolved { host, cause })
            })?,
        };
        let Some(first) = found.first().copied() else {
            let host = host.to_owned();
            return Err(RequestFault::Passing(ExchangeFault::NoAddress { host }));
        };
        if !self.is_private_allowed(host) {
            found.retain(|address| is_public(*address));
        }
        if found.is_empty() {
            return Err(RequestFault::Final(FetchError::NotAllowed {
                place: at.to_owned(),
                problem: RefusedRequest::Private { host: host.to_owned(), first },
            }));
        }
        Ok(found)
    }

    fn is_private_allowed(&self, host: &str) -> bool {
        let host = host.trim_matches(['[', ']']);
        (self.private.iter()).any(|allowed| allowed.trim_matches(['[', ']']) == host)
    }
}

fn host_and_port(url: &Url) -> Option<(String, u16)> {
    Some((url.host_str()?.to_owned(), url.port_or_known_default()?))
}
