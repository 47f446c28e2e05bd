//! Small exports of one kind, looked at and staged together: each statement is made ready once for all of them, not once for each. What
//! becomes of an export is what would become of it alone; whatever is not plain in every way is left to be staged alone.

mod export_group;
mod gathered_rows;
mod plain_exports;
mod stage_group;

pub use export_group::group_exports;
pub use stage_group::stage_group;
