//! What an address asks for, and who asks, with the defaults that make a bare address useful.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{Uri, request::Parts},
};
use url::form_urlencoded;

use super::{super::auth::visitor::RequestPrincipal, error::WebError};
use crate::{
    catalog::Catalog,
    domain::{period::Period, threshold::Threshold},
    view::file_stem,
    warehouse::query::AgencyLevel,
};

/// An address: its path and what follows it. A blank option is none; of two of one name the last holds.
#[derive(Debug, Clone, Default)]
pub struct RequestQuery {
    pub path: String,
    pub visitor: Arc<RequestPrincipal>,
    pairs: Vec<(String, String)>,
}

impl<S: Sync> FromRequestParts<S> for RequestQuery {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let visitor = parts.extensions.get().cloned().unwrap_or_default();
        Ok(Self::of_address(&parts.uri, visitor))
    }
}

impl RequestQuery {
    /// Nothing in particular, asked by somebody.
    pub fn for_principal(visitor: Arc<RequestPrincipal>) -> Self {
        Self { visitor, ..Self::default() }
    }

    /// Reads an address that somebody asked for.
    pub fn of_address(address: &Uri, visitor: Arc<RequestPrincipal>) -> Self {
        let text = address.query().unwrap_or_default().as_bytes();
        Self {
            path: address.path().to_owned(),
            visitor,
            pairs: form_urlencoded::parse(text).into_owned().collect(),
        }
    }

    /// Returns the value of an option, without blanks around it; `None` where it is missing or blank.
    pub fn get_option(&self, name: &str) -> Option<&str> {
        let mut last_first = self.pairs.iter().rev();
        let (_, value) = last_first.find(|(key, _)| key == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// What is asked for, of another path.
    #[must_use]
    pub fn with_path(&self, path: impl Into<String>) -> Self {
        Self { path: path.into(), ..self.clone() }
    }

    /// Lists the options whose names begin so, without the beginning, each once.
    pub fn options_below<'q>(&'q self, prefix: &str) -> Vec<(&'q str, &'q str)> {
        let below = |(key, _): &'q (String, String)| key.strip_prefix(prefix);
        let mut names: Vec<&str> = self.pairs.iter().filter_map(below).collect();
        names.sort_unstable();
        names.dedup();
        let option = |name| Some((name, self.get_option(&format!("{prefix}{name}"))?));
        names.into_iter().filter_map(option).collect()
    }

    /// The same address with other values; one without a value is left out.
    pub fn address_with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let is_other = |name: &str| !changes.iter().any(|(changed, _)| *changed == name);
        let kept = self.pairs.iter().filter(|(name, value)| !value.is_empty() && is_other(name));
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        let new = changes.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        let text: String =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(kept.chain(new)).finish();
        format!("{}?{text}", self.path)
    }

    /// What a form must carry along that changes `left_out` itself.
    pub fn form_fields(&self, left_out: &[&str]) -> Vec<(String, String)> {
        let is_kept = |(name, value): &&(String, String)| {
            !value.is_empty() && !left_out.contains(&name.as_str())
        };
        self.pairs.iter().filter(is_kept).cloned().collect()
    }

    /// Names a file after what it holds and the agency and the period the address names.
    pub fn export_stem(&self, what: &str) -> String {
        let said = |name: &str| self.get_option(name).unwrap_or_default();
        file_stem(&[what, said("agency"), said("period")])
    }

    /// Reads an option; one that cannot be read is an error that repeats it.
    pub fn parse_option<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, WebError> {
        let Some(text) = self.get_option(name) else {
            return Ok(None);
        };
        text.parse()
            .map(Some)
            .map_err(|_| WebError::BadRequest { problem: format!("{name}={text}") })
    }

    /// How many rows at most; past the most there may be it is an error, never fewer than asked for without a word.
    pub fn parse_limit(&self, usual: u64, most: u64) -> Result<u64, WebError> {
        let limit = self.parse_option::<u64>("limit")?.unwrap_or(usual);
        let problem = || WebError::BadRequest { problem: format!("limit={limit}") };
        (1..=most).contains(&limit).then_some(limit).ok_or_else(problem)
    }

    /// Reads an option as yes (`1`, `true`) or no; a missing one is no. Fails for any other text.
    pub fn parse_flag(&self, name: &str) -> Result<bool, WebError> {
        match self.get_option(name) {
            None | Some("0" | "false") => Ok(false),
            Some("1" | "true") => Ok(true),
            Some(other) => Err(WebError::BadRequest { problem: format!("{name}={other}") }),
        }
    }

    /// Reads the period asked for; `None` where the address names none. Fails where it is no period.
    pub fn parse_period(&self) -> Result<Option<Period>, WebError> {
        self.parse_option("period")
    }

    /// Reads the number below which values are asked for; `None` where none is given.
    pub fn parse_below(&self) -> Result<Option<Threshold>, WebError> {
        self.parse_option("below")
    }

    /// Reads the level of agencies asked for; `None` where none is given. Fails for a level the
    /// vocabulary does not know.
    pub fn parse_level(&self, catalog: &Catalog) -> Result<Option<AgencyLevel>, WebError> {
        let Some(level) = self.get_option("level") else {
            return Ok(None);
        };
        let mut known = catalog.vocabulary.coded_values("level");
        if level != "all" && !known.any(|known| known == level) {
            return Err(WebError::BadRequest { problem: format!("level={level}") });
        }
        self.parse_option("level")
    }
}
