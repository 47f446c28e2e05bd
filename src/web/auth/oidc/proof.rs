//! What a token must prove before anything in it is believed.

use openidconnect::{
    Nonce, RequestTokenError, StandardErrorResponse, TokenResponse, core::CoreErrorResponseType,
};
use serde_json::Value;

use super::{
    provider_types::{PROVEN, ProtocolClient, TokenAnswer},
    refusal::{LoginRefusal, TokenProblem, is_of_unknown_key, plain_code},
};
use crate::ingest::fetch::identity::IdentityFault;

/// Says why a token proves nothing, and whether newer keys of the server might.
pub(super) struct ProofFault {
    pub(super) refusal: LoginRefusal,
    pub(super) is_of_unknown_key: bool,
}

/// Returns who somebody is and what else the token says, once its signature, its server, for whom it is, its age and its nonce are as they must be.
pub(super) fn prove(
    client: &ProtocolClient,
    answer: &TokenAnswer,
    nonce: &Nonce,
) -> Result<(String, Value), ProofFault> {
    let fault =
        |problem| ProofFault { refusal: LoginRefusal::of_token(problem), is_of_unknown_key: false };
    let token = answer.id_token().ok_or_else(|| fault(TokenProblem::Missing))?;
    let verifier = client.id_token_verifier().set_allowed_algs(PROVEN);
    let claims = token.claims(&verifier, nonce).map_err(|error| ProofFault {
        is_of_unknown_key: is_of_unknown_key(&error),
        ..fault(TokenProblem::from(&error))
    })?;
    // The library leaves this to its users.
    if claims.authorized_party().is_some_and(|party| party != client.client_id()) {
        return Err(fault(TokenProblem::Audience));
    }
    let all = serde_json::to_value(claims).map_err(|_| fault(TokenProblem::Unreadable))?;
    Ok((claims.subject().to_string(), all))
}

/// Makes the refusal of a code that nothing was given for.
pub(super) fn refuse_code(
    error: &RequestTokenError<IdentityFault, StandardErrorResponse<CoreErrorResponseType>>,
) -> LoginRefusal {
    match error {
        RequestTokenError::Request(fault) => LoginRefusal::of_fault(fault),
        RequestTokenError::ServerResponse(answer) => {
            LoginRefusal::BadCode { code: plain_code(answer.error().as_ref()) }
        }
        // What could not be read may hold a token.
        _ => LoginRefusal::of_token(TokenProblem::Unreadable),
    }
}
