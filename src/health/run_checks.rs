//! Everything that is looked at, in the order it is told.

use super::{checks, examination::HealthExamination, finding::HealthFinding, report::HealthReport};

type CheckFunction = fn(&HealthExamination) -> Vec<HealthFinding>;

/// What the machine gives first, then what lies on it, then what was done with it.
const CHECKS: [CheckFunction; 20] = [
    checks::data_folder::check_data_folder,
    checks::disk::check_disk,
    checks::clock::check_clock,
    checks::lock::check_lock,
    checks::archive::check_archive,
    checks::archive_store::check_archive_store,
    checks::reported::locked_periods::check_locked_periods,
    checks::state_file::check_state_file,
    checks::backup::check_backup,
    checks::content::check_content,
    checks::published::check_published,
    checks::version_store::check_version_store,
    checks::received::connectors::check_connectors,
    checks::received::fetched_lists::check_fetched_lists,
    checks::received::last_ingest::check_last_ingest,
    checks::schedules::check_schedules,
    checks::deliveries::check_deliveries,
    checks::servers::mail::check_mail,
    checks::servers::login::check_login,
    checks::versions::check_versions,
];

/// Looks at everything; a check that cannot look says so in its line.
pub fn run_checks(examination: &HealthExamination) -> Vec<HealthFinding> {
    CHECKS.iter().flat_map(|check| check(examination)).collect()
}

/// The same in the words of the content.
pub fn make_report(examination: &HealthExamination) -> HealthReport {
    let findings = run_checks(examination);
    HealthReport::from_findings(&findings, &examination.catalog.phrases, examination.now)
}
