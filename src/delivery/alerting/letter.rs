//! A digest in words: as text, and the same as a list for readers that show HTML.

use super::{AlertDigests, AlertKind};
use crate::{
    delivery::DeliveryError,
    state::{alert::AlertRecord, parcel::OutboxMessage},
};

/// Listed in one digest; who is told of more reads them on the page.
const LISTED: usize = 1_000;

/// What is said of one kind: its heading, and lines under nobody's name or under an agency's.
struct DigestPart {
    heading: String,
    groups: Vec<(String, Vec<String>)>,
}

impl AlertDigests<'_> {
    /// Kind by kind, what is wrong before what is over; dossiers by their agency.
    pub(super) fn parcel(&self, alerts: &[&AlertRecord]) -> Result<OutboxMessage, DeliveryError> {
        let counted = |state: &str| alerts.iter().filter(|alert| alert.state == state).count();
        let (new, over) = (counted("new").to_string(), counted("recovered").to_string());
        let values = [("new", new.as_str()), ("over", over.as_str())];
        let subject = match (counted("new"), counted("recovered")) {
            (_, 0) => self.say("alert.subject_new", &values),
            (0, _) => self.say("alert.subject_over", &values),
            _ => self.say("alert.subject_both", &values),
        };
        let (mut parts, mut room) = (Vec::new(), LISTED);
        for (kind, state) in
            AlertKind::ALL.into_iter().flat_map(|kind| [(kind, "new"), (kind, "recovered")])
        {
            let of_kind = alerts.iter().filter(|it| it.kind == kind.id() && it.state == state);
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
                let heading = self.say(&format!("alert.{}_{state}", kind.id()), &[]);
                parts.push(DigestPart { heading, groups });
            }
        }
        let rest = alerts.len().saturating_sub(LISTED).to_string();
        let rest =
            (room == 0 && rest != "0").then(|| self.say("delivery.more", &[("count", &rest)]));
        let foot: Vec<String> = rest.into_iter().chain([self.say("alert.foot", &[])]).collect();
        let texts = parts.iter().map(DigestPart::text).chain(foot.iter().cloned());
        let htmls = parts.iter().map(DigestPart::html).chain(foot.iter().map(|it| paragraph(it)));
        Ok(OutboxMessage {
            subject,
            text: texts.collect::<Vec<_>>().join("\n\n"),
            html: htmls.collect(),
            files: Vec::new(),
        })
    }

    /// Of no agency, nothing.
    fn agency_name(&self, code: &str) -> Result<String, DeliveryError> {
        if code.is_empty() {
            return Ok(String::new());
        }
        let found = self.warehouse.agencies.at(code, self.today());
        Ok(found.map_or_else(|| code.to_owned(), |it| it.name) + ":")
    }
}

impl DigestPart {
    fn text(&self) -> String {
        let groups = self.groups.iter().flat_map(|(name, lines)| {
            let name = (!name.is_empty()).then(|| name.clone());
            name.into_iter().chain(lines.iter().map(|line| format!("- {line}")))
        });
        let lines: Vec<String> = [self.heading.clone()].into_iter().chain(groups).collect();
        lines.join("\n")
    }

    fn html(&self) -> String {
        let mut html = format!("<h3>{}</h3>", escaped(&self.heading));
        for (name, lines) in &self.groups {
            if !name.is_empty() {
                html += &paragraph(name);
            }
            let items: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
            html += &["<ul><li>", &items.join("</li><li>"), "</li></ul>"].concat();
        }
        html
    }
}

fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", escaped(text))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
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
        assert_eq!(
            part.html(),
            "<h3>HỒ SƠ</h3><p>Xã An Sơn:</p><ul><li>A &lt;b&gt;</li><li>B</li></ul>"
        );
    }
}
