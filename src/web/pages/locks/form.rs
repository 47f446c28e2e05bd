//! What the forms of the page ask for: locking the period shown, and taking its lock off.

use std::sync::Arc;

use axum::{extract::State, response::Redirect};
use url::form_urlencoded;

use crate::web::{
    LockOrder, ServedSite,
    auth::form::CheckedForm,
    http::{client::ClientAddress, error::WebError},
};

/// Locks the period; what keeps it from being locked is told on the page.
pub async fn lock_period(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let reports = form.field_values("report").map(str::to_owned).collect();
    let order = LockOrder {
        period: form.field_value("period").to_owned(),
        by: form.visitor.name().ok_or(WebError::Unknown)?.to_owned(),
        address: client.address.clone(),
        text: form.field_value("note").trim().to_owned(),
        reports: Some(reports),
        takes_incomplete: !form.field_value("incomplete").is_empty(),
    };
    change_lock(site, order, "locked").await
}

/// Takes the lock of the period off, for the reason the form gives.
pub async fn release_lock(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let order = LockOrder {
        period: form.field_value("period").to_owned(),
        by: form.visitor.name().ok_or(WebError::Unknown)?.to_owned(),
        address: client.address.clone(),
        text: form.field_value("reason").trim().to_owned(),
        reports: None,
        takes_incomplete: false,
    };
    change_lock(site, order, "released").await
}

async fn change_lock(
    site: Arc<ServedSite>,
    order: LockOrder,
    said: &str,
) -> Result<Redirect, WebError> {
    let Some(works) = site.works.clone() else {
        return Err(WebError::Forbidden);
    };
    let back = form_urlencoded::byte_serialize(order.period.as_bytes()).collect::<String>();
    let done = tokio::task::spawn_blocking(move || works.change_lock(&order));
    match done.await {
        Ok(Ok(())) => Ok(Redirect::to(&format!("/locks?period={back}&said={said}"))),
        Ok(Err(problem)) => Err(WebError::BadForm { problem }),
        Err(error) => Err(WebError::Internal { cause: error.to_string() }),
    }
}
