//! A password is about to be tried: it may be, or how many may not is noted.

use std::sync::Arc;

use super::{
    super::{
        ServedSite,
        http::{client::ClientAddress, error::WebError},
    },
    throttle::{LoginTry, ThrottledTry},
};
use crate::{
    catalog::settings::audit::AuditSettings,
    state::{audit::retention::AuditRetention, machine::OfficeDuty},
};

impl ServedSite {
    /// Counts a try until it is known to be right; fails where there were too many, which the log tells summed up.
    pub async fn begin_try(
        self: Arc<Self>,
        attempt: &LoginTry,
        name: &str,
        client: &ClientAddress,
    ) -> Result<(), WebError> {
        let Err(ThrottledTry { wait, is_of_address }) = self.throttle.begin(attempt) else {
            return Ok(());
        };
        // An address that tries many names is one line, not as many.
        let key = (Some(name.to_owned()).filter(|_| !is_of_address), client.group());
        if let Some(times) = self.throttled.count(&key) {
            let (user, address) = key;
            let noted = self.with_state(move |state, now| {
                Ok(state.note_throttled(now, user.as_deref(), &address, times)?)
            });
            // Whatever becomes of the note, it is refused.
            if let Err(error) = noted.await {
                error.log_cause();
            }
        }
        Err(WebError::Throttled { wait })
    }

    /// Writes down what was counted of refused tries, and lets go of the log what the settings keep no longer.
    pub async fn keep_log(self: Arc<Self>) {
        let pending = self.throttled.take_pending();
        let AuditSettings { entries, keep_days } = self.settings.audit;
        let rules = AuditRetention { entries: entries.get(), keep_days: keep_days.get() };
        let kept = self.with_state(move |state, now| {
            for ((user, address), times) in pending {
                state.note_throttled(now, user.as_deref(), &address, times)?;
            }
            if state.has_duty(OfficeDuty::Keeping, now)? {
                state.shorten_audit(rules, now)?;
            }
            Ok(())
        });
        if let Err(error) = kept.await {
            error.log_cause();
        }
    }
}
