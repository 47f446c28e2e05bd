//! Plain types of the field: agencies' names, periods, exact ratios, what an export holds.
//!
//! Invariant: nothing here does IO or asks a clock.

pub mod agency;
pub mod agency_code;
pub mod erasure;
pub mod extract;
mod fault;
pub mod hex;
pub mod known;
pub mod name;
mod number;
pub mod office_hours;
pub mod period;
pub mod progress;
pub mod reason;
pub mod sight;
pub mod source;
pub mod threshold;
pub mod verdict;
pub mod vietnamese_date;
pub mod watch;

pub use fault::fault_point;
pub use number::{basis, decimal, file_size, fraction, measure};
