//! What the forms of the register ask for.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Redirect,
};
use jiff::civil::Date;

use super::page::{TEMPLATES, agency_name};
use crate::{
    domain::{decimal::format_unsigned, vietnamese_date::format_day},
    state::{
        StateError,
        urging::{
            note_guard::{PersonalTrace, PlainNote},
            urging_record::{NewUrging, UrgingChannel, UrgingSubject},
        },
    },
    view::dossier::urging::{LOOKS, UrgingFollower},
    web::{
        ServedSite,
        auth::form::CheckedForm,
        http::{
            client::ClientAddress, error::WebError, page_context::PageContext, query::RequestQuery,
        },
    },
};

/// A note is a line, not a document.
const LONGEST_NOTE: usize = 300;

/// What the form says of all it urges.
struct UrgingForm {
    urged_on: Date,
    channel: UrgingChannel,
    template: &'static str,
    note: PlainNote,
    agencies: Vec<String>,
    dossier: Option<String>,
}

/// Notes who was urged, each with the text of the template, and goes back to the register. A form that cannot be so is told there.
pub async fn add_urgings(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let asked = match parse_form(&form, (site.clock)().date()) {
        Ok(asked) => asked,
        Err(said) => return Ok(Redirect::to(&format!("/urgings?said={said}"))),
    };
    let query = RequestQuery::for_principal(Arc::clone(&form.visitor));
    let urgings = Arc::clone(&site);
    let urgings = urgings.run_query(query, move |context| write_urgings(context, &asked)).await?;
    if urgings.is_empty() {
        return Ok(Redirect::to("/urgings?said=no_subject"));
    }
    let known = Arc::clone(&site);
    let noted = site.with_state(move |state, now| {
        state.in_one_step(|| {
            for one in &urgings {
                // Of a dossier without its code: an erased one must not be told by the log.
                let id = match one.subject {
                    UrgingSubject::Agency => "audit.urged_agency",
                    UrgingSubject::Dossier => "audit.urged_dossier",
                };
                let day = format_day(one.urged_on);
                let said = known.say(id, &[("agency", &one.agency_code), ("day", &day)]);
                form.note_change(state, now, &client, &said)?;
            }
            Ok(state.record_urgings(now, form.visitor.name(), &urgings)?)
        })
    });
    noted.await?;
    Ok(Redirect::to("/urgings?said=noted"))
}

/// Takes an urging off that was noted by mistake.
pub async fn remove_urging(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<i64>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Redirect, WebError> {
    let known = Arc::clone(&site);
    let removed = site.with_state(move |state, now| {
        let Some(one) = state.list_urgings()?.into_iter().find(|one| one.id == id) else {
            return Ok(false);
        };
        let (number, day) = (id.to_string(), format_day(one.urged_on));
        let values = [("id", number.as_str()), ("agency", &one.agency_code), ("day", &day)];
        let said = known.say("audit.urging_removed", &values);
        Ok(state.in_one_step(|| {
            let is_removed = state.remove_urging(id)?;
            // Of two who take it off at once one did.
            if is_removed {
                form.note_change(state, now, &client, &said)?;
            }
            Ok::<bool, StateError>(is_removed)
        })?)
    });
    if removed.await? {
        Ok(Redirect::to("/urgings?said=removed"))
    } else {
        Err(WebError::NotFound { what: id.to_string() })
    }
}

/// Reads the form; or which of its fields cannot be so, as the page says it.
fn parse_form(form: &CheckedForm, today: Date) -> Result<UrgingForm, &'static str> {
    let urged_on: Date = form.field_value("urged_on").parse().map_err(|_| "bad_day")?;
    if urged_on > today {
        return Err("bad_day");
    }
    let text = form.field_value("note").trim();
    if text.chars().count() > LONGEST_NOTE {
        return Err("long_note");
    }
    let note = PlainNote::parse(text).map_err(PersonalTrace::id)?;
    let said = form.field_value("channel");
    let channel = UrgingChannel::ALL.into_iter().find(|channel| channel.id() == said);
    let channel = channel.ok_or("bad_channel")?;
    let said = form.field_value("template");
    let template = TEMPLATES.into_iter().find(|id| *id == said).ok_or("bad_template")?;
    Ok(UrgingForm {
        urged_on,
        channel,
        template,
        note,
        agencies: form.field_values("agency").map(str::to_owned).collect(),
        dossier: Some(form.field_value("dossier").trim().to_owned()).filter(|it| !it.is_empty()),
    })
}

/// Fills the template in for each agency that has anything overdue, or for who solves the dossier.
fn write_urgings(context: &PageContext, asked: &UrgingForm) -> Result<Vec<NewUrging>, WebError> {
    let until = context.warehouse.dossiers.working_day_after(asked.urged_on, LOOKS[0])?;
    let until = format_day(until.unwrap_or(asked.urged_on));
    let of = |subject, subject_code: String, agency_code: String, what: &str| {
        let agency = agency_name(context, &agency_code);
        let id = format!("urging.text.{}", asked.template);
        let said = [("agency", agency.as_str()), ("what", what), ("until", until.as_str())];
        NewUrging {
            urged_on: asked.urged_on,
            subject,
            message: context.words().fill_phrase(&id, &said),
            subject_code,
            agency_code,
            channel: asked.channel,
            note: asked.note.clone(),
        }
    };
    if let Some(code) = &asked.dossier {
        let history = context.warehouse.dossiers.read_history(code)?;
        let what = context.words().fill_phrase("urging.what_dossier", &[("code", code)]);
        let one = history.last().map(|newest| {
            of(UrgingSubject::Dossier, code.clone(), newest.solving_agency.clone(), &what)
        });
        return Ok(one.into_iter().collect());
    }
    let Some(metric) = context.catalog.overview.urged_metric() else { return Ok(Vec::new()) };
    let metric = context.catalog.find_metric(metric)?;
    let mut follower = UrgingFollower::new(context.warehouse, metric, &[]);
    let day = context.warehouse.known_until.map_or_else(String::new, format_day);
    let overdue = follower.count_overdue()?.into_iter();
    let chosen = overdue.filter(|(code, _)| asked.agencies.contains(code)).map(|(code, count)| {
        let said = [("count", &*format_unsigned(count)), ("day", &day)];
        let what = context.words().fill_phrase("urging.what_agency", &said);
        of(UrgingSubject::Agency, code.clone(), code, &what)
    });
    Ok(chosen.collect())
}
