//! What one check found: how grave it is, and the phrase that says it.

use serde::Serialize;

/// Says how something stands; the graver, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    /// Nothing is to be done.
    Sound,
    /// Somebody should look at it; the numbers are right and go out.
    Attention,
    /// It does not work now.
    Broken,
}

impl HealthState {
    /// Names the state in phrases and in the API.
    pub fn id(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Attention => "attention",
            Self::Broken => "broken",
        }
    }
}

/// Names what is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthCheck {
    DataFolder,
    Disk,
    Lock,
    Archive,
    ArchiveStore,
    State,
    Backup,
    Content,
    Connectors,
    Mail,
    Login,
    Clock,
    FetchedLists,
    LastIngest,
    LockedPeriods,
    Published,
    Schedules,
    Deliveries,
    Versions,
    VersionStore,
}

impl HealthCheck {
    /// Names the check in phrases and in the API.
    pub fn id(self) -> &'static str {
        match self {
            Self::DataFolder => "data_folder",
            Self::Disk => "disk",
            Self::Lock => "lock",
            Self::Archive => "archive",
            Self::ArchiveStore => "archive_store",
            Self::State => "state",
            Self::Backup => "backup",
            Self::Content => "content",
            Self::Connectors => "connectors",
            Self::Mail => "mail",
            Self::Login => "login",
            Self::Clock => "clock",
            Self::FetchedLists => "fetched_lists",
            Self::LastIngest => "last_ingest",
            Self::LockedPeriods => "locked_periods",
            Self::Published => "published",
            Self::Schedules => "schedules",
            Self::Deliveries => "deliveries",
            Self::Versions => "versions",
            Self::VersionStore => "version_store",
        }
    }
}

/// Holds what a check found of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthFinding {
    pub check: HealthCheck,
    pub state: HealthState,
    /// Names the phrase: `health.<check>.<case>`, and what to do `health.<check>.<case>.todo`.
    pub case: &'static str,
    /// Fills the phrases' placeholders.
    pub values: Vec<(&'static str, String)>,
}

impl HealthFinding {
    /// Makes a finding that says nothing but its case.
    pub fn new(check: HealthCheck, state: HealthState, case: &'static str) -> Self {
        Self { check, state, case, values: Vec::new() }
    }

    /// Adds a value that fills a placeholder.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over what they have")]
    pub fn with_value(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}
