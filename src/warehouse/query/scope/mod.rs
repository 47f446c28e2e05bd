//! What somebody may see: of the relations, and of what is held in memory.

mod memory;
mod metric_notes;
mod overlay;
mod reader;
mod visible;

pub(super) use reader::ScopedReader;
