//! What was erased on request, and stays erased.

mod ledger;

pub use ledger::{ErasedDossier, ErasureLedger};
