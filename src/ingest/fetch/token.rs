//! What opens a door, and is shown nowhere.

use std::fmt;

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};

use super::{
    FetchEnvironment, FetchError,
    error::{SecretProblem, SetupProblem},
};
use crate::catalog::connector::http::{TokenFrom, TokenKind};

/// A header that no log, error or debug text repeats.
#[derive(Clone)]
pub struct SecretHeader {
    name: HeaderName,
    value: HeaderValue,
}

impl SecretHeader {
    /// Reads the token of a connector; fails when it is missing, empty or has several lines.
    pub fn read_token(
        connector: &str,
        from: &TokenFrom,
        environment: &FetchEnvironment,
    ) -> Result<Self, FetchError> {
        let missing = |problem| FetchError::Setup {
            connector: connector.to_owned(),
            problem: SetupProblem::Secret { problem },
        };
        let text = read_secret(from, environment.variable).map_err(&missing)?;
        let (name, text) = match from.kind {
            TokenKind::Bearer => (AUTHORIZATION, format!("Bearer {}", text.trim())),
            TokenKind::Cookie => (COOKIE, text.trim().to_owned()),
        };
        let is_plain = !text.trim_end_matches("Bearer ").is_empty()
            && text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        let value = is_plain.then(|| HeaderValue::from_str(&text).ok()).flatten();
        let mut value = value.ok_or_else(|| missing(SecretProblem::NotPlain))?;
        value.set_sensitive(true);
        Ok(Self { name, value })
    }

    /// Returns the header that carries the token.
    pub fn to_header(&self) -> (HeaderName, HeaderValue) {
        (self.name.clone(), self.value.clone())
    }
}

/// What a variable or a file holds; the sentence of an error holds nothing of it.
pub fn read_secret(
    from: &TokenFrom,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<String, SecretProblem> {
    let of_file = |path: &std::path::Path| {
        std::fs::read_to_string(path).map_err(|error| {
            let (path, told) = (path.display().to_string(), error.to_string());
            SecretProblem::FileUnread { path, told }
        })
    };
    if let Some(path) = &from.file {
        return of_file(path);
    }
    let env = from.env.as_deref().unwrap_or_default();
    let file = format!("{env}_FILE");
    match (variable(env), variable(&file)) {
        (Some(text), _) => Ok(text),
        (None, Some(path)) => of_file(path.as_ref()),
        (None, None) => Err(SecretProblem::NotSet { env: env.to_owned(), file }),
    }
}

impl fmt::Debug for SecretHeader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(…)")
    }
}
