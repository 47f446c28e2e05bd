//! What can be wrong with a content file, with its place.

use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};

/// Reports what is wrong with a content file or with `motcua.toml`.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum CatalogError {
    #[error("cannot read the content `{path}`: {source}")]
    #[diagnostic(help(
        "`--content` names a folder laid out like the project: connectors/, queries/, dashboards/, reports/"
    ))]
    Unreadable { path: String, source: std::io::Error },

    #[error("cannot read the configuration `{path}`: {source}")]
    #[diagnostic(help(
        "`--config` (or MOTCUA_CONFIG) names a TOML file; leave it out to go without"
    ))]
    NoSettings { path: String, source: std::io::Error },

    #[error("cannot read the office's own targets `{path}`: {source}")]
    #[diagnostic(help("let the program read that file, or take it from the last backup"))]
    NoTargets { path: String, source: std::io::Error },

    #[error("cannot write `{path}`: {source}")]
    #[diagnostic(help("is the disk full, or the folder read-only?"))]
    Unwritable { path: String, source: std::io::Error },

    #[error("the content file `{path}` is missing")]
    #[diagnostic(help("an overlay can replace it but not remove it"))]
    Missing { path: String },

    #[error("`{path}`: {problem}")]
    #[diagnostic(help("the first line names the columns; days are written 2026-08-31"))]
    Table { path: String, problem: String },

    #[error("the content file `{path}` is not UTF-8 text")]
    #[diagnostic(help("save it again as UTF-8"))]
    NotText { path: String },

    #[error("{message}")]
    Place {
        message: String,
        #[source_code]
        text: Arc<NamedSource<String>>,
        #[label("here")]
        at: Option<SourceSpan>,
        #[help]
        hint: Option<String>,
    },

    #[error("there is no {kind} `{id}`")]
    #[diagnostic(help("known: {known}"))]
    Unknown { kind: &'static str, id: String, nearest: Option<String>, known: String },
}

impl CatalogError {
    /// An error at a place of a file, or somewhere in it.
    pub fn at_place(
        path: &str,
        text: &str,
        at: Option<std::ops::Range<usize>>,
        message: impl Into<String>,
    ) -> Self {
        Self::Place {
            message: message.into(),
            text: Arc::new(NamedSource::new(path, text.to_owned())),
            at: at.map(SourceSpan::from),
            hint: None,
        }
    }

    /// Adds a hint to an error that has a place; leaves other errors as they are.
    #[must_use]
    pub fn with_hint(mut self, text: impl Into<String>) -> Self {
        if let Self::Place { hint, .. } = &mut self {
            *hint = Some(text.into());
        }
        self
    }

    /// Somebody asked for an id that is not there: the answer names the nearest, or all.
    pub fn unknown_id<'a>(
        kind: &'static str,
        id: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut all: Vec<&str> = known.collect();
        all.sort_by(|a, b| strsim::jaro_winkler(b, id).total_cmp(&strsim::jaro_winkler(a, id)));
        let nearest = all.first().filter(|near| strsim::jaro_winkler(near, id) > 0.8);
        let nearest = nearest.map(|near| (*near).to_owned());
        Self::Unknown { kind, id: id.to_owned(), nearest, known: all.join(", ") }
    }
}

/// What to do about any text that is no TOML, or not that of its kind.
const TOML_HINT: &str = "mend the marked place: a key and its value stand on one line, texts in quotes, lists in brackets; \
    the built-in files of the same folder show how";

/// Reads a TOML text; `shown` is the file as its author sees it, `offset` maps a place in the TOML to one in it.
pub fn parse_toml<T: serde::de::DeserializeOwned>(
    path: &str,
    shown: &str,
    toml_text: &str,
    offset: impl Fn(usize) -> usize,
) -> Result<T, CatalogError> {
    toml::from_str(toml_text).map_err(|error: toml::de::Error| {
        let at = error.span().map(|span| offset(span.start)..offset(span.end));
        CatalogError::at_place(path, shown, at, format!("`{path}`: {}", error.message()))
            .with_hint(TOML_HINT)
    })
}
