//! Why a chart is not drawn.

/// Says why a picture could not be drawn or written.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum ChartError {
    #[error("cannot draw the chart: {problem}")]
    Draw { problem: String },
    #[error("`{path}` is neither .svg nor .png")]
    #[diagnostic(help("name the picture FILE.svg or FILE.png"))]
    Format { path: String },
    #[error("cannot write `{path}`: {source}")]
    Write { path: String, source: std::io::Error },
}
