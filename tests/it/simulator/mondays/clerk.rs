//! Somebody who looks at the page of what was sent: asks whoever is in doubt, and sends once more what did not arrive.

use motcua::state::{
    StateDatabase, delivery_purpose::DeliveryPurpose, delivery_state::DeliveryState,
    schedule_run::RunState,
};

use super::life::Life;

impl Life {
    /// What a clerk does who looks at the page.
    pub fn look_at_page(&self) {
        let state = StateDatabase::open(self.data()).expect("a state");
        let now = self.machine_time();
        for run in state.runs(10).expect("read") {
            if run.state == RunState::Failed && state.retry_run(run.id, now).expect("noted") {
                self.told.borrow_mut().add("made anew by hand", 1);
            }
        }
        for one in state.deliveries(None, 100).expect("read") {
            let is_wrong = matches!(one.state, DeliveryState::Uncertain | DeliveryState::Dead);
            let is_report = one.purpose == DeliveryPurpose::Report;
            // Asked, whoever has it says so.
            let has_it = self.count_taken(&one.address, &one.period) > 0;
            if is_wrong
                && is_report
                && !has_it
                && state.resend_delivery(one.id, now).expect("noted")
            {
                self.told.borrow_mut().add("sent once more by hand", 1);
            }
        }
    }
}
