//! Exports fetched from portals over HTTP.

mod paging;
mod trouble;
