//! Content: connectors, overlays and the contract of the content folders.

mod column_formats;
pub mod connectors;
mod content;
mod event_kinds;
mod extra_columns;
mod new_connector;
mod ordered_sql;
mod overlay;
mod proposed_content;
mod tables_of_connectors;
mod vocabulary;
