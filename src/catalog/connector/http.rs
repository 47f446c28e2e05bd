//! How a connector's rows are asked for over HTTP: the `[http]` table.

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroU32,
    path::PathBuf,
};

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::request_template::{KNOWN, problem_of};
use crate::{
    catalog::{content::text_template::TextTemplate, phrases::wording::ErrorWording},
    domain::period::{Period, PeriodCalendar, PeriodShape},
};

/// Describes the requests that fetch the rows of a connector.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSource {
    /// `None` where each office asks another host, and says which.
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub method: HttpMethod,
    /// Statuses that carry rows.
    #[serde(default = "ok")]
    pub success: Vec<u16>,
    /// The kinds of period that can be asked for.
    pub periods: Vec<RequestSpan>,
    /// Templates. A value that is one hole alone is left out where nothing fills it.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// As `query`; a value that is one hole alone keeps its type.
    #[serde(default)]
    pub body: Option<Value>,
    /// Without it one answer holds everything.
    #[serde(default)]
    pub pages: Option<PagingRule>,
    #[serde(default)]
    pub pace: RequestPace,
    #[serde(default = "minute")]
    pub timeout_seconds: NonZeroU32,
    /// How often a page is asked for before giving up.
    #[serde(default = "four")]
    pub attempts: NonZeroU32,
    #[serde(default = "sixteen")]
    pub largest_response_mb: NonZeroU32,
    #[serde(default)]
    pub token: Option<TokenFrom>,
}

/// Names the HTTP method of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum HttpMethod {
    #[default]
    #[serde(rename = "GET")]
    Get,
    #[serde(rename = "POST")]
    Post,
}

/// Names the kinds of period that a portal answers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestSpan {
    Year,
    Half,
    Quarter,
    Month,
    Week,
    /// Any days, by `{period.start}` and `{period.end}`, or `{period.start_dmy}` and `{period.end_dmy}`.
    Span,
}

/// Describes how an answer of several pages is asked for, page by page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagingRule {
    /// The number of the first page.
    #[serde(default = "one")]
    pub first: u32,
    /// Rows asked for; a page with fewer is the last.
    pub size: NonZeroU32,
    /// JSON pointer to the number of rows over all pages, where the answer says it.
    #[serde(default)]
    pub total: Option<String>,
}

/// How fast a host may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestPace {
    pub requests_a_minute: NonZeroU32,
    #[serde(default = "single")]
    pub burst: NonZeroU32,
}

/// Where a token lies; never the token itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenFrom {
    /// A variable that holds it; the same name with `_FILE` behind it may name a file instead.
    #[serde(default)]
    pub env: Option<String>,
    #[serde(default)]
    pub file: Option<PathBuf>,
    #[serde(rename = "as", default)]
    pub kind: TokenKind,
}

/// Says in which header a token is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    #[default]
    Bearer,
    Cookie,
}

impl Default for RequestPace {
    /// Slow enough for a portal behind a firewall that counts.
    fn default() -> Self {
        Self { requests_a_minute: NonZeroU32::new(10).expect("ten"), burst: single() }
    }
}

impl RequestSpan {
    /// Returns the kind of a period; a period of the reporting calendar is a span of days.
    pub fn from_period(period: Period) -> Self {
        match (period.calendar, period.shape) {
            (PeriodCalendar::Reporting, _) | (_, PeriodShape::Span(..)) => Self::Span,
            (_, PeriodShape::Year(_)) => Self::Year,
            (_, PeriodShape::Half(..)) => Self::Half,
            (_, PeriodShape::Quarter(..)) => Self::Quarter,
            (_, PeriodShape::Month(..)) => Self::Month,
            (_, PeriodShape::Week(..)) => Self::Week,
        }
    }

    /// Returns the name of the kind in content files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Half => "half",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Week => "week",
            Self::Span => "span",
        }
    }
}

impl HttpSource {
    /// What an office has to say itself.
    pub fn parameter_names(&self) -> BTreeSet<String> {
        let own = self.placeholders().filter(|name| !KNOWN.contains(name));
        own.map(str::to_owned).collect()
    }

