//! Figures and index results that others published, and how ours differ.

pub(super) mod differences;
pub(super) mod figure;
pub(super) mod index_results;
pub(super) mod queries;
pub(super) mod score_table;
