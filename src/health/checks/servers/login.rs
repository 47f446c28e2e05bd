//! The server people log in at: that it answers, and is the one the settings name. Nobody is logged in.

use super::super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Login,
        HealthFinding,
        HealthState::{Broken, Sound},
    },
};

/// Asks the server who it is where one is set.
pub fn check_login(examined: &HealthExamination) -> Vec<HealthFinding> {
    let Some(oidc) = &examined.settings.login.oidc else {
        return vec![HealthFinding::new(Login, Sound, "none")];
    };
    let finding = match (examined.machine.greet_login)(oidc, examined.settings) {
        Ok(()) => HealthFinding::new(Login, Sound, "reached"),
        Err(problem) => {
            HealthFinding::new(Login, Broken, "unreachable").with_value("problem", problem)
        }
    };
    vec![finding.with_value("server", oidc.issuer.clone())]
}
