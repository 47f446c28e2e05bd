//! What one need not know the code of: agencies by their names, periods by their calendar.

pub(super) mod agency_finder;
pub(super) mod period_choices;
