//! A message of what is newly due, short enough for a chat: no name of a person, and what does not fit is counted.

use askama::Template;
use jiff::civil::{DateTime, Time};

use super::{
    AlertDigests,
    digest_text::{DigestPage, DigestPart},
};
use crate::{
    catalog::settings::alerts::DueWindowAlert,
    delivery::{DeliveryError, sending::channel::shorten_text},
    domain::{
        name::upper_first,
        office_hours::DueWindow,
        vietnamese_date::{format_day, format_day_and_time},
    },
    state::outbox_message::OutboxMessage,
    view::AnswerWording,
    warehouse::query::{DueDossier, DueList},
};

/// Holds what is newly due for one reader: sorted by window and by when it is due.
pub(super) struct DueNews<'a> {
    pub list: &'a DueList,
    pub dossiers: &'a [&'a DueDossier],
    pub due: &'a DueWindowAlert,
}

impl DueNews<'_> {
    /// "Mới đến hạn: 2 trong 24 giờ, 5 trong 3 ngày làm việc"; then until when it is known, and the dossiers by window and agency.
    pub fn message(&self, digests: &AlertDigests) -> Result<OutboxMessage, DeliveryError> {
        let words = AnswerWording::new(digests.catalog);
        let (mut told, mut parts) = (Vec::new(), Vec::new());
        for window in DueWindow::LISTED {
            let mut theirs: Vec<&&DueDossier> =
                self.dossiers.iter().filter(|one| one.window == window).collect();
            if theirs.is_empty() {
                continue;
            }
            let count = [("count", &*theirs.len().to_string())];
            told.push(digests.fill_phrase(&format!("due.told.{}", window.id()), &count));
            // By agency within a window; within one the sooner first, as they come.
            theirs.sort_by(|one, other| one.agency_code.cmp(&other.agency_code));
            let mut groups: Vec<(String, Vec<String>)> = Vec::new();
            for of_agency in theirs.chunk_by(|one, other| one.agency_code == other.agency_code) {
                let lines = of_agency.iter().map(|one| {
                    let said = [("dossier", &*one.dossier_code), ("due", &due_text(one))];
                    digests.fill_phrase("due.line", &said)
                });
                groups.push((digests.agency_name(&of_agency[0].agency_code)?, lines.collect()));
            }
            let heading = words.due_window_name(window).to_uppercase();
            parts.push(DigestPart { heading, groups });
        }
        let subject = digests.fill_phrase("due.subject", &[("told", &told.join(", "))]);
        let subject = words.mark_invented(digests.warehouse, subject);
        let invented = words.invented_notice(digests.warehouse);
        // What is told is no newer than the oldest of it.
        let known = self.dossiers.iter().map(|one| one.known_at).min();
        let basis = words.due_basis_of(self.list, known.unwrap_or(self.list.known_at));
        let basis = upper_first(&basis);
        let texts: Vec<String> = parts.iter().map(DigestPart::text).collect();
        let head = invented.as_deref().map_or(String::new(), |notice| format!("{notice}\n"));
        let text = format!("{head}{basis}\n{}", texts.join("\n"));
        let room = usize::from(self.due.max_chars).saturating_sub(subject.chars().count() + 1);
        let more = digests.catalog.phrases.phrase_text("due.more");
        let html = DigestPage { invented: invented.as_deref(), parts: &parts, foot: &[basis] };
        let html = html.render();
        Ok(OutboxMessage {
            subject,
            text: shorten_text(&text, room, more),
            html: html.map_err(DeliveryError::Digest)?,
            files: Vec::new(),
        })
    }
}

/// As it was promised, of a day alone without an hour: `31/12/2023 16:30`.
pub(super) fn due_text(one: &DueDossier) -> String {
    let due: DateTime = one.due_at;
    if due.time() == Time::midnight() { format_day(due.date()) } else { format_day_and_time(due) }
}
