//! Which agency a text of an export means, on the day its row speaks of.

mod hint;
pub(super) mod lost_zero;
pub(super) mod matching;
pub(super) mod misplaced;
pub(super) mod registry;
mod succession;
mod text;
pub(super) mod timeline_rows;
pub(super) mod times;
#[cfg(test)]
mod writings;
