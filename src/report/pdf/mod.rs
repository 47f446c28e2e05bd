//! PDF, typeset in process by typst: PDF/UA-1, with its fonts inside.
//!
//! How a paper looks is in `layout.typ`; what stands on it is handed over as calls of its functions.

#![expect(clippy::disallowed_types, reason = "this is the home of typst")]

mod markup;
mod world;

use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::{ReportError, document::ReportDocument};
use world::TypesetWorld;

/// Memories of earlier papers that are kept: the layout's own functions are read once.
const REMEMBERED: usize = 8;

/// Typesets documents as one PDF/UA-1 with its fonts inside. Fails with typst's messages where the layout does not compile, or
/// what it says could not be read to the blind.
pub fn write_pdf(papers: &[ReportDocument]) -> Result<Vec<u8>, ReportError> {
    let (text, pictures) = markup::to_typst(papers);
    let sheet = TypesetWorld::new(text, pictures);
    let document: PagedDocument =
        typst::compile(&sheet).output.map_err(|errors| typst_error(&errors))?;
    let day = papers.first().map(|paper| paper.on);
    let timestamp = day.and_then(|day| {
        let month = day.month().unsigned_abs();
        typst::foundations::Datetime::from_ymd_hms(
            day.year().into(),
            month,
            day.day().unsigned_abs(),
            0,
            0,
            0,
        )
    });
    // What a reader for the blind needs is held against ISO 14289-1 while it is written: what breaks it is an error, not a PDF.
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|error| ReportError::format_error("PDF", error.message()))?;
    let options = PdfOptions {
        timestamp: timestamp.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| typst_error(&errors));
    typst::comemo::evict(REMEMBERED);
    pdf
}

fn typst_error(errors: &[typst::diag::SourceDiagnostic]) -> ReportError {
    let told: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    ReportError::format_error("PDF", told.join("; "))
}
