//! The server of `[login.oidc]`: where people are sent, and what it then proves of them.
//!
//! Invariant: no token and no code is kept, written to a log or shown.

use std::{future::Future, sync::Arc, time::Duration};

use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, UserInfoError,
    core::{CoreClientAuthMethod, CoreProviderMetadata, CoreResponseType},
};
use serde_json::Value;
use tokio::sync::{Mutex, Semaphore};
use url::Url;

use super::{
    authorize_place::is_fit_to_send_to,
    claims::{NameFault, find_claim, read_groups, read_name},
    pending_login::{PendingLogin, PendingLogins},
    proof::{prove, refuse_code},
    provider_types::{ProtocolClient, TokenAnswer, ToldClaims},
    refusal::{LoginRefusal, TokenProblem, misset, unreachable_server},
    transport::{DOWN_FOR, ProtocolTransport},
};
use crate::{
    catalog::settings::{ProgramSettings, login::OidcSettings},
    ingest::fetch::{
        FetchEnvironment,
        identity::{IdentityClient, IdentityFault},
        read_secret,
    },
    state::StateError,
};

/// For so long the server's description and keys are taken for what they were.
const KNOWN_FOR: Duration = Duration::from_mins(5);
/// Keys are read anew for a token of an unknown one no more often than that.
const KEYS_HOLD: Duration = Duration::from_mins(1);
/// Logins that wait for the server at a time.
const ASKED_AT_ONCE: usize = 8;
/// For all that a login asks, the wait for its turn included: somebody looks at an empty page.
const LONGEST_LOGIN: Duration = Duration::from_secs(20);

/// Is the server at which people log in, as far as it is known.
pub struct IdentityProvider {
    pub settings: OidcSettings,
    pub pending: PendingLogins,
    public_url: String,
    /// Without root certificates nothing can be asked.
    transport: Result<ProtocolTransport, LoginRefusal>,
    known: Mutex<Option<KnownMetadata>>,
    asking: Semaphore,
}

/// What the server last told of itself, or that it did not.
struct KnownMetadata {
    at: Duration,
    told: Result<Arc<CoreProviderMetadata>, LoginRefusal>,
}

/// Somebody whom the server has proven to be who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedPerson {
    pub subject: String,
    /// What a new account is called, or why it cannot be called so.
    pub name: Result<String, LoginRefusal>,
    /// `None` where the server tells of none at all.
    pub groups: Option<Vec<String>>,
}

impl IdentityProvider {
    /// Makes the server of the settings; `None` where they name none. Nothing is asked yet. Fails where the system has no random numbers.
    pub fn from_settings(
        settings: &ProgramSettings,
        environment: FetchEnvironment,
    ) -> Result<Option<Self>, StateError> {
        let Some(oidc) = settings.login.oidc.clone() else { return Ok(None) };
        let public_url = settings.serve.public_url.clone().unwrap_or_default();
        Ok(Some(Self {
            pending: PendingLogins::new()?,
            public_url: public_url.trim_end_matches('/').to_owned(),
            transport: IdentityClient::new(&oidc, settings, environment)
                .map(ProtocolTransport::new)
                .map_err(|error| unreachable_server(&error)),
            known: Mutex::default(),
            asking: Semaphore::new(ASKED_AT_ONCE),
            settings: oidc,
        }))
    }

    /// Returns a page of this server under the address that readers open: a login that begins at another name of it could not come back.
    pub fn own_address(&self, page: &str) -> String {
        format!("{}{page}", self.public_url)
    }

    /// Returns where somebody is sent to log in. Fails where the server cannot be asked who it is; it is asked by one for all, and what it told
    /// holds for a while.
    pub async fn authorize_url(&self, login: &PendingLogin) -> Result<Url, LoginRefusal> {
        let metadata = self.in_time(self.metadata(KNOWN_FOR)).await?;
        let client = self.protocol_client(&metadata, None)?;
        let verifier = PkceCodeVerifier::new(login.verifier.clone());
        let (state, nonce) = (login.state.clone(), login.nonce.clone());
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_scopes(self.settings.scopes.iter().cloned().map(Scope::new));
        if !self.settings.prompt.is_empty() {
            request = request.add_extra_param("prompt", self.settings.prompt.as_str());
        }
        Ok(request.url().0)
    }

    /// Gives a code for what the server proves of who brought it. Fails for every proof that is none.
    pub async fn verify_code(
        &self,
        code: &str,
        login: &PendingLogin,
    ) -> Result<VerifiedPerson, LoginRefusal> {
        let exchange = async {
            let _turn = self.asking.acquire().await;
            self.exchange_code(code, login).await
        };
        self.in_time(exchange).await
    }

    async fn in_time<T>(
        &self,
        work: impl Future<Output = Result<T, LoginRefusal>>,
    ) -> Result<T, LoginRefusal> {
        let transport = self.transport()?;
        tokio::select! {
            biased;
            done = work => done,
            () = transport.client.time_out(LONGEST_LOGIN) => Err(LoginRefusal::Unreachable),
        }
    }

