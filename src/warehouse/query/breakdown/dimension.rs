//! What a number can be cut up by.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::measure::MetricSubject;

/// What the subjects of a number are told apart by; `factor` is of survey answers, all else of dossiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PartsBy, example = "procedure")]
pub enum BreakdownDimension {
    Procedure,
    Sector,
    Channel,
    ServiceLevel,
    Status,
    /// Of survey answers
    Factor,
}

impl BreakdownDimension {
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

    /// Reads what an address says; `None` where nothing is called so.
    pub fn from_id(text: &str) -> Option<Self> {
        Self::value_variants().iter().copied().find(|dimension| dimension.id() == text)
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
    pub(in crate::warehouse::query) fn sql_columns(self) -> (&'static str, &'static str) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_an_answer_and_a_command_name_each_dimension_alike() {
        for dimension in BreakdownDimension::value_variants() {
            let id = dimension.id();
            assert_eq!(BreakdownDimension::from_id(id), Some(*dimension));
            assert_eq!(serde_json::to_value(dimension).expect("a name"), id);
            let value = dimension.to_possible_value().expect("a command takes it");
            assert_eq!(value.get_name().replace('-', "_"), id);
        }
        assert_eq!(BreakdownDimension::from_id("colour"), None);
    }
}
