//! Object stores, asked by the same HTTP client as portals.

mod store_connector;

pub use store_connector::StoreConnector;
