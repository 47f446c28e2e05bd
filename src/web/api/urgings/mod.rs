//! The register of urging, for machines.

pub mod list;
