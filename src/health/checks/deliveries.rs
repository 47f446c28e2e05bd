//! The outbox: what did not arrive, and what nobody knows of.

use jiff::ToSpan;

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Deliveries,
        HealthFinding,
        HealthState::{Attention, Broken, Sound},
    },
};
use crate::state::{StateDatabase, delivery_state::DeliveryState};

/// Deliveries due for longer than so many hours are not sent by anybody.
const DUE_HOURS: i64 = 24;

/// Deliveries that are looked through for those that are due.
const LISTED: u32 = 1000;

/// Counts deliveries that failed or are in doubt, and those that should have gone.
pub fn check_deliveries(examined: &HealthExamination) -> Vec<HealthFinding> {
    let Some(state) = examined.state else {
        // Of a state that is there and cannot be opened its own line tells.
        let is_none = !StateDatabase::is_there(examined.data);
        return is_none
            .then(|| HealthFinding::new(Deliveries, Sound, "none"))
            .into_iter()
            .collect();
    };
    let counted = state.wrong_deliveries(1).and_then(|(_, wrong)| {
        let since = examined.now.saturating_sub(DUE_HOURS.hours());
        let due = state.deliveries(Some(DeliveryState::Due), LISTED)?;
        Ok((wrong, due.iter().filter(|delivery| delivery.created_at < since).count()))
    });
    let told = |state, case, count: String| {
        vec![HealthFinding::new(Deliveries, state, case).with_value("count", count)]
    };
    match counted {
        Err(error) => {
            let finding = HealthFinding::new(Deliveries, Broken, "unreadable");
            vec![finding.with_value("problem", error)]
        }
        Ok((wrong @ 1.., _)) => told(Attention, "wrong", wrong.to_string()),
        Ok((0, due @ 1..)) => told(Attention, "stuck", due.to_string()),
        Ok((0, 0)) => told(Sound, "fine", String::new()),
    }
}
