//! Reports: papers filled in from one published warehouse, and written as documents.
//!
//! Invariant: no clock, no files, no network in here; the same call gives the same bytes. Every Vietnamese word comes from the content.

mod docx;
mod error;
mod fill;
mod format;
mod html;
mod make;
mod paper;
#[cfg(feature = "pdf")]
mod pdf;
mod press;
mod stems;
mod xlsx;

pub use error::ReportError;
pub use format::ReportFormat;
pub use html::MailBody;
pub use make::{
    RenderedFile, ReportRequest, UnitReport, mail, make, make_each, under_floor, units,
};
pub use press::ReportContext;
