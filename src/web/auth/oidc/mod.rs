//! A login at another server by OpenID Connect: the code flow with PKCE, whose answers are taken for hostile until they are proven.

mod authorize_place;
mod claims;
mod pending_login;
mod proof;
mod provider;
mod provider_types;
mod refusal;
mod transport;

pub use pending_login::{PENDING_SECONDS, TakenLogin, find_pending_cookie, make_pending_cookie};
pub use provider::{IdentityProvider, VerifiedPerson};
pub use refusal::{LoginRefusal, TokenProblem};
