//! Several machines at one state: which one this is, and what only one of them does for all.

pub mod duty;
pub mod machine_id;

pub use duty::OfficeDuty;
