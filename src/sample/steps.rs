//! The steps of invented dossiers, as messages of progress tell them.

use jiff::{SignedDuration, ToSpan, civil::DateTime};

use super::dossiers::SampleDossier;

/// One invented step of the handling of a dossier.
#[derive(Debug, Clone)]
pub struct SampleStep {
    pub dossier_code: String,
    pub handled_at: DateTime,
    pub office: String,
    pub status: &'static str,
    /// `None` where the message does not say when it began.
    pub started_at: Option<DateTime>,
    pub due_at: Option<DateTime>,
}

/// The steps of a dossier in their order: taken in at the desk, handed to an office, answered, handled, handed out. None of one that was
/// not received.
pub fn list_steps(dossier: &SampleDossier, desk: &str) -> Vec<SampleStep> {
    let Some(received) = dossier.received_at else { return Vec::new() };
    let step = |status, handled_at, office: &str, started_at, due_at| SampleStep {
        dossier_code: dossier.code.clone(),
        handled_at,
        office: office.to_owned(),
        status,
        started_at,
        due_at,
    };
    let office = dossier.procedure.office.as_deref().unwrap_or(desk);
    // By its code alone, so that whoever tells a dossier tells the same steps.
    let turn: u32 = dossier.code.bytes().map(u32::from).sum();
    let at_desk = SignedDuration::from_mins(i64::from(4 + turn % 17));
    let mut steps =
        vec![step("received", received, desk, Some(received.saturating_sub(at_desk)), None)];
    let handed = handed_on(dossier, received, turn);
    steps.push(step("in_progress", handed, office, Some(received), None));
    if let Some((_, asked, answered)) = dossier.supplement {
        steps.push(step("supplement_requested", asked, office, None, None));
        steps.push(step("in_progress", answered, office, Some(answered), None));
    }
    if let Some(ended) = dossier.ended_at {
        let status = if dossier.status == "withdrawn" { "withdrawn" } else { "finished" };
        steps.push(step(status, ended, office, None, dossier.due_at));
    }
    if let Some(returned) = dossier.returned_at {
        steps.push(step("returned", returned.saturating_add(10.minutes()), desk, None, None));
    }
    steps
}

/// When the office took it over: within two hours, and before it was done.
fn handed_on(dossier: &SampleDossier, received: DateTime, turn: u32) -> DateTime {
    let wait = SignedDuration::from_mins(i64::from(20 + turn % 90));
    let half = dossier.ended_at.map(|ended| ended.duration_since(received) / 2);
    received.saturating_add(half.map_or(wait, |half| wait.min(half)))
}
