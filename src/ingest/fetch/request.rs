//! A connector's templates, filled in.

use std::{collections::BTreeMap, time::Duration};

use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;

use super::{
    FetchEnvironment, FetchError,
    error::{RequestPlace, SetupProblem},
    token::SecretHeader,
};
use crate::{
    catalog::{
        connector::{
            Connector,
            http::{HttpMethod, HttpSource, RequestPace, RequestSpan, parse_url},
        },
        content::text_template::{TemplatePiece, TextTemplate},
        settings::ProgramSettings,
    },
    domain::{
        hex::encode_hex,
        period::{Period, PeriodShape},
    },
};

/// Everything a connector's rows of a period are asked for with.
#[derive(Debug)]
pub struct FetchRequest<'a> {
    pub connector: &'a Connector,
    pub http: &'a HttpSource,
    pub period: Period,
    /// The agency the office answers for.
    pub office: Option<String>,
    url: Url,
    token: Option<SecretHeader>,
    parameters: BTreeMap<String, Value>,
}

/// What is sent for one page.
#[derive(Debug)]
pub struct PageRequest {
    pub method: HttpMethod,
    pub url: Url,
    pub body: Option<String>,
    pub token: Option<SecretHeader>,
    pub number: Option<u32>,
    pub success: Vec<u16>,
    pub pace: RequestPace,
    pub timeout: Duration,
    pub attempts: u32,
    pub largest_mb: u32,
}

impl<'a> FetchRequest<'a> {
    /// Prepares the requests of a period; fails without an `[http]` table, for a kind of period
    /// the portal does not answer, or when a parameter or the token is missing.
    pub fn new(
        connector: &'a Connector,
        settings: &ProgramSettings,
        period: Period,
        environment: &FetchEnvironment,
    ) -> Result<Self, FetchError> {
        let refused = |problem| FetchError::Setup { connector: connector.id.clone(), problem };
        let Some(http) = &connector.http else {
            return Err(refused(SetupProblem::NoHttp));
        };
        let kinds: Vec<&str> = http.periods.iter().map(|kind| kind.name()).collect();
        if ![RequestSpan::from_period(period), RequestSpan::Span]
            .iter()
            .any(|kind| http.periods.contains(kind))
        {
            let kinds = kinds.join(", ");
            return Err(refused(SetupProblem::OtherPeriod { period, kinds }));
        }
        let own = settings.fetch.get(&connector.id).cloned().unwrap_or_default();
        let names = http.parameter_names();
        if let Some(name) = names.iter().find(|name| !own.parameters.contains_key(*name)) {
            let (connector, name) = (connector.id.clone(), (*name).clone());
            return Err(refused(SetupProblem::NoParameter { connector, name }));
        }
        let Some(url) = own.url.as_deref().or(http.url.as_deref()) else {
            let (connector, name) = (connector.id.clone(), "url".into());
            return Err(refused(SetupProblem::NoParameter { connector, name }));
        };
        let url = parse_url(url).map_err(|told| refused(SetupProblem::BadAddress { told }))?;
        let token = (own.token.as_ref().or(http.token.as_ref()))
            .map(|from| SecretHeader::read_token(&connector.id, from, environment))
            .transpose()?;
        Ok(Self {
            connector,
            http,
            period,
            office: settings.scope.clone(),
            url,
            token,
            parameters: own.parameters,
        })
    }

    /// The request of a page, counted from 0.
    pub fn page_request(&self, index: usize) -> PageRequest {
        let pages = self.http.pages.as_ref();
        let number = pages.map(|pages| pages.first + u32::try_from(index).unwrap_or(u32::MAX));
        let mut url = self.url.clone();
        for (name, template) in &self.http.query {
            if let Some(value) = self.fill_template(template, number) {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                url.query_pairs_mut().append_pair(name, &text);
            }
        }
        let body = self.http.body.as_ref();
        PageRequest {
            method: self.http.method,
            url,
            body: body.and_then(|body| Some(self.fill_body(body, number)?.to_string())),
            token: self.token.clone(),
            number,
            success: self.http.success.clone(),
            pace: self.http.pace,
            timeout: Duration::from_secs(self.http.timeout_seconds.get().into()),
            attempts: self.http.attempts.get(),
            largest_mb: self.http.largest_response_mb.get(),
        }
    }

    /// Changes whenever other rows are asked for, or other fields kept.
    pub fn request_digest(&self) -> String {
        let first = self.page_request(0);
        let mut digest = Sha256::new();
        digest.update(format!("{:?} {} {:?}\n", first.method, first.url, first.body));
        digest.update(self.connector.records.join(" "));
        for column in &self.connector.columns {
            digest.update(format!("\n{} {:?}", column.heading, column.path));
        }
        encode_hex(&digest.finalize()[..16])
    }

    /// A body with its holes filled; what has no value in this period is left out.
    fn fill_body(&self, value: &Value, page: Option<u32>) -> Option<Value> {
        Some(match value {
            Value::String(template) => self.fill_template(template, page)?,
            Value::Array(items) => {
                (items.iter()).filter_map(|item| self.fill_body(item, page)).collect()
            }
            Value::Object(items) => (items.iter())
                .filter_map(|(key, item)| Some((key.clone(), self.fill_body(item, page)?)))
                .collect(),
            plain => plain.clone(),
        })
    }

    fn fill_template(&self, template: &str, page: Option<u32>) -> Option<Value> {
        let template = TextTemplate::parse(template);
        if let [TemplatePiece::Placeholder(name)] = template.pieces() {
            return self.hole_value(name, page);
        }
        let text = template.render_with(|name| match self.hole_value(name, page) {
            Some(Value::String(part)) => Ok(part),
            Some(value) => Ok(value.to_string()),
            None => Err(()),
        });
        Some(text.ok()?.into())
    }

    fn hole_value(&self, name: &str, page: Option<u32>) -> Option<Value> {
        let period = self.period;
        Some(match (name, period.shape) {
            ("page", _) => page?.into(),
            ("page_size", _) => self.http.pages.as_ref()?.size.get().into(),
            ("period.type", _) => RequestSpan::from_period(period).name().into(),
            ("period.year", PeriodShape::Span(start, _)) => start.year().into(),
            (
                "period.year",
                PeriodShape::Year(year)
                | PeriodShape::Half(year, _)
                | PeriodShape::Quarter(year, _)
                | PeriodShape::Month(year, _)
                | PeriodShape::Week(year, _),
            ) => year.into(),
            ("period.half", PeriodShape::Half(_, number))
            | ("period.quarter", PeriodShape::Quarter(_, number))
            | ("period.month", PeriodShape::Month(_, number)) => number.into(),
            ("period.start", _) => period.start().to_string().into(),
            ("period.end", _) => period.end().to_string().into(),
            // As people here write a day, and some portals ask for it: 31/12/2026.
            ("period.start_dmy", _) => period.start().strftime("%d/%m/%Y").to_string().into(),
            ("period.end_dmy", _) => period.end().strftime("%d/%m/%Y").to_string().into(),
            _ => self.parameters.get(name)?.clone(),
        })
    }
}

impl PageRequest {
    /// Where it goes, without what is in the query.
    pub fn shown_place(&self) -> String {
        let mut url = self.url.clone();
        url.set_query(None);
        let url = url.to_string();
        match self.number {
            Some(number) => RequestPlace::Page { url, number }.to_string(),
            None => RequestPlace::Address { url }.to_string(),
        }
    }
}
