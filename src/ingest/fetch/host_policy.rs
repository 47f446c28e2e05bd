//! Who may be asked: hosts on the list, at public addresses unless the configuration says otherwise, redirects too.

use std::{collections::BTreeSet, net::IpAddr, sync::Arc};

use url::{Host, Url};

use super::{
    CacheValidators, FetchClock, FetchError, NameResolver, PageRequest,
    address::is_public,
    client::{HttpClient, HttpReply, RequestFault},
    pace::RateLimits,
};
use crate::catalog::{
    Catalog,
    connector::http::{HttpMethod, address},
    settings::ProgramSettings,
};

const MOST_REDIRECTS: usize = 3;

pub struct HostPolicy {
    /// Host and port of every connector and of the configuration.
    listed: BTreeSet<(String, u16)>,
    private: Vec<String>,
    names: Arc<dyn NameResolver>,
}

impl HostPolicy {
    pub fn new(
        catalog: &Catalog,
        settings: &ProgramSettings,
        names: Arc<dyn NameResolver>,
    ) -> Self {
        let of_connectors = (catalog.connectors.iter())
            .filter_map(|connector| Some(connector.http.as_ref()?.url.as_str()));
        let configured = settings.fetch.values().filter_map(|it| it.url.as_deref());
        let listed = of_connectors
            .chain(configured)
            .filter_map(|text| place(&address(text).ok()?))
            .collect();
        let private = settings.http.allow_private.iter();
        Self { listed, private: private.map(|host| host.to_lowercase()).collect(), names }
    }

    /// Of these addresses alone: what the configuration sends to.
    pub fn of<'u>(
        urls: impl Iterator<Item = &'u Url>,
        settings: &ProgramSettings,
        names: Arc<dyn NameResolver>,
    ) -> Self {
        let private = settings.http.allow_private.iter();
        Self {
            listed: urls.filter_map(place).collect(),
            private: private.map(|host| host.to_lowercase()).collect(),
            names,
        }
    }

    /// Whether a URL may be asked at all, by its name.
    pub fn admit(&self, at: &str, url: &Url) -> Result<(), FetchError> {
        let refused = |problem: String, hint: &str| FetchError::NotAllowed {
            place: at.to_owned(),
            problem,
            hint: hint.into(),
        };
        let host = url.host_str().unwrap_or_default();
        if !place(url).is_some_and(|place| self.listed.contains(&place)) {
            return Err(refused(
                format!("`{host}` không phải máy chủ nào của connector hay của motcua.toml"),
                "nếu là địa chỉ mới của cổng thì nhờ người quản trị đặt `url` ở [fetch.…] trong motcua.toml",
            ));
        }
        if url.scheme() != "https" && !self.is_private_allowed(host) {
            return Err(refused(
                format!("`{host}` sẽ bị hỏi không qua TLS (https)"),
                "ghi https://, hoặc ghi máy chủ vào `allow_private` ở [http] trong motcua.toml",
            ));
        }
        Ok(())
    }

    /// The addresses a host may be asked at.
    pub async fn addresses(&self, at: &str, url: &Url) -> Result<Vec<IpAddr>, RequestFault> {
        let host = url.host_str().unwrap_or_default();
        let mut found = match url.host() {
            Some(Host::Ipv4(address)) => vec![IpAddr::V4(address)],
            Some(Host::Ipv6(address)) => vec![IpAddr::V6(address)],
            _ => (self.names.addresses(host).await).map_err(|error| {
                RequestFault::Passing(format!("không tìm ra địa chỉ của `{host}`: {error}"))
            })?,
        };
        let Some(first) = found.first().copied() else {
            return Err(RequestFault::Passing(format!("không tìm ra địa chỉ của `{host}`")));
        };
        if !self.is_private_allowed(host) {
            found.retain(|address| is_public(*address));
        }
        if found.is_empty() {
            return Err(RequestFault::Final(FetchError::NotAllowed {
                place: at.to_owned(),
                problem: format!("`{host}` ở {first}, không phải địa chỉ công cộng"),
                hint: "nếu là cổng của cơ quan mình thì ghi vào `allow_private` ở [http] trong motcua.toml".into(),
            }));
        }
        Ok(found)
    }

    fn is_private_allowed(&self, host: &str) -> bool {
        let host = host.trim_matches(['[', ']']);
        (self.private.iter()).any(|allowed| allowed.trim_matches(['[', ']']) == host)
    }
}

/// Asks once, in the host's turn, and goes where the answer sends it as long as that is allowed.
pub async fn follow(
    client: &HttpClient,
    guard: &HostPolicy,
    paces: &mut RateLimits,
    clock: &dyn FetchClock,
    request: &PageRequest,
    known: &CacheValidators,
) -> Result<HttpReply, RequestFault> {
    let (at, mut url) = (request.place(), request.url.clone());
    for _ in 0..=MOST_REDIRECTS {
        guard.admit(&at, &url).map_err(RequestFault::Final)?;
        paces.turn(url.host_str().unwrap_or_default(), request.pace).await;
        let bears_token = url.origin() == request.url.origin();
        let exchange = async {
            let addresses = guard.addresses(&at, &url).await?;
            client.send(request, &url, &addresses, bears_token, known).await
        };
        let reply = tokio::select! {
            reply = exchange => reply?,
            () = clock.limit(request.timeout) => {
                let seconds = request.timeout.as_secs();
                return Err(RequestFault::Passing(format!("không trả lời đủ trong {seconds} giây")));
            }
        };
        if !matches!(reply.status, 301 | 302 | 303 | 307 | 308) {
            return Ok(reply);
        }
        url = target(request, &url, &reply).map_err(RequestFault::Final)?;
    }
    Err(RequestFault::Final(FetchError::NotAllowed {
        place: at,
        problem: format!("chuyển hướng quá {MOST_REDIRECTS} lần"),
        hint: "mở địa chỉ bằng trình duyệt, nhờ người quản trị đặt địa chỉ cuối cùng làm `url`"
            .into(),
    }))
}

/// Where a redirect leads. A POST is not turned into a GET: that is how a portal asks for a login.
fn target(request: &PageRequest, from: &Url, reply: &HttpReply) -> Result<Url, FetchError> {
    let refused = |problem: String| {
        FetchError::NotAllowed {
        place: request.place(),
        problem,
        hint: "cổng có thể đòi đăng nhập (đặt `token`) hoặc đã đổi địa chỉ (đặt `url`): nhờ người quản trị".into(),
    }
    };
    let to = reply.location.as_deref().and_then(|to| from.join(to).ok());
    let to = to.ok_or_else(|| refused("chuyển hướng mà không nói đi đâu".into()))?;
    if !to.username().is_empty() || to.password().is_some() {
        return Err(refused("chuyển hướng đến địa chỉ có tên đăng nhập trong đó".into()));
    }
    if request.method == HttpMethod::Post && !matches!(reply.status, 307 | 308) {
        let host = to.host_str().unwrap_or_default();
        return Err(refused(format!("chuyển hướng yêu cầu POST đến `{host}`")));
    }
    Ok(to)
}

fn place(url: &Url) -> Option<(String, u16)> {
    Some((url.host_str()?.to_owned(), url.port_or_known_default()?))
}
