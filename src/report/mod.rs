//! Reports: papers filled in from one published warehouse, and written as documents.
//!
//! Invariant: no clock, no files, no network in here; the same call gives the same bytes. Every Vietnamese word comes from the content.

mod document;
mod docx;
mod error;
mod file_names;
mod format;
mod formats_check;
mod guide;
mod html;
#[cfg(feature = "pdf")]
mod pdf;
mod render;
mod report_context;
mod report_request;
mod sections;
mod signing_day;
mod xlsx;

pub use error::ReportError;
pub use format::ReportFormat;
pub use formats_check::check_formats;
pub use guide::{GuideWords, write_guide};
pub use html::MailBody;
pub use render::{RenderedFile, UnitReport, mail, make, make_each, under_floor, units};
pub use report_context::ReportContext;
pub use report_request::{CARD_REPORT, ReportRequest};
pub use signing_day::{find_signing_day, working_day_from};
