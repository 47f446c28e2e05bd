//! Who stands where among whom.

mod agency_ranks;
mod size_groups;

pub use agency_ranks::AgencyRanks;
pub use size_groups::SizeGroups;
