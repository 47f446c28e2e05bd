//! Why an export could not be taken in, where, and what to do.

use std::path::Path;

use miette::Diagnostic;

#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum IngestError {
    #[error("cannot read `{path}`: {source}")]
    #[diagnostic(help("check the path, and that the file is not open in another program"))]
    Unreadable { path: String, source: std::io::Error },

    #[error("`{path}` không có dữ liệu nào")]
    #[diagnostic(help("xuất lại từ hệ thống rồi nạp lại"))]
    Empty { path: String },

    #[error("{place}: {problem}")]
    Malformed {
        place: String,
        problem: String,
        #[help]
        hint: String,
    },

    #[error("`{path}`: no connector knows these headings: {headings}")]
    #[diagnostic(help("{hint}"))]
    Unrecognised { path: String, headings: String, hint: String },

    #[error("`{path}`: the headings fit {connectors} equally well")]
    #[diagnostic(help("name one with `--connector`"))]
    Ambiguous { path: String, connectors: String },

    #[error("{place}: the headings hold `{column}` twice, the second time as `{heading}`")]
    #[diagnostic(help(
        "rename one of them in the file, or name it apart in the connector's aliases"
    ))]
    AmbiguousHeading { place: String, heading: String, column: String },

    #[error("the archive's note `{path}` cannot be read: {problem}")]
    #[diagnostic(help("restore it from a backup; the archive is the only copy of what came in"))]
    Archive { path: String, problem: String },
}

impl IngestError {
    pub fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Unreadable { path, source }
    }

    pub fn malformed(
        place: impl Into<String>,
        problem: impl std::fmt::Display,
        hint: &str,
    ) -> Self {
        Self::Malformed { place: place.into(), problem: format!("{problem}"), hint: hint.into() }
    }
}
