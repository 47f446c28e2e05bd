//! Hồ sơ: the dossiers behind a number, looked through page by page and taken away.

mod choices;
mod files;
mod page;
mod request;

pub use files::{dossiers_csv, dossiers_xlsx};
pub use page::route;
