//! One message a recipient, of everything that is new to them.

use std::{collections::HashMap, sync::Arc};

use super::{Alerts, Kind};
use crate::{
    catalog::settings::alerts::AlertSettings,
    delivery::{
        DeliveryError, addressed,
        readers::{Reader, readers},
    },
    domain::{period::Period, sight::Sight, watch::Watch},
    state::{alert::Alert, parcel::Parcel},
};

/// What a digest is kept under in the outbox.
pub const REPORT: &str = "alerts";

impl Alerts<'_> {
    /// Puts a digest of what is new into the outbox for each recipient it concerns; returns how many things were told. In quiet hours
    /// they wait.
    pub fn tell(&self, alerts: &AlertSettings) -> Result<usize, DeliveryError> {
        if alerts.quiet.is_some_and(|quiet| quiet.holds(self.now.time())) {
            return Ok(0);
        }
        let contacts = self.settings.contacts.iter().filter(|_| alerts.to_each);
        let readers = readers(self.state, alerts.to.iter().chain(contacts))?;
        let mut news = self.state.alerts(false)?;
        news.retain(|alert| Watch::from(alert.state.as_str()).is_news());
        if news.is_empty() || readers.is_empty() {
            return Ok(0);
        }
        let above = self.above(&news)?;
        let occasion = self.now.to_string();
        let mut deliveries = Vec::new();
        for reader in &readers {
            let theirs: Vec<&Alert> =
                news.iter().filter(|alert| concerns(reader, alert, &above)).collect();
            if !theirs.is_empty() {
                let parcel = Arc::new(self.parcel(&theirs)?);
                let period = self.now.date().to_string();
                deliveries.extend(addressed(&reader.to, (REPORT, &period, &occasion), &parcel));
            }
        }
        // What is nobody's concern waits for somebody it concerns.
        news.retain(|alert| readers.iter().any(|reader| concerns(reader, alert, &above)));
        if news.is_empty() {
            return Ok(0);
        }
        let is_told = self.state.tell_alerts(&news, &deliveries, self.now)?;
        Ok(if is_told { news.len() } else { 0 })
    }

    /// The agencies of alerts, each with all that are above it.
    fn above(&self, news: &[Alert]) -> Result<HashMap<String, Vec<String>>, DeliveryError> {
        let mut above = HashMap::new();
        for alert in news.iter().filter(|alert| !alert.agency_code.is_empty()) {
            if above.contains_key(&alert.agency_code) {
                continue;
            }
            let (mut line, mut next) = (Vec::new(), Some(alert.agency_code.clone()));
            while let Some(code) = next.filter(|code| !line.contains(code)) {
                let agency = self.warehouse.agency(&code, self.today())?;
                line.push(code);
                next = agency.and_then(|agency| agency.parent_code);
            }
            above.insert(alert.agency_code.clone(), line);
        }
        Ok(above)
    }

    /// Kind by kind, what is wrong before what is over; dossiers by their agency.
    fn parcel(&self, alerts: &[&Alert]) -> Result<Parcel, DeliveryError> {
        let counted = |state: &str| alerts.iter().filter(|alert| alert.state == state).count();
        let (new, over) = (counted("new").to_string(), counted("recovered").to_string());
        let values = [("new", new.as_str()), ("over", over.as_str())];
        let subject = match (counted("new"), counted("recovered")) {
            (_, 0) => self.say("alert.subject_new", &values),
            (0, _) => self.say("alert.subject_over", &values),
            _ => self.say("alert.subject_both", &values),
        };
        let mut parts = Vec::new();
        for (kind, state) in
            Kind::ALL.into_iter().flat_map(|kind| [(kind, "new"), (kind, "recovered")])
        {
            let of_kind = alerts.iter().filter(|it| it.kind == kind.id() && it.state == state);
            let mut lines = Vec::new();
            let mut agency = "";
            for alert in of_kind {
                if kind == Kind::DueDossier && alert.agency_code != agency {
                    agency = &alert.agency_code;
                    let name = self.warehouse.agency(agency, self.today())?;
                    lines.push(name.map_or_else(|| agency.to_owned(), |it| it.name) + ":");
                }
                lines.push(format!("- {}", alert.detail));
            }
            if !lines.is_empty() {
                let heading = self.say(&format!("alert.{}_{state}", kind.id()), &[]);
                parts.push(format!("{heading}\n{}", lines.join("\n")));
            }
        }
        parts.push(self.say("alert.foot", &[]));
        Ok(Parcel { subject, text: parts.join("\n\n"), ..Parcel::default() })
    }

    fn today(&self) -> Period {
        Period::month_of(self.now.date())
    }
}

/// What is of no agency is the office's; a viewer sees no dossier.
fn concerns(reader: &Reader, alert: &Alert, above: &HashMap<String, Vec<String>>) -> bool {
    match &reader.sight {
        Sight::All => true,
        Sight::Within(own) => above.get(&alert.agency_code).is_some_and(|line| line.contains(own)),
        Sight::Aggregates => alert.kind == Kind::Metric.id(),
    }
}
