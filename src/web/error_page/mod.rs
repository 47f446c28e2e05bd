//! Pages of errors: written at once, and anew with all there is to go on to when it is known who asks.

pub(super) mod error_details;
pub(super) mod error_surroundings;
