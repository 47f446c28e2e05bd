//! The server of `[login.oidc]`: where people are sent, and what it then proves of them.
//!
//! Invariant: no token and no code is kept, written to a log or shown.

use std::{sync::Arc, time::Duration};

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
    claims::{find_claim, is_public_name, read_groups, read_name},
    pending_login::{PendingLogin, PendingLogins},
    proof::{prove, refuse_code},
    provider_types::{ProtocolClient, TokenAnswer, ToldClaims},
    refusal::{LoginRefusal, TokenProblem, misset, unreachable_server},
    transport::ProtocolTransport,
};
use crate::{
    catalog::settings::{ProgramSettings, login::OidcSettings},
    ingest::fetch::{FetchEnvironment, FetchError, identity::IdentityClient, read_secret},
    state::StateError,
};

/// For so long the server's description and keys are taken for what they were.
const KNOWN_FOR: Duration = Duration::from_mins(5);
/// For so long a server that did not answer is not asked again.
const DOWN_FOR: Duration = Duration::from_secs(10);
/// Keys are read anew for a token of an unknown one no more often than that.
const KEYS_HOLD: Duration = Duration::from_mins(1);
/// Logins that wait for the server at a time.
const ASKED_AT_ONCE: usize = 8;

/// Is the server at which people log in, as far as it is known.
pub struct IdentityProvider {
    pub settings: OidcSettings,
    pub pending: PendingLogins,
    public_url: String,
    transport: Result<ProtocolTransport, FetchError>,
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
    /// What the account is called.
    pub name: String,
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
            transport: IdentityClient::new(&oidc, settings, environment).map(ProtocolTransport),
            known: Mutex::default(),
            asking: Semaphore::new(ASKED_AT_ONCE),
            settings: oidc,
        }))
    }

    /// Returns a page of this server under the address that readers open: a login that begins at another name of it could not come back.
    pub fn own_address(&self, page: &str) -> String {
        format!("{}{page}", self.public_url)
    }

    /// Returns where somebody is sent to log in. Fails where the server cannot be asked who it is.
    pub async fn authorize_url(&self, login: &PendingLogin) -> Result<Url, LoginRefusal> {
        let _turn = self.asking.acquire().await;
        let client = self.protocol_client(&*self.metadata(KNOWN_FOR).await?)?;
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
        let (url, _, _) = request.url();
        if matches!(url.scheme(), "https" | "http") { Ok(url) } else { Err(LoginRefusal::Misset) }
    }

    /// Gives a code for what the server proves of who brought it. Fails for every proof that is none.
    pub async fn verify_code(
        &self,
        code: &str,
        login: &PendingLogin,
    ) -> Result<VerifiedPerson, LoginRefusal> {
        let _turn = self.asking.acquire().await;
        let verified = self.exchange_code(code, login).await;
        if verified == Err(LoginRefusal::Unreachable) {
            // Whoever waits for a turn need not find out for themselves.
            let at = self.transport()?.0.elapsed_time();
            let told = Err(LoginRefusal::Unreachable);
            *self.known.lock().await = Some(KnownMetadata { at, told });
        }
        verified
    }

    async fn exchange_code(
        &self,
        code: &str,
        login: &PendingLogin,
    ) -> Result<VerifiedPerson, LoginRefusal> {
        let client = self.protocol_client(&*self.metadata(KNOWN_FOR).await?)?;
        let answer = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| LoginRefusal::Misset)?
            .set_pkce_verifier(PkceCodeVerifier::new(login.verifier.clone()))
            .request_async(self.transport()?)
            .await
            .map_err(|error| refuse_code(&error))?;
        let nonce = Nonce::new(login.nonce.clone());
        let (subject, mut claims) = match prove(&client, &answer, &nonce) {
            Err(error) if error.is_of_unknown_key => {
                let renewed = self.protocol_client(&*self.metadata(KEYS_HOLD).await?)?;
                prove(&renewed, &answer, &nonce).map_err(|error| error.refusal)?
            }
            proven => proven.map_err(|error| error.refusal)?,
        };
        let is_whole = [&self.settings.name_claim, &self.settings.groups_claim]
            .iter()
            .all(|name| find_claim(&claims, name).is_some());
        if !is_whole && client.user_info_url().is_some() {
            self.add_told_claims(&client, &answer, &subject, &mut claims).await?;
        }
        self.read_person(subject, &claims)
    }

    /// Adds what the server tells at its place for that to what it has proven; what was proven stays.
    async fn add_told_claims(
        &self,
        client: &ProtocolClient,
        answer: &TokenAnswer,
        subject: &str,
        claims: &mut Value,
    ) -> Result<(), LoginRefusal> {
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
                UserInfoError::Request(fault) => unreachable_server(&fault),
                _ => LoginRefusal::of_token(TokenProblem::Unreadable),
            })?;
        if let (Value::Object(claims), Ok(Value::Object(told))) =
            (claims, serde_json::to_value(&told))
        {
            for (name, value) in told {
                let held = claims.entry(name).or_insert(Value::Null);
                if held.is_null() {
                    *held = value;
                }
            }
        }
        Ok(())
    }

    fn read_person(&self, subject: String, claims: &Value) -> Result<VerifiedPerson, LoginRefusal> {
        let OidcSettings { name_claim, groups_claim, .. } = &self.settings;
        let name = find_claim(claims, name_claim).and_then(read_name);
        let name = name.ok_or_else(|| LoginRefusal::NoName { claim: name_claim.clone() })?;
        if !is_public_name(name) {
            return Err(LoginRefusal::BadName { claim: name_claim.clone() });
        }
        let groups = find_claim(claims, groups_claim).and_then(read_groups);
        Ok(VerifiedPerson { subject, name: name.to_owned(), groups })
    }

    /// What the server tells of itself, if it was told no longer ago than that. One that is down is left alone for a while, so that many who
    /// wait do not wait one after the other.
    async fn metadata(&self, at_most: Duration) -> Result<Arc<CoreProviderMetadata>, LoginRefusal> {
        let transport = self.transport()?;
        let mut known = self.known.lock().await;
        if let Some(KnownMetadata { at, told }) = &*known {
            let lasts = if told.is_ok() { at_most } else { DOWN_FOR };
            if transport.0.elapsed_time().saturating_sub(*at) < lasts {
                return told.clone();
            }
        }
        let told = self.discover(transport).await;
        *known = Some(KnownMetadata { at: transport.0.elapsed_time(), told: told.clone() });
        told
    }

    async fn discover(
        &self,
        transport: &ProtocolTransport,
    ) -> Result<Arc<CoreProviderMetadata>, LoginRefusal> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone());
        let issuer = issuer.map_err(|_| LoginRefusal::Misset)?;
        let found = CoreProviderMetadata::discover_async(issuer, transport).await;
        found.map(Arc::new).map_err(|error| match error {
            DiscoveryError::Request(fault) => unreachable_server(&fault),
            other => misset(&other),
        })
    }

    fn protocol_client(
        &self,
        metadata: &CoreProviderMetadata,
    ) -> Result<ProtocolClient, LoginRefusal> {
        let transport = self.transport()?;
        // Read each time: a new one holds without a restart.
        let secret =
            read_secret(&self.settings.client_secret, |name| transport.0.read_variable(name));
        let secret = secret.map_err(|problem| misset(&problem))?.trim().to_owned();
        let redirect = RedirectUrl::new(self.own_address("/login/oidc/callback"));
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes = |method| methods.is_none_or(|methods| methods.contains(&method));
        let is_in_body = !takes(CoreClientAuthMethod::ClientSecretBasic)
            && takes(CoreClientAuthMethod::ClientSecretPost);
        let id = ClientId::new(self.settings.client_id.clone());
        let made = ProtocolClient::from_provider_metadata(
            metadata.clone(),
            id,
            Some(ClientSecret::new(secret)),
        );
        let auth = if is_in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        Ok(made.set_auth_type(auth).set_redirect_uri(redirect.map_err(|error| misset(&error))?))
    }

    /// Without root certificates nothing can be asked.
    fn transport(&self) -> Result<&ProtocolTransport, LoginRefusal> {
        self.transport.as_ref().map_err(|error| unreachable_server(error))
    }
}
