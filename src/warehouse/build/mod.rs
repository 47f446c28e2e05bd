//! A build: staged, worked out by one engine or another, audited, and published by a rename.

pub mod build_end;
pub mod build_note;
pub mod by_duckdb;
pub mod by_spark;
