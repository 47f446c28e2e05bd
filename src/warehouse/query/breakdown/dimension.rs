//! What a number can be cut up by.

use crate::domain::measure::MetricSubject;

/// What the subjects of a metric are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakdownDimension {
    Procedure,
    Sector,
    Channel,
    ServiceLevel,
    Status,
    /// Of survey answers.
    Factor,
}

impl BreakdownDimension {
    pub const ALL: [Self; 6] = [
        Self::Procedure,
        Self::Sector,
        Self::Channel,
        Self::ServiceLevel,
        Self::Status,
        Self::Factor,
    ];

    /// As an address and a column's name say it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Procedure => "procedure",
            Self::Sector => "sector",
            Self::Channel => "channel",
            Self::ServiceLevel => "service_level",
            Self::Status => "status",
            Self::Factor => "factor",
        }
    }

    /// Whether subjects of that kind have it.
    pub fn is_of(self, subject: MetricSubject) -> bool {
        (self == Self::Factor) == (subject == MetricSubject::Answer)
            && matches!(subject, MetricSubject::Dossier | MetricSubject::Answer)
    }

    /// The column, and its vocabulary, if its values are coded.
    pub fn vocabulary(self) -> Option<&'static str> {
        match self {
            Self::Channel => Some("channel"),
            Self::ServiceLevel => Some("service_level"),
            Self::Status => Some("status"),
            Self::Procedure | Self::Sector | Self::Factor => None,
        }
    }

    /// What tells them apart, and what it is called.
    pub(in crate::warehouse::query) fn columns(self) -> (&'static str, &'static str) {
        let one = match self {
            Self::Procedure => {
                let code = "coalesce(dossier.procedure_code, dossier.procedure_name)";
                return (code, "dossier.procedure_name");
            }
            Self::Sector => "dossier.sector",
            Self::Channel => "dossier.channel",
            Self::ServiceLevel => "dossier.service_level",
            Self::Status => "dossier.status",
            Self::Factor => "split_part(counted.subject_id, ': ', 1)",
        };
        (one, one)
    }
}
