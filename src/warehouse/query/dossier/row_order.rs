//! In which order dossiers are listed.

use std::{fmt, str::FromStr};

use crate::domain::measure::Rule;

use super::lateness::verdict_column;

/// Lists the columns a list of dossiers can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RowColumn {
    /// By agency; within one by due day.
    #[default]
    Agency,
    DossierCode,
    Procedure,
    Status,
    ReceivedAt,
    DueAt,
    EndedAt,
    /// By how late: what is overdue apart from what is in time, and what nobody knows last.
    Lateness,
}

/// Says by which column dossiers are listed and in which direction; equal ones go by agency, due day and code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowOrder {
    pub column: RowColumn,
    pub is_descending: bool,
}

impl RowColumn {
    /// Lists all columns, in the order of tables.
    pub const ALL: [Self; 8] = [
        Self::DossierCode,
        Self::Agency,
        Self::Procedure,
        Self::Status,
        Self::ReceivedAt,
        Self::DueAt,
        Self::EndedAt,
        Self::Lateness,
    ];

    /// Returns the name of the column in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::DossierCode => "dossier_code",
            Self::Procedure => "procedure_name",
            Self::Status => "status",
            Self::ReceivedAt => "received_at",
            Self::DueAt => "due_at",
            Self::EndedAt => "ended_at",
            Self::Lateness => "lateness",
        }
    }
}

impl RowOrder {
    /// What is most overdue comes first, then what has least time left.
    pub const WORST_FIRST: Self = Self { column: RowColumn::Lateness, is_descending: true };

    /// Whether lists come by agency, as the sums kept do.
    pub(super) fn is_by_agency(self) -> bool {
        self == Self::default()
    }

    /// SQL of what groups the rows, and of what they are sorted by within a group.
    pub(super) fn sort_keys(self, rule: Rule) -> (String, &'static str) {
        let key = match self.column {
            RowColumn::Agency => "counted.agency_code",
            RowColumn::DossierCode => "counted.subject_id",
            RowColumn::Procedure => {
                "lower(coalesce(dossier.procedure_name, dossier.procedure_code))"
            }
            RowColumn::Status => "dossier.status",
            RowColumn::ReceivedAt => "dossier.received_at",
            RowColumn::DueAt => "dossier.due_at",
            RowColumn::EndedAt => "coalesce(dossier.ended_at, dossier.returned_at)",
            RowColumn::Lateness => "dossier.working_days_overdue",
        };
        if self.column != RowColumn::Lateness {
            return ("0".into(), key);
        }
        let (overdue, in_time) = if self.is_descending { (0, 1) } else { (1, 0) };
        let verdict = verdict_column(rule);
        let rank = format!(
            "case when dossier.{verdict} = 'overdue' then {overdue} \
             when dossier.{verdict} in ('on_time', 'running', 'paused') then {in_time} else 2 end"
        );
        (rank, key)
    }

    /// SQL of the direction.
    pub(super) fn direction(self) -> &'static str {
        if self.is_descending { "desc" } else { "asc" }
    }
}

impl fmt::Display for RowOrder {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}{}", if self.is_descending { "-" } else { "" }, self.column.id())
    }
}

impl FromStr for RowOrder {
    type Err = String;

    /// Reads a column, after `-` the other way round: `-lateness`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (is_descending, id) = text.strip_prefix('-').map_or((false, text), |id| (true, id));
        let column = RowColumn::ALL.into_iter().find(|column| column.id() == id);
        let column = column.ok_or_else(|| format!("`{text}` is no column of dossiers"))?;
        Ok(Self { column, is_descending })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_as_it_is_written() {
        for column in RowColumn::ALL {
            for is_descending in [false, true] {
                let order = RowOrder { column, is_descending };
                assert_eq!(order.to_string().parse(), Ok(order));
            }
        }
        assert!("-".parse::<RowOrder>().is_err());
        assert!("due_on".parse::<RowOrder>().is_err());
    }
}
