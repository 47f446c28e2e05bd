//! Whether an office's installation is in order: one check per file, each of which says one line, or one line per thing it looks at.
//!
//! Invariant: a check only looks. It builds nothing, repairs nothing, sends nothing, and makes no file that stays.

mod backup_proof;
mod checks;
mod examination;
mod finding;
mod machine_probe;
mod report;
mod run_checks;
mod staleness;

pub use backup_proof::{LastBackup, last_backup_proof};
pub use checks::disk::room_for_build;
pub use examination::HealthExamination;
pub use finding::{HealthCheck, HealthFinding, HealthState};
pub use machine_probe::MachineProbe;
pub use report::{HealthLine, HealthReport};
pub use run_checks::{make_report, run_checks};
pub use staleness::is_stale;
