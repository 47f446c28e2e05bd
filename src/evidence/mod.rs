//! Giải trình: every number of a period with its rule, the dossiers behind it, the exports and their digests, in one zip.
//!
//! Invariant: no clock; the same build, content and lock give the same bytes.

mod bundle;
mod evidence_changes;
mod evidence_tables;
mod zip_parts;

pub use bundle::{EvidenceError, EvidenceOrder, make_evidence};
