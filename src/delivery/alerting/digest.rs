//! One message a recipient, of everything that is new to them.

use std::{collections::HashMap, sync::Arc};

use super::AlertDigests;
use crate::{
    catalog::settings::alerts::AlertSettings,
    delivery::{
        DeliveryError,
        sending::recipients::{ResolvedRecipient, readers},
        to_deliveries,
    },
    domain::{period::Period, sight::DataScope, watch::AlertKind},
    state::{alert::AlertRecord, delivery_purpose::DeliveryPurpose},
};

/// What a digest is kept under in the outbox.
pub const REPORT: &str = "alerts";

impl AlertDigests<'_> {
    /// Puts a digest of what is new into the outbox for each recipient it concerns; returns how many things were told. In quiet hours
    /// they wait.
    pub fn queue_digests(&self, alerts: &AlertSettings) -> Result<usize, DeliveryError> {
        if alerts.quiet.is_some_and(|quiet| quiet.contains_time(self.now.time())) {
            return Ok(0);
        }
        let contacts = self.settings.contacts.iter().filter(|_| alerts.to_each);
        let readers = readers(self.state, alerts.to.iter().chain(contacts))?;
        let mut news = self.state.list_alerts(false)?;
        news.retain(|alert| alert.state.is_news() && !alert.kind.is_due_window());
        if news.is_empty() || readers.is_empty() {
            return Ok(0);
        }
        let above = self.agencies_above(&news)?;
        let purpose = DeliveryPurpose::AlertDigest(self.now);
        let mut deliveries = Vec::new();
        for reader in &readers {
            let theirs: Vec<&AlertRecord> =
                news.iter().filter(|alert| is_concerned(reader, alert, &above)).collect();
            if !theirs.is_empty() {
                let parcel = Arc::new(self.parcel(&theirs)?);
                let period = self.now.date().to_string();
                deliveries.extend(to_deliveries(&reader.to, (REPORT, &period, &purpose), &parcel));
            }
        }
        // What is nobody's concern waits for somebody it concerns.
        news.retain(|alert| readers.iter().any(|reader| is_concerned(reader, alert, &above)));
        if news.is_empty() {
            return Ok(0);
        }
        let is_told = self.state.mark_alerts_notified(&news, &deliveries, self.now)?;
        Ok(if is_told { news.len() } else { 0 })
    }

    /// The agencies of alerts, each with all that are above it.
    pub(super) fn agencies_above<'n>(
        &self,
        news: impl IntoIterator<Item = &'n AlertRecord>,
    ) -> Result<HashMap<String, Vec<String>>, DeliveryError> {
        let mut above = HashMap::new();
        for alert in news.into_iter().filter(|alert| !alert.agency_code.is_empty()) {
            if above.contains_key(&alert.agency_code) {
                continue;
            }
            let (mut line, mut next) = (Vec::new(), Some(alert.agency_code.clone()));
            while let Some(code) = next.filter(|code| !line.contains(code)) {
                let agency = self.warehouse.agencies.at(&code, self.current_month());
                line.push(code);
                next = agency.and_then(|agency| agency.parent_code);
            }
            above.insert(alert.agency_code.clone(), line);
        }
        Ok(above)
    }

    /// Returns the month that holds today.
    pub(super) fn current_month(&self) -> Period {
        Period::month_of(self.now.date())
    }
}

/// What is of no agency is the office's; a viewer sees no dossier.
pub(super) fn is_concerned(
    reader: &ResolvedRecipient,
    alert: &AlertRecord,
    above: &HashMap<String, Vec<String>>,
) -> bool {
    match &reader.sight {
        DataScope::All => true,
        DataScope::Within(own) => {
            above.get(&alert.agency_code).is_some_and(|line| line.contains(own))
        }
        DataScope::Aggregates => alert.kind == AlertKind::Metric,
    }
}
