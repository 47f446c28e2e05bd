//! What every handler does: reads the address, asks one build, and answers in the form that is wanted.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
    response::Response,
};

use super::{
    answer::{ResponseFormat, TableAnswer},
    paging::mark_page,
    problem::ApiProblem,
};
use crate::{
    catalog::metric::Metric,
    domain::period::Period,
    web::{
        ServedSite,
        http::{error::WebError, page_context::PageContext, query::RequestQuery},
    },
};

/// Asks for a table, in one of its forms.
pub struct ApiQuestion {
    site: Arc<ServedSite>,
    wanted: ResponseFormat,
    query: RequestQuery,
}

/// Which metric is asked for, and of which period.
#[derive(Clone, Copy)]
pub struct AskedMetric<'c> {
    pub metric: &'c Metric,
    pub period: Period,
}

impl<S: Sync + Send> FromRequestParts<S> for ApiQuestion
where
    Arc<ServedSite>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self {
            site: Arc::from_ref(state),
            wanted: ResponseFormat::from_request_parts(parts, state).await?,
            query: RequestQuery::from_request_parts(parts, state).await?,
        })
    }
}

impl ApiQuestion {
    /// Answers with what is made of one build; a file is called `name`.
    pub async fn answer<A: TableAnswer>(
        self,
        name: &str,
        make: impl FnOnce(&PageContext) -> Result<A, WebError> + Send + 'static,
    ) -> Result<Response, ApiProblem> {
        let Self { site, wanted, query } = self;
        let answer = Arc::clone(&site).run_query(query.clone(), make).await?;
        let stem = query.export_stem(name);
        let mut response = wanted.respond(&stem, &answer, (&site.catalog, &site.export_mark()))?;
        if let Some(page) = answer.page() {
            mark_page(&mut response, &query, &page);
        }
        Ok(response)
    }

    /// Answers with what is made of a metric in the period asked for.
    pub async fn answer_of_metric<A: TableAnswer>(
        self,
        id: String,
        make: impl FnOnce(&PageContext, AskedMetric) -> Result<A, WebError> + Send + 'static,
    ) -> Result<Response, ApiProblem> {
        let name = id.clone();
        let make = move |context: &PageContext| {
            let metric = context.catalog.find_metric(&id)?;
            make(context, AskedMetric { metric, period: required_period(context)? })
        };
        self.answer(&name, make).await
    }
}

/// Reads the period: a machine says which one it means.
pub fn required_period(context: &PageContext) -> Result<Period, WebError> {
    context.query.parse_period()?.ok_or(WebError::BadRequest { problem: "period".into() })
}
