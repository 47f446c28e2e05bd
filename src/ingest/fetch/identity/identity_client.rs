//! Requests to the server that people log in at, by the same rules as what is fetched: TLS, the hosts of the settings at checked addresses, no
//! redirect; and within seconds, since somebody waits.

use std::time::Duration;

use url::Url;

use crate::{
    catalog::{
        connector::http::parse_url,
        phrases::telling::worded_errors,
        settings::{
            ProgramSettings,
            login::{OidcSettings, is_safe_address},
        },
    },
    ingest::fetch::{
        FetchEnvironment, FetchError,
        client::HttpClient,
        error::{ExchangeFault, RefusedRequest, SecretProblem},
        exchange::{IdentityReply, IdentityRequest, RequestFault},
        host_policy::HostPolicy,
    },
};

/// For one answer, name and connection included.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// Asks the server that `[login.oidc]` names.
pub struct IdentityClient {
    client: HttpClient,
    policy: HostPolicy,
    environment: FetchEnvironment,
}

worded_errors! {
    /// Says why the server did not answer; it holds nothing of what was sent.
    #[derive(Debug)]
    pub enum IdentityFault {
        "identity.not_asked" => NotAsked { problem: FetchError },
        "identity.no_answer" => NoAnswer { place: String, problem: ExchangeFault },
        "identity.status" => Status { place: String, status: u16 },
        "identity.other_issuer" => OtherIssuer { place: String, told: String },
        "identity.no_secret" => NoSecret { problem: SecretProblem },
    }
}

impl IdentityClient {
    /// Makes a client that asks the hosts of these settings and no others; fails when the HTTP client cannot be set up.
    pub fn new(
        oidc: &OidcSettings,
        settings: &ProgramSettings,
        environment: FetchEnvironment,
    ) -> Result<Self, FetchError> {
        let named = std::iter::once(&oidc.issuer).chain(&oidc.hosts);
        let urls: Vec<Url> = named.filter_map(|text| parse_url(text).ok()).collect();
        let policy = HostPolicy::for_urls(urls.iter(), settings, environment.names.clone());
        Ok(Self { client: HttpClient::new()?, policy, environment })
    }

    /// Returns what reads a variable of the process, as secrets are read.
    pub fn variable_reader(&self) -> fn(&str) -> Option<String> {
        self.environment.variable
    }

    /// Returns the time since some moment before the first request.
    pub fn elapsed_time(&self) -> Duration {
        self.environment.clock.elapsed_time()
    }

    /// Waits for so long.
    pub async fn time_out(&self, length: Duration) {
        self.environment.clock.time_out(length).await;
    }

    /// Sends a request and waits for the whole answer, for seconds at most. A server that says that it cannot is one that does not answer.
    pub async fn send_request(
        &self,
        request: IdentityRequest,
    ) -> Result<IdentityReply, IdentityFault> {
        // What is asked is in the query or the body: the place is told without.
        let place = format!("{}{}", request.url.origin().ascii_serialization(), request.url.path());
        let exchange = async {
            self.policy.check_url(&place, &request.url).map_err(RequestFault::Final)?;
            // Whom the settings let be asked in the clear may not say who somebody is.
            if !is_safe_address(&request.url) {
                let host = request.url.host_str().unwrap_or_default().to_owned();
                let problem = RefusedRequest::NoTls { host };
                let place = place.clone();
                return Err(RequestFault::Final(FetchError::NotAllowed { place, problem }));
            }
            let addresses = self.policy.resolve_addresses(&place, &request.url).await?;
            self.client.send_identity(request, &place, &addresses).await
        };
        let told = tokio::select! {
            told = exchange => told,
            () = self.environment.clock.time_out(LONGEST_WAIT) => {
                let seconds = LONGEST_WAIT.as_secs();
                Err(RequestFault::Passing(ExchangeFault::TimedOut { seconds }))
            }
        };
        match told {
            Ok(reply) if reply.status.is_server_error() => {
                Err(IdentityFault::Status { place, status: reply.status.as_u16() })
            }
            Ok(reply) => Ok(reply),
            Err(RequestFault::Final(problem)) => Err(IdentityFault::NotAsked { problem }),
            Err(RequestFault::Passing(problem)) => Err(IdentityFault::NoAnswer { place, problem }),
        }
    }
}
