//! What can go wrong while a report is made.

use crate::{
    catalog::{
        CatalogError,
        phrases::wording::{ErrorWording, WordedError},
    },
    chart::ChartError,
    view::PictureError,
    warehouse::WarehouseError,
};

/// Lists what can go wrong while a report is made.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum ReportError {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Warehouse(#[from] WarehouseError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Chart(#[from] ChartError),
    #[error("there is no agency `{code}`")]
    #[diagnostic(help("`motcua show METRIC --period P --level all` lists the codes"))]
    NoAgency { code: String },
    #[error("the report `{report}` says a picture `{kind}`, which there is not")]
    #[diagnostic(help("known: bar, line, dots, heat"))]
    NoPicture { report: String, kind: String },
    #[error("the report `{report}` has a hole `{{{hole}}}`, which nothing fills")]
    #[diagnostic(help("`motcua check` names the holes there are"))]
    OpenHole { report: String, hole: String },
    #[error("cannot write the document as {format}: {problem}")]
    Format { format: &'static str, problem: String },
    #[error("this program was built without PDF")]
    #[diagnostic(help("ask for docx, xlsx or html, or build it with the feature `pdf`"))]
    NoPdf,
}

impl ReportError {
    /// Makes the error of a writer that could not write this format.
    pub fn format_error(format: &'static str, problem: impl std::fmt::Display) -> Self {
        Self::Format { format, problem: problem.to_string() }
    }
}

impl WordedError for ReportError {
    fn wording(&self) -> Option<ErrorWording> {
        match self {
            Self::Warehouse(error) | Self::Picture(PictureError::Warehouse(error)) => {
                error.wording()
            }
            _ => None,
        }
    }
}
