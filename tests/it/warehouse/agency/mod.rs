//! Agencies through time: names, codes, successions, whose a number is.

mod ended;
mod holder;
mod registry;
pub(super) mod succession;
mod texts;
mod times;