    async fn exchange_code(
        &self,
        code: &str,
        login: &PendingLogin,
    ) -> Result<VerifiedPerson, LoginRefusal> {
        let secret = self.read_client_secret().await?;
        let metadata = self.metadata(KNOWN_FOR).await?;
        let client = self.protocol_client(&metadata, Some(secret.clone()))?;
        let answer = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| LoginRefusal::Misset)?
            .set_pkce_verifier(PkceCodeVerifier::new(login.verifier.clone()))
            .request_async(self.transport()?)
            .await
            .map_err(|error| refuse_code(&error))?;
        let nonce = Nonce::new(login.nonce.clone());
        let (subject, claims) = match prove(&client, &answer, &nonce) {
            Err(error) if error.is_of_unknown_key => {
                let metadata = self.metadata(KEYS_HOLD).await?;
                let renewed = self.protocol_client(&metadata, Some(secret))?;
                prove(&renewed, &answer, &nonce).map_err(|error| error.refusal)?
            }
            proven => proven.map_err(|error| error.refusal)?,
        };
        let is_whole = [&self.settings.name_claim, &self.settings.groups_claim]
            .iter()
            .all(|name| find_claim(&claims, name).is_some());
        let told = if !is_whole && client.user_info_url().is_some() {
            self.ask_claims(&client, &answer, &subject).await?
        } else {
            Value::Null
        };
        Ok(self.read_person(subject, &[claims, told]))
    }

    /// Asks what the server tells at its place for that.
    async fn ask_claims(
        &self,
        client: &ProtocolClient,
        answer: &TokenAnswer,
        subject: &str,
    ) -> Result<Value, LoginRefusal> {
        let token = answer.access_token();
        // One that is no single word would not be taken for a header, and the library does not expect that.
        if !token.secret().bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(LoginRefusal::of_token(TokenProblem::Unreadable));
        }
        let subject = openidconnect::SubjectIdentifier::new(subject.to_owned());
        let told: ToldClaims = client
            .user_info(token.clone(), Some(subject))
            .map_err(|_| LoginRefusal::Misset)?
            .request_async(self.transport()?)
            .await
            .map_err(|error| match error {
                UserInfoError::ClaimsVerification(error) => {
                    LoginRefusal::of_token(TokenProblem::from(&error))
                }
                UserInfoError::Request(fault) => LoginRefusal::of_fault(&fault),
                _ => LoginRefusal::of_token(TokenProblem::Unreadable),
            })?;
        serde_json::to_value(&told).map_err(|_| LoginRefusal::of_token(TokenProblem::Unreadable))
    }

    /// Reads each claim where it is told first: what was proven stays.
    fn read_person(&self, subject: String, told: &[Value]) -> VerifiedPerson {
        let OidcSettings { name_claim, groups_claim, .. } = &self.settings;
        let source = |claim: &str| told.iter().find(|all| find_claim(all, claim).is_some());
        let name = source(name_claim)
            .map_or(Err(NameFault::Missing), |all| read_name(all, name_claim))
            .map_err(|fault| LoginRefusal::of_name(fault, name_claim));
        let groups = source(groups_claim).and_then(|all| find_claim(all, groups_claim));
        VerifiedPerson { subject, name, groups: groups.and_then(read_groups) }
    }

    /// What the server tells of itself, if it was told no longer ago than that. One that is down is left alone for a while, so that many who
    /// wait do not wait one after the other.
    async fn metadata(&self, at_most: Duration) -> Result<Arc<CoreProviderMetadata>, LoginRefusal> {
        let transport = self.transport()?;
        let mut known = self.known.lock().await;
        if transport.is_silent() {
            return Err(LoginRefusal::Unreachable);
        }
        if let Some(KnownMetadata { at, told }) = &*known {
            let lasts = if told.is_ok() { at_most } else { DOWN_FOR };
            if transport.client.elapsed_time().saturating_sub(*at) < lasts {
                return told.clone();
            }
        }
        let told = self.discover(transport).await;
        let at = transport.client.elapsed_time();
        *known = Some(KnownMetadata { at, told: told.clone() });
        told
    }

    async fn discover(
        &self,
        transport: &ProtocolTransport,
    ) -> Result<Arc<CoreProviderMetadata>, LoginRefusal> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone());
        let issuer = issuer.map_err(|_| LoginRefusal::Misset)?;
        let found = CoreProviderMetadata::discover_async(issuer.clone(), transport).await;
        let found = found.map_err(|error| match error {
            DiscoveryError::Request(IdentityFault::NotAsked { problem }) => misset(&problem),
            DiscoveryError::Request(fault) => unreachable_server(&fault),
            other => misset(&other),
        })?;
        if is_fit_to_send_to(issuer.url(), found.authorization_endpoint().url()) {
            return Ok(Arc::new(found));
        }
        let place = found.authorization_endpoint().as_str();
        tracing::error!(place, "the server people log in at sends them where nothing is encrypted");
        Err(LoginRefusal::Misset)
    }

    /// Read each time: a new one holds without a restart.
    async fn read_client_secret(&self) -> Result<ClientSecret, LoginRefusal> {
        let from = self.settings.client_secret.clone();
        let variable = self.transport()?.client.variable_reader();
        let read = tokio::task::spawn_blocking(move || read_secret(&from, variable)).await;
        let secret = read.map_err(|error| misset(&error))?.map_err(|problem| misset(&problem))?;
        Ok(ClientSecret::new(secret.trim().to_owned()))
    }

    fn protocol_client(
        &self,
        metadata: &CoreProviderMetadata,
        secret: Option<ClientSecret>,
    ) -> Result<ProtocolClient, LoginRefusal> {
        let redirect = RedirectUrl::new(self.own_address("/login/oidc/callback"));
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes = |method| methods.is_none_or(|methods| methods.contains(&method));
        let is_in_body = !takes(CoreClientAuthMethod::ClientSecretBasic)
            && takes(CoreClientAuthMethod::ClientSecretPost);
        let id = ClientId::new(self.settings.client_id.clone());
        let made = ProtocolClient::from_provider_metadata(metadata.clone(), id, secret);
        let auth = if is_in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        Ok(made.set_auth_type(auth).set_redirect_uri(redirect.map_err(|_| LoginRefusal::Misset)?))
    }

    fn transport(&self) -> Result<&ProtocolTransport, LoginRefusal> {
        self.transport.as_ref().map_err(Clone::clone)
    }
}
