//! An export's bytes: a file of the user's, or what was unpacked from one.
//!
//! Invariant: what is unpacked or transcoded holds personal data still, so it goes to files without a name: nothing
//! of them is left when the process ends, however it ends.

mod export_file;
mod file_kind;
mod foreign;
mod foreign_format;
mod format;
mod holes;
mod limits;
mod litter;
mod locked;
mod mail;
mod open;
mod read_budget;
mod script_call;
mod unpack;

pub use export_file::Export;
pub use file_kind::FileKind;
pub use foreign_format::{ForeignFormat, ForeignWay};
pub use format::{member_name, open_archive};
pub use holes::HoleFinder;
pub use limits::{InflatedReader, LARGEST_PART};
pub use litter::{is_litter, is_unfinished};
pub use open::{ExportBytes, OpenedExport, UnnamedFile};
pub use read_budget::{BudgetedReader, ReadBudget};
pub use script_call::{call_length, unwrap_call};
pub use unpack::unpack_export;
