//! The server's own numbers, for a monitor: `/metrics` as Prometheus reads it.

use std::{sync::Arc, time::Instant};

use axum::{
    body::HttpBody,
    extract::{MatchedPath, Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use prometheus_client::{encoding::text::encode, registry::Registry};

use super::{
    super::{
        ServedSite,
        log::access_log::{AccessLine, AnsweredRole},
    },
    client::ClientAddress,
    error::WebError,
    gauges::{build_gauges, follow_gauges, installation_gauges, register_gauges},
    page_context::PageContext,
    query::RequestQuery,
};

/// Counts every request by its route, and notes it in the access log where there is one.
pub async fn count_request(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "none".to_owned());
    let method = request.method().clone();
    let started = Instant::now();
    let response = next.run(request).await;
    let taken = started.elapsed();
    if let Some(log) = &site.access_log {
        let role = response.extensions().get::<AnsweredRole>();
        log.note_request(&AccessLine {
            method: method.as_str(),
            route: &route,
            status: response.status().as_u16(),
            milliseconds: taken.as_millis(),
            bytes: response.body().size_hint().exact(),
            role: role.map(|AnsweredRole(role)| *role),
            address: &client.address,
        });
    }
    site.telemetry.observe(route, response.status().as_u16(), taken.as_secs_f64());
    response
}

/// Answers what a monitor asks.
pub async fn scrape(State(site): State<Arc<ServedSite>>) -> Result<Response, WebError> {
    let mut registry = Registry::with_prefix("motcua");
    site.telemetry.register(&mut registry);
    let ask = |context: &PageContext| Ok(build_gauges(context.warehouse)?);
    let of_build = Arc::clone(&site).run_query(RequestQuery::default(), ask).await;
    let is_ready = of_build.is_ok();
    let ready =
        ("ready", "Whether a warehouse is published", vec![(Vec::new(), i64::from(is_ready))]);
    let of_node = follow_gauges(&site);
    let known = Arc::clone(&site);
    let of_installation = site.with_state(move |state, _| installation_gauges(&known, state));
    let known = of_build.into_iter().flatten().chain(of_installation.await?).chain(of_node);
    register_gauges(&mut registry, [ready].into_iter().chain(known));
    let mut text = String::new();
    encode(&mut text, &registry)
        .map_err(|error| WebError::Internal { cause: error.to_string() })?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}
