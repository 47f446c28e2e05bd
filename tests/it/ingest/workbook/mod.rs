//! Workbooks and the tables in them.

mod cells;
mod html_tables;
mod sheets;
mod table_rows;
mod tables;
mod tables_told;
mod writers;
