//! The mail server: that it answers, and lets the office in. Nothing is sent.

use super::super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Mail,
        HealthFinding,
        HealthState::{Broken, Sound},
    },
};

/// Greets the mail server where one is set.
pub fn check_mail(examined: &HealthExamination) -> Vec<HealthFinding> {
    let Some(mail) = &examined.settings.mail else {
        return vec![HealthFinding::new(Mail, Sound, "none")];
    };
    let place = format!("{}:{}", mail.host, mail.effective_port());
    let finding = match (examined.machine.greet_mail)(mail) {
        Ok(()) => HealthFinding::new(Mail, Sound, "reached"),
        Err(problem) => {
            HealthFinding::new(Mail, Broken, "unreachable").with_value("problem", problem)
        }
    };
    vec![finding.with_value("server", place)]
}
