//! Values as `SQLite` keeps them: enums as words, times as texts.

pub(super) mod time;
pub(super) mod word;
