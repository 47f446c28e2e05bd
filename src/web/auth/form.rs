//! What a form sends, of a page that this session was given.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use jiff::civil::DateTime;
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use super::{
    super::http::{client::ClientAddress, error::WebError},
    visitor::RequestPrincipal,
};
use crate::state::{StateDatabase, StateError, audit::AuditAction};

/// The name under which a form carries the token of its session.
pub const TOKEN: &str = "form_token";

/// A filled-in form; without the session's token it is not taken.
#[derive(Clone)]
pub struct CheckedForm {
    pub visitor: Arc<RequestPrincipal>,
    fields: FormFields,
}

/// Names and values, as sent.
#[derive(Clone)]
pub struct FormFields(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for CheckedForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let visitor: Arc<RequestPrincipal> =
            request.extensions().get().cloned().unwrap_or_default();
        let fields = FormFields::from_request(request, state).await?;
        if is_of(&visitor, fields.field_value(TOKEN)) {
            Ok(Self { visitor, fields })
        } else {
            Err(WebError::OutdatedForm.into_response())
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for FormFields {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body =
            Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Ok(Self(form_urlencoded::parse(&body).into_owned().collect()))
    }
}

impl CheckedForm {
    /// Returns the value of a field; an empty text where it was not sent.
    pub fn field_value(&self, name: &str) -> &str {
        self.fields.field_value(name)
    }

    /// Notes in the audit log what whoever sent the form changes.
    pub fn note_change(
        &self,
        state: &StateDatabase,
        now: DateTime,
        client: &ClientAddress,
        detail: &str,
    ) -> Result<(), StateError> {
        let who = self.visitor.name();
        state.append_audit(now, who, &client.address, AuditAction::Change, detail)
    }

    /// Returns all names and values, as sent.
    pub fn all_fields(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields.0.iter()
    }

    /// Returns what fields are sent whose names begin so: the rest of each name, and its value.
    pub fn fields_below<'f>(&'f self, begin: &'f str) -> impl Iterator<Item = (&'f str, &'f str)> {
        let named = self.fields.0.iter();
        named.filter_map(move |(name, value)| Some((name.strip_prefix(begin)?, value.as_str())))
    }

    /// Returns every value of a field that is sent more than once.
    pub fn field_values<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let named = self.fields.0.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }
}

impl FormFields {
    /// Nothing of a field that was not sent.
    pub fn field_value(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// Tells whether a token is of the session; it is compared in the same time whatever it is.
pub fn is_of(visitor: &RequestPrincipal, token: &str) -> bool {
    let Some(session) = visitor.session() else {
        return false;
    };
    session.form_token.as_bytes().ct_eq(token.as_bytes()).into()
}
