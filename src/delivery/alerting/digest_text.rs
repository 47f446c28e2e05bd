//! A digest in words: as text, and the same as a list for readers that show HTML.

use askama::Template;

use super::AlertDigests;
use crate::{
    delivery::DeliveryError,
    domain::watch::{AlertKind, AlertState},
    state::{alert::AlertRecord, outbox_message::OutboxMessage},
    view::AnswerWording,
};

/// Listed in one digest; who is told of more reads them on the page.
const LISTED: usize = 1_000;

/// What a digest tells of, in its order.
const NEWS: [AlertState; 2] = [AlertState::New, AlertState::Recovered];

/// What is said of one kind: its heading, and lines under nobody's name or under an agency's.
pub(super) struct DigestPart {
    pub heading: String,
    pub groups: Vec<(String, Vec<String>)>,
}

/// The same as HTML.
#[derive(Template)]
#[template(path = "digest.html")]
pub(super) struct DigestPage<'a> {
    /// That the dossiers are invented, where they are.
    pub invented: Option<&'a str>,
    pub parts: &'a [DigestPart],
    pub foot: &'a [String],
}

impl AlertDigests<'_> {
    /// Kind by kind, what is wrong before what is over; dossiers by their agency.
    pub(super) fn parcel(&self, alerts: &[&AlertRecord]) -> Result<OutboxMessage, DeliveryError> {
        let counted =
            |state: AlertState| alerts.iter().filter(|alert| alert.state == state).count();
        let (new, over) = (counted(AlertState::New), counted(AlertState::Recovered));
        let values = [("new", &*new.to_string()), ("over", &*over.to_string())];
        let subject = match (new, over) {
            (_, 0) => self.fill_phrase("alert.subject_new", &values),
            (0, _) => self.fill_phrase("alert.subject_over", &values),
            _ => self.fill_phrase("alert.subject_both", &values),
        };
        let (mut parts, mut room) = (Vec::new(), LISTED);
        for (kind, state) in
            AlertKind::ALL.into_iter().flat_map(|kind| NEWS.map(|state| (kind, state)))
        {
            let of_kind = alerts.iter().filter(|it| it.kind == kind && it.state == state);
            let mut groups: Vec<(String, Vec<String>)> = Vec::new();
            let mut agency = None;
            for alert in of_kind.take(room) {
                let own =
                    if kind == AlertKind::DueDossier { alert.agency_code.as_str() } else { "" };
                if agency != Some(own) {
                    groups.push((self.agency_name(own)?, Vec::new()));
                    agency = Some(own);
                }
                room -= 1;
                if let Some((_, lines)) = groups.last_mut() {
                    lines.push(alert.detail.clone());
                }
            }
            if !groups.is_empty() {
                let heading = self.fill_phrase(&format!("alert.{}_{}", kind.id(), state.id()), &[]);
                parts.push(DigestPart { heading, groups });
            }
        }
        let rest = alerts.len().saturating_sub(LISTED).to_string();
        let rest = (room == 0 && rest != "0")
            .then(|| self.fill_phrase("delivery.more", &[("count", &rest)]));
        let foot: Vec<String> =
            rest.into_iter().chain([self.fill_phrase("alert.foot", &[])]).collect();
        let words = AnswerWording::new(self.catalog);
        let invented = words.invented_notice(self.warehouse);
        let texts = parts.iter().map(DigestPart::text).chain(foot.iter().cloned());
        let text = invented.clone().into_iter().chain(texts).collect::<Vec<_>>().join("\n\n");
        let html =
            DigestPage { invented: invented.as_deref(), parts: &parts, foot: &foot }.render();
        Ok(OutboxMessage {
            subject: words.mark_invented(self.warehouse, subject),
            text,
            html: html.map_err(DeliveryError::Digest)?,
            files: Vec::new(),
        })
    }

    /// Of no agency, nothing.
    pub(super) fn agency_name(&self, code: &str) -> Result<String, DeliveryError> {
        if code.is_empty() {
            return Ok(String::new());
        }
        let found = self.warehouse.agencies.at(code, self.current_month());
        Ok(found.map_or_else(|| code.to_owned(), |it| it.name) + ":")
    }
}

impl DigestPart {
    /// The same as text, a line each.
    pub(super) fn text(&self) -> String {
        let groups = self.groups.iter().flat_map(|(name, lines)| {
            let name = (!name.is_empty()).then(|| name.clone());
            name.into_iter().chain(lines.iter().map(|line| format!("- {line}")))
        });
        let lines: Vec<String> = [self.heading.clone()].into_iter().chain(groups).collect();
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_stand_in_text_and_html_and_no_word_is_a_tag() {
        let part = DigestPart {
            heading: "HỒ SƠ".into(),
            groups: vec![("Xã An Sơn:".into(), vec!["A <b>".into(), "B".into()])],
        };
        assert_eq!(part.text(), "HỒ SƠ\nXã An Sơn:\n- A <b>\n- B");
        let foot = ["Hết & xong".into()];
        let page = DigestPage { invented: Some("Giả định"), parts: &[part], foot: &foot };
        assert_eq!(
            page.render().expect("a page"),
            "<p>Giả định</p><h3>HỒ SƠ</h3><p>Xã An Sơn:</p><ul><li>A &#60;b&#62;</li><li>B</li></ul><p>Hết &#38; xong</p>"
        );
    }
}
