//! The subjects behind the numbers of a locked period: written beside the build, and held against what is counted now.

pub(super) mod change_query;
pub(super) mod erased_subjects;
pub(super) mod locked_rows;
pub(super) mod queries;
