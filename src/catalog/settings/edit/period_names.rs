//! How the periods of schedules are written.

use crate::catalog::settings::sending::EndedPeriod;

impl EndedPeriod {
    /// Lists all of them.
    pub const ALL: [Self; 5] = [
        Self::WeekBefore,
        Self::MonthBefore,
        Self::QuarterBefore,
        Self::HalfBefore,
        Self::YearBefore,
    ];

    /// Returns the name of it in `motcua.toml`.
    pub fn id(self) -> &'static str {
        match self {
            Self::WeekBefore => "week_before",
            Self::MonthBefore => "month_before",
            Self::QuarterBefore => "quarter_before",
            Self::HalfBefore => "half_before",
            Self::YearBefore => "year_before",
        }
    }
}
