//! How files get their names, so that a power cut leaves the old or the new, never half; and what of them is otherwise on each system;
//! and the file in which decoders hand rows on.

mod durable_rename;
mod held_file;
mod row_file;
mod zip_origin;

pub use durable_rename::{
    RenameError, RenamePoints, remove_patiently, rename_durably, rename_durably_if_free,
    rename_patiently, sync_file, sync_folder,
};
pub use held_file::{is_held, is_held_open};
pub use row_file::{RowCells, RowReader, RowWriter};
pub use zip_origin::pin_zip_origin;
