//! Asks a host in its turn and follows where its answer sends, as far as the policy of hosts allows.

use url::Url;

use super::{
    CacheValidators, FetchClock, FetchError, PageRequest,
    client::HttpClient,
    error::{ExchangeFault, RedirectProblem, RefusedRequest},
    exchange::{HttpReply, RequestFault},
    host_policy::HostPolicy,
    rate_limit::RateLimits,
};
use crate::catalog::connector::http::HttpMethod;

const MOST_REDIRECTS: usize = 3;

/// Asks once, in the host's turn, and goes where the answer sends it as long as that is allowed.
pub async fn follow_redirects(
    client: &HttpClient,
    policy: &HostPolicy,
    rate_limits: &mut RateLimits,
    clock: &dyn FetchClock,
    request: &PageRequest,
    known: &CacheValidators,
) -> Result<HttpReply, RequestFault> {
    let (at, mut url) = (request.shown_place(), request.url.clone());
    for _ in 0..=MOST_REDIRECTS {
        policy.check_url(&at, &url).map_err(RequestFault::Final)?;
        rate_limits.wait_turn(url.host_str().unwrap_or_default(), request.pace).await;
        let bears_token = url.origin() == request.url.origin();
        let exchange = async {
            let addresses = policy.resolve_addresses(&at, &url).await?;
            client.send_request(request, &url, &addresses, bears_token, known).await
        };
        let reply = tokio::select! {
            reply = exchange => reply?,
            () = clock.time_out(request.timeout) => {
                let seconds = request.timeout.as_secs();
                return Err(RequestFault::Passing(ExchangeFault::TimedOut { seconds }));
            }
        };
        if !matches!(reply.status, 301 | 302 | 303 | 307 | 308) {
            return Ok(reply);
        }
        url = redirect_target(request, &url, &reply).map_err(RequestFault::Final)?;
    }
    Err(RequestFault::Final(FetchError::NotAllowed {
        place: at,
        problem: RefusedRequest::TooManyRedirects { most: MOST_REDIRECTS },
    }))
}

/// Where a redirect leads. A POST is not turned into a GET: that is how a portal asks for a login.
fn redirect_target(
    request: &PageRequest,
    from: &Url,
    reply: &HttpReply,
) -> Result<Url, FetchError> {
    let refused = |problem| FetchError::NotAllowed {
        place: request.shown_place(),
        problem: RefusedRequest::Redirect { problem },
    };
    let to = reply.location.as_deref().and_then(|to| from.join(to).ok());
    let to = to.ok_or_else(|| refused(RedirectProblem::Nowhere))?;
    if !to.username().is_empty() || to.password().is_some() {
        return Err(refused(RedirectProblem::WithLogin));
    }
    if request.method == HttpMethod::Post && !matches!(reply.status, 307 | 308) {
        let host = to.host_str().unwrap_or_default().to_owned();
        return Err(refused(RedirectProblem::OfPost { host }));
    }
    Ok(to)
}
