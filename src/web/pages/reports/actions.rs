//! What the forms of the page do: send again, make anew, try out.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Redirect,
};

use crate::{
    delivery::is_named,
    state::{StateDatabase as Kept, audit::AuditAction, delivery_state::DeliveryState},
    web::{
        ServedSite,
        auth::form::CheckedForm,
        http::{client::ClientAddress, error::WebError},
    },
};

/// Every dead delivery whose address is still named.
pub async fn resend_dead(
    site: State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let own = Arc::clone(&site);
    let detail = site.say("audit.dead_resent", &[]);
    apply_change(site, client, form, detail, move |state, now, _| {
        for one in state.deliveries(Some(DeliveryState::Dead), u32::MAX)? {
            if is_named(&own.sending.current(), state, &one)? {
                state.resend_delivery(one.id, now)?;
            }
        }
        Ok("all_resent")
    })
    .await
}

/// The address it goes to must still be named.
pub async fn resend_delivery(
    site: State<Arc<ServedSite>>,
    Path(id): Path<i64>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let own = Arc::clone(&site);
    let detail = site.say("audit.delivery_resent", &[("id", &id.to_string())]);
    apply_change(site, client, form, detail, move |state, now, _| {
        Ok(match state.delivery(id)? {
            Some(one) if !is_named(&own.sending.current(), state, &one)? => "not_named",
            Some(one) if state.resend_delivery(one.id, now)? => "resent",
            _ => "not_resent",
        })
    })
    .await
}

/// Makes the report of a run once more and notes who asked for it.
pub async fn retry_run(
    site: State<Arc<ServedSite>>,
    Path(id): Path<i64>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let detail = site.say("audit.run_anew", &[("id", &id.to_string())]);
    apply_change(site, client, form, detail, move |state, now, _| {
        Ok(if state.retry_run(id, now)? { "made_anew" } else { "not_made_anew" })
    })
    .await
}

/// Notes that who asks has seen an alert.
pub async fn acknowledge_alert(
    site: State<Arc<ServedSite>>,
    Path(id): Path<i64>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let detail = site.say("audit.alert_seen", &[("id", &id.to_string())]);
    apply_change(site, client, form, detail, move |state, now, name| {
        state.acknowledge_alert(id, name, now)?;
        Ok("seen")
    })
    .await
}

/// "Gửi thử cho tôi": the last period's report of a schedule, to one address, at once.
pub async fn send_test(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let Some(works) = site.works.clone() else {
        return Err(WebError::Forbidden);
    };
    let (schedule, mail) =
        (form.field_value("schedule").to_owned(), form.field_value("mail").trim().to_owned());
    let detail = site.say("audit.tried", &[("schedule", &schedule), ("mail", &mail)]);
    let name = form.visitor.name().ok_or(WebError::Unknown)?.to_owned();
    let known = Arc::clone(&site);
    let said = site.with_state(move |state, now| {
        let note = |detail: &str| {
            let (who, from) = (Some(&*name), &client.address);
            state.append_audit(now, who, from, AuditAction::Report, detail)
        };
        // Nothing goes out that the log does not tell of.
        note(&detail)?;
        let Err(problem) = works.send_test(&schedule, &mail) else { return Ok("tried") };
        tracing::warn!(problem, "a report could not be tried out");
        note(&format!("{detail}: {}", known.say("reports.not_tried", &[])))?;
        Ok("not_tried")
    });
    Ok(Redirect::to(&format!("/reports?said={}", said.await?)))
}

/// Does it, notes who did, and says so on the page.
async fn apply_change(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
    detail: String,
    change: impl FnOnce(&Kept, jiff::civil::DateTime, &str) -> Result<&'static str, WebError>
    + Send
    + 'static,
) -> Result<Redirect, WebError> {
    let known = Arc::clone(&site);
    let said = site.with_state(move |state, now| {
        let name = form.visitor.name().ok_or(WebError::Unknown)?;
        state.in_one_step(|| {
            let said = change(state, now, name)?;
            let detail = format!("{detail}: {}", known.say(&format!("reports.{said}"), &[]));
            state.append_audit(now, Some(name), &client.address, AuditAction::Report, &detail)?;
            Ok(said)
        })
    });
    Ok(Redirect::to(&format!("/reports?said={}", said.await?)))
}
