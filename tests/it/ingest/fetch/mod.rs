//! Exports fetched from portals over HTTP.

mod igate;
mod paging;
mod trouble;
