//! What a number is made of: by dimension, by agency, by period.

mod by_agency;
pub(super) mod by_dimension;
pub(super) mod dimension;
mod period_sums;
pub(super) mod queries;
