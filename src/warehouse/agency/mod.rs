//! Which agency a text of an export means, on the day its row speaks of.

mod ended;
mod hint;
pub(super) mod lost_zero;
pub(super) mod matching;
pub(super) mod registry;
mod text;
pub(super) mod times;
#[cfg(test)]
mod writings;