    /// The text at fault and what is wrong with it.
    pub fn find_problem(&self) -> Option<(String, ErrorWording)> {
        if let Some((url, Err(problem))) = self.url.as_deref().map(|url| (url, parse_url(url))) {
            return Some((url.to_owned(), ErrorWording::naming("content.bad_url", &problem)));
        }
        if let Some(wrong) = self.success.iter().find(|it| !(200..300).contains(*it)) {
            let wrong = wrong.to_string();
            let told = ErrorWording::naming("content.no_success", &wrong);
            return Some((wrong, told));
        }
        for template in self.template_texts() {
            if let Some(problem) = problem_of(template) {
                return Some((template.to_owned(), problem));
            }
        }
        if self.body.is_some() && self.method == HttpMethod::Get {
            return Some(("[http.body]".into(), ErrorWording::new("content.get_without_body")));
        }
        let asks_pages = self.placeholders().any(|name| name == "page");
        if asks_pages != self.pages.is_some() {
            let needle = if asks_pages { "{page}" } else { "pages" };
            return Some((needle.into(), ErrorWording::new("content.pages_and_page")));
        }
        let token = self.token.as_ref()?;
        token.find_problem()?;
        Some(("token".into(), ErrorWording::new("settings.secret_place")))
    }

    fn template_texts(&self) -> impl Iterator<Item = &str> {
        let mut found: Vec<&str> = self.query.values().map(String::as_str).collect();
        collect_texts(self.body.as_ref().unwrap_or(&Value::Null), &mut found);
        found.into_iter()
    }

    fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.template_texts()
            .flat_map(|text| TextTemplate::parse(text).placeholders().collect::<Vec<_>>())
    }
}

impl TokenFrom {
    /// Explains what is wrong unless exactly one of `env` and `file` is set; `None` when it is right.
    pub fn find_problem(&self) -> Option<String> {
        (self.env.is_some() == self.file.is_some())
            .then(|| "a token lies either in `env`, a variable, or in `file`".into())
    }
}

/// A URL that can be asked: http or https, a host, no name or password in it.
pub fn parse_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("the address is none: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err("the address must begin with https:// and a host".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("an address holds no name or password; use `token`".into());
    }
    Ok(url)
}

fn collect_texts<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| collect_texts(item, found)),
        Value::Object(items) => items.values().for_each(|item| collect_texts(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn ok() -> Vec<u16> {
    vec![200]
}
fn one() -> u32 {
    1
}
fn single() -> NonZeroU32 {
    NonZeroU32::MIN
}
fn four() -> NonZeroU32 {
    NonZeroU32::new(4).expect("four")
}
fn sixteen() -> NonZeroU32 {
    NonZeroU32::new(16).expect("sixteen")
}
fn minute() -> NonZeroU32 {
    NonZeroU32::new(60).expect("sixty")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::well("url = 'https://a.example/x'", None)]
    #[case::no_address("url = 'a.example'", Some("a.example"))]
    #[case::password("url = 'https://a:b@a.example'", Some("https://a:b@a.example"))]
    #[case::success("url = 'https://a.example'\nsuccess = [302]", Some("302"))]
    #[case::hole("url = 'https://a.example'\nquery = { y = '{Year}' }", Some("{Year}"))]
    #[case::no_pages("url = 'https://a.example'\nquery = { p = '{page}' }", Some("{page}"))]
    #[case::page_unasked("url = 'https://a.example'\npages = { size = 9 }", Some("pages"))]
    #[case::body("url = 'https://a.example'\nbody = { a = '1' }", Some("[http.body]"))]
    #[case::token("url = 'https://a.example'\ntoken = { as = 'cookie' }", Some("token"))]
    fn what_is_wrong_is_pointed_at(#[case] toml: &str, #[case] place: Option<&str>) {
        let http: HttpSource =
            toml::from_str(&format!("periods = ['year']\n{toml}")).expect("TOML");
        assert_eq!(http.find_problem().map(|(needle, _)| needle).as_deref(), place);
    }
}
