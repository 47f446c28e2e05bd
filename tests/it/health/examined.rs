//! An office looked through, on a machine that is made up.

use jiff::civil::{DateTime, date};
use motcua::{
    catalog::settings::ProgramSettings,
    health::{
        HealthCheck, HealthExamination, HealthFinding, HealthState, MachineProbe, run_checks,
    },
    state::{StateDatabase, inspect_state},
};

use crate::support::office::Office;

/// The day after the exports of `healthy_office`.
pub const NOW: DateTime = date(2024, 1, 2).at(9, 0, 0, 0);

/// A machine with a terabyte free and a mail server that answers.
pub fn sound_machine() -> MachineProbe {
    MachineProbe {
        measure_free: Box::new(|_| Ok(1 << 40)),
        greet_mail: Box::new(|_| Ok(())),
        greet_login: Box::new(|_, _| Ok(())),
    }
}

/// An office with one clean export taken in, and a state without users.
pub fn healthy_office() -> Office {
    let office = Office::new();
    office.given("status,received_at\nfinished,01/12/2023 08:00:00\n");
    StateDatabase::open(&office.data()).expect("a state");
    office
}

/// Everything that is found with these settings, on that machine, at that time.
pub fn examine(
    office: &Office,
    settings: &ProgramSettings,
    machine: &MachineProbe,
    now: DateTime,
) -> Vec<HealthFinding> {
    let data = office.data();
    let state = inspect_state(&data).ok().flatten().map(|_| StateDatabase::open(&data));
    let state = state.transpose().expect("a sound state");
    let mut examination = HealthExamination::new((&office.catalog, settings), &data, machine, now);
    examination.state = state.as_ref();
    run_checks(&examination)
}

/// What is found with nothing set, on a sound machine.
pub fn examine_plainly(office: &Office) -> Vec<HealthFinding> {
    examine(office, &ProgramSettings::default(), &sound_machine(), NOW)
}

/// State and case of the only finding of a check.
pub fn found_of(findings: &[HealthFinding], check: HealthCheck) -> (HealthState, &'static str) {
    let mut of_check = findings.iter().filter(|finding| finding.check == check);
    let found = of_check.next().expect("a finding of the check");
    assert_eq!(of_check.next(), None, "one finding of {check:?}");
    (found.state, found.case)
}
