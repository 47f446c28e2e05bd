//! One thing that may go wrong, looked at again and again: in order, wrong, in order again. Who was told is told once.

/// What a look shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertObservation {
    Good,
    /// Better than the limit, not yet by enough to say that it is over.
    Nearly,
    Bad,
    /// No value, or of too few.
    Unknown,
}

/// Says whether something is wrong, and whether those concerned were told so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertState {
    /// In order, and nobody is waiting to hear so.
    Over,
    /// Wrong, and nobody knows.
    New,
    /// Wrong, and they know.
    Told,
    /// In order again, and those who know that it was wrong do not know it.
    Recovered,
}

impl AlertState {
    /// Lists every kind.
    pub const ALL: [Self; 4] = [Self::Over, Self::New, Self::Told, Self::Recovered];

    /// Where it stands after a look. What was wrong and right again before anybody was told was never worth a word; what is wrong
    /// again before they heard it was right is what they know already.
    #[must_use]
    pub fn next_state(self, look: AlertObservation) -> Self {
        match (self, look) {
            (Self::Over, AlertObservation::Bad) => Self::New,
            (Self::Recovered, AlertObservation::Bad) => Self::Told,
            (Self::New, AlertObservation::Good | AlertObservation::Nearly) => Self::Over,
            (Self::Told, AlertObservation::Good) => Self::Recovered,
            (same, _) => same,
        }
    }

    /// Returns the name under which the state is stored.
    pub fn id(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::New => "new",
            Self::Told => "told",
            Self::Recovered => "recovered",
        }
    }

    /// Tells whether there is something to report: a new alert, or the end of a known one.
    pub fn is_news(self) -> bool {
        matches!(self, Self::New | Self::Recovered)
    }
}

/// The kinds of alert, in the order a digest has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertKind {
    Metric,
    DueDossier,
    /// The promised time came while nobody knew whether the dossier was done.
    DuePassed,
    /// Due within 24 hours.
    DueWithinDay,
    /// Due within three working days.
    DueWithinDays,
    SourceSilent,
    DataStale,
    IngestFailed,
}

impl AlertKind {
    /// Lists every kind.
    pub const ALL: [Self; 8] = [
        Self::Metric,
        Self::DueDossier,
        Self::DuePassed,
        Self::DueWithinDay,
        Self::DueWithinDays,
        Self::SourceSilent,
        Self::DataStale,
        Self::IngestFailed,
    ];

    /// Tells whether it is of what is due within hours or days, which is told while the office works.
    pub fn is_due_window(self) -> bool {
        matches!(self, Self::DuePassed | Self::DueWithinDay | Self::DueWithinDays)
    }

    /// Gives the word it is stored and configured by.
    pub fn id(self) -> &'static str {
        match self {
            Self::Metric => "metric",
            Self::DueDossier => "due_dossier",
            Self::DuePassed => "due_passed",
            Self::DueWithinDay => "due_day",
            Self::DueWithinDays => "due_days",
            Self::SourceSilent => "source_silent",
            Self::DataStale => "data_stale",
            Self::IngestFailed => "ingest_failed",
        }
    }
}

#[cfg(test)]
mod tests;
