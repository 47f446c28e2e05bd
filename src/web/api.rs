//! `/api/v1`: the same JSON as `motcua show --format json`.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

use super::{Site, error::WebError, query::Query};
use crate::warehouse::read::Filter;

pub async fn metric(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    query: Query,
) -> Response {
    let answer = site
        .ask(move |catalog, warehouse| {
            let metric = catalog.metric(&id)?;
            let period =
                query.period()?.ok_or(WebError::BadRequest { problem: "period".into() })?;
            let filter = Filter {
                level: query.level(catalog)?,
                agency: query.agency(warehouse, period)?.map(|agency| agency.code),
                below: query.below()?,
            };
            Ok(warehouse.answer(metric, period, query.flag("published")?, &filter)?)
        })
        .await;
    match answer {
        Ok(answer) => {
            let body = serde_json::to_string(&answer).expect("an answer is plain data");
            ([(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        Err(error) => error.problem(),
    }
}
