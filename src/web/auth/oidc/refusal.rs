//! Why somebody who comes from another server is not let in.

use openidconnect::{ClaimsVerificationError, SignatureVerificationError};

use super::claims::NameFault;
use crate::{
    catalog::phrases::telling::worded_errors,
    ingest::fetch::{FetchError, identity::IdentityFault},
};

worded_errors! {
    /// Says why a login at another server lets nobody in; it repeats nothing of what the server told but the name of the account.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum LoginRefusal {
        "oidc.outdated" => Outdated,
        "oidc.denied" => Denied { code: String },
        "oidc.unreachable" => Unreachable,
        "oidc.misset" => Misset,
        "oidc.bad_code" => BadCode { code: String },
        "oidc.bad_token" => BadToken { problem: TokenProblem },
        "oidc.no_name" => NoName { claim: String },
        "oidc.bad_name" => BadName { claim: String },
        "oidc.unverified" => Unverified { claim: String },
        "oidc.no_groups" => NoGroups { name: String, claim: String },
        "oidc.no_role" => NoRole { name: String },
        "oidc.contradictory" => Contradictory { name: String },
        "oidc.no_agency" => NoAgency { name: String, agency: String },
        "oidc.disabled" => Disabled { name: String },
        "oidc.name_taken" => NameTaken { name: String },
    }
}

worded_errors! {
    /// Says what is wrong with the server's proof of who somebody is.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum TokenProblem {
        "token.missing" => Missing,
        "token.issuer" => Issuer,
        "token.audience" => Audience,
        "token.expired" => Expired,
        "token.nonce" => Nonce,
        "token.signature" => Signature,
        "token.subject" => Subject,
        "token.unreadable" => Unreadable,
    }
}

impl LoginRefusal {
    /// Makes the refusal of a question that was not answered, and tells the log why. An answer that is too long proves nothing; of a host that the settings
    /// do not name nothing is asked.
    pub(super) fn of_fault(fault: &IdentityFault) -> Self {
        match fault {
            IdentityFault::NotAsked { problem: FetchError::TooLarge { .. } } => {
                Self::of_token(TokenProblem::Unreadable)
            }
            IdentityFault::NotAsked { problem } => misset(problem),
            fault => unreachable_server(fault),
        }
    }

    /// Makes the refusal of somebody new who cannot be called as the server says.
    pub(super) fn of_name(fault: NameFault, claim: &str) -> Self {
        let claim = claim.to_owned();
        match fault {
            NameFault::Missing => Self::NoName { claim },
            NameFault::Unfit => Self::BadName { claim },
            NameFault::Unverified => Self::Unverified { claim },
        }
    }

    /// Makes the refusal of a token that proves nothing.
    pub(super) fn of_token(problem: TokenProblem) -> Self {
        Self::BadToken { problem }
    }

    /// Makes the refusal of somebody whom the server sends back without a code; it may say why in a word.
    pub fn of_denial(code: &str) -> Self {
        Self::Denied { code: plain_code(code) }
    }

    /// Tells whether it is the server or the settings that are to blame, not whoever logs in.
    pub fn is_of_server(&self) -> bool {
        matches!(self, Self::Unreachable | Self::Misset)
    }

    /// Returns the account it is about, where that is known.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::NoGroups { name, .. }
            | Self::NoRole { name }
            | Self::Contradictory { name }
            | Self::NoAgency { name, .. }
            | Self::Disabled { name }
            | Self::NameTaken { name } => Some(name),
            _ => None,
        }
    }
}

impl From<&ClaimsVerificationError> for TokenProblem {
    fn from(error: &ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::Expired(_) => Self::Expired,
            ClaimsVerificationError::InvalidAudience(_) => Self::Audience,
            ClaimsVerificationError::InvalidIssuer(_) => Self::Issuer,
            ClaimsVerificationError::InvalidNonce(_) => Self::Nonce,
            ClaimsVerificationError::InvalidSubject(_) => Self::Subject,
            ClaimsVerificationError::SignatureVerification(_) => Self::Signature,
            _ => Self::Unreadable,
        }
    }
}

/// Tells whether the server may have changed its keys since they were read.
pub(super) fn is_of_unknown_key(error: &ClaimsVerificationError) -> bool {
    use SignatureVerificationError::NoMatchingKey;
    matches!(error, ClaimsVerificationError::SignatureVerification(NoMatchingKey))
}

/// What a server calls its refusal, where that is a word and no sentence that somebody else may have written.
pub(super) fn plain_code(code: &str) -> String {
    let is_plain =
        code.len() <= 40 && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if is_plain && !code.is_empty() { code.to_owned() } else { "?".to_owned() }
}

/// Makes the refusal of a server that does not answer, and tells the log why.
pub(super) fn unreachable_server(error: &dyn std::error::Error) -> LoginRefusal {
    tracing::error!(error.cause = %error, "the server people log in at cannot be asked");
    LoginRefusal::Unreachable
}

/// Makes the refusal of a server or of settings that cannot be right, and tells the log why.
pub(super) fn misset(error: &dyn std::error::Error) -> LoginRefusal {
    tracing::error!(error.cause = %error, "the login at another server is not set up right");
    LoginRefusal::Misset
}
