//! "Gửi thử": something goes out to one address, to see whether it can.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::{
    fields::named_schedule,
    page::{FormOutcome, show_sending},
};
use crate::web::{
    ServedSite,
    auth::form::CheckedForm,
    http::{client::ClientAddress, error::WebError, query::RequestQuery},
};

/// Sends the last report of a schedule, or a mail of a line, to one address; says what came of it.
pub async fn try_sending(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    send_trial(site, client, form, None).await
}

/// Sends it; `before` is what is to be said besides.
pub async fn send_trial(
    site: Arc<ServedSite>,
    client: ClientAddress,
    form: CheckedForm,
    before: Option<String>,
) -> Result<Response, WebError> {
    let Some(works) = site.works.clone() else {
        return Err(WebError::Forbidden);
    };
    let (schedule, mail) = (named_schedule(&form), form.field_value("mail").trim().to_owned());
    let what = schedule.clone().unwrap_or_else(|| site.say("sending.try_mail", &[]));
    let detail = site.say("audit.tried", &[("schedule", &what), ("mail", &mail)]);
    let (visitor, known) = (Arc::clone(&form.visitor), Arc::clone(&site));
    let tried = Arc::clone(&site).with_state(move |state, now| {
        // Nothing goes out that the log does not tell of.
        form.note_change(state, now, &client, &detail)?;
        let (tried, done) = match schedule {
            Some(schedule) => (works.send_test(&schedule, &mail), "sending.tried"),
            None => (works.send_test_mail(&mail), "sending.tried_mail"),
        };
        let Err(problem) = tried else { return Ok(Ok(known.say(done, &[("mail", &mail)]))) };
        let said = known.say("sending.not_tried", &[("problem", &problem)]);
        form.note_change(state, now, &client, &format!("{detail}: {said}"))?;
        Ok(Err(said))
    });
    let tried: Result<String, String> = tried.await?;
    let is_refused = tried.is_err();
    let tried = tried.unwrap_or_else(|said| said);
    let said = Some(match before {
        Some(before) => format!("{before} {tried}"),
        None => tried,
    });
    let told = FormOutcome { said, is_refused, ..FormOutcome::default() };
    show_sending(site, RequestQuery::for_principal(visitor), told).await
}
