//! Tables of an HTML page, which some systems name `.xls`.

mod hidden;
mod page;
mod walk;

pub use page::HtmlPage;
