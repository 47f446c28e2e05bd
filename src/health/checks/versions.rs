//! The versions of the program and of what it is made of.

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Versions,
        HealthFinding,
        HealthState::{Broken, Sound},
    },
};
use crate::{state::sqlite_version, warehouse::engine_version};

/// Says the versions of program, engine and data.
pub fn check_versions(examined: &HealthExamination) -> Vec<HealthFinding> {
    let engine = match engine_version() {
        Ok(version) => version,
        Err(error) => {
            let finding = HealthFinding::new(Versions, Broken, "no_engine");
            return vec![finding.with_value("problem", error)];
        }
    };
    let data = examined.warehouse().map(|warehouse| warehouse.data_version.clone());
    let finding = HealthFinding::new(Versions, Sound, "told")
        .with_value("program", env!("CARGO_PKG_VERSION"))
        .with_value("engine", engine.trim_start_matches('v'))
        .with_value("sqlite", sqlite_version())
        .with_value("data", data.unwrap_or_else(|_| "–".to_owned()));
    vec![finding]
}
