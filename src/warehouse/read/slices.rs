//! A number by what its subjects have in common: procedure, sector, channel.

use super::{
    super::{WarehouseError, metrics::view},
    warehouse::Warehouse,
};
use crate::{
    catalog::metric::Metric,
    domain::{
        measure::{Measure, Subject},
        period::Period,
    },
};

/// What the subjects of a metric are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SliceBy {
    Procedure,
    Sector,
    Channel,
    ServiceLevel,
    Status,
    /// Of survey answers.
    Factor,
}

/// The part of a number that one procedure, sector, … has in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// `None` for subjects that do not say.
    pub code: Option<String>,
    pub name: Option<String>,
    pub measure: Measure,
}

impl SliceBy {
    /// Whether subjects of that kind have it.
    pub fn is_of(self, subject: Subject) -> bool {
        (self == Self::Factor) == (subject == Subject::Answer)
            && matches!(subject, Subject::Dossier | Subject::Answer)
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
    fn columns(self) -> (&'static str, &'static str) {
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

impl Warehouse {
    /// A metric's number for an agency and those below it (or for all), cut up; what pulls it down most comes first.
    pub fn slices(
        &self,
        metric: &Metric,
        period: Period,
        agency: Option<&str>,
        by: SliceBy,
    ) -> Result<Vec<Slice>, WarehouseError> {
        let (code, name) = by.columns();
        let sql = concat!(include_str!("counted.sql"), include_str!("slices.sql"))
            .replace("{view}", &view(&metric.id))
            .replace("{code}", code)
            .replace("{name}", name);
        self.ask("cannot cut the number up", |connection| {
            let mut query = connection.prepare(&sql)?;
            let (start, end) = (period.start().to_string(), period.end().to_string());
            let rows = query.query_map(duckdb::params![start, end, agency], |row| {
                Ok(Slice {
                    code: row.get(0)?,
                    name: row.get(1)?,
                    measure: Measure {
                        numerator: row.get(2)?,
                        denominator: row.get(3)?,
                    },
                })
            })?;
            rows.collect()
        })
    }
}
