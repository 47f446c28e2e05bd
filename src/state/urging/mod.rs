//! Whom the office urged, when and how.

pub mod note_guard;
pub mod urging_record;
