//! The engine: how it is opened, and how SQL is composed for it.

mod block_sums;
mod denied_access;
mod open;
mod quoting;
mod sql_template;

pub use block_sums::{has_sound_blocks, write_left_out_blocks};
pub use denied_access::name_denied_sql;
pub use open::{
    ALL_OPTIMIZERS, create_schema, engine_version, is_for_one_thread, list_tables, open_builder,
    open_confined, open_reader, open_reader_beside, read_every_block, run_file, without_optimizers,
};
pub use quoting::{quote_ident, quote_literal};
pub use sql_template::render_sql;
