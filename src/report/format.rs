//! What a report is written as.

use super::{ReportError, document::ReportDocument, docx, html, xlsx};

/// Lists the file formats a report is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    Docx,
    Xlsx,
    Html,
    Pdf,
}

impl ReportFormat {
    /// Lists all formats, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Docx, Self::Xlsx, Self::Html, Self::Pdf];

    /// As a file's name ends.
    pub fn file_extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Pdf => "pdf",
        }
    }

    /// Returns the media type of the format, as `Content-Type` says it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Html => "text/html; charset=utf-8",
            Self::Pdf => "application/pdf",
        }
    }

    /// Several papers are one document, each on pages of its own.
    pub(super) fn write_documents(self, papers: &[ReportDocument]) -> Result<Vec<u8>, ReportError> {
        match self {
            Self::Docx => docx::write_docx(papers),
            Self::Xlsx => xlsx::write_workbook(papers),
            Self::Html => html::write_html(papers),
            #[cfg(feature = "pdf")]
            Self::Pdf => super::pdf::write_pdf(papers),
            #[cfg(not(feature = "pdf"))]
            Self::Pdf => Err(ReportError::NoPdf),
        }
    }
}

/// No format is called so.
#[derive(Debug)]
pub struct UnknownFormat;

impl std::str::FromStr for ReportFormat {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        let mut all = Self::ALL.into_iter();
        all.find(|format| format.file_extension() == text).ok_or(UnknownFormat)
    }
}
