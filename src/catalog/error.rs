//! What can be wrong with a content file, with its place.

use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};

use super::phrases::wording::{ErrorWording, WordingValue};

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
        message: PlaceMessage,
        #[source_code]
        text: Arc<NamedSource<String>>,
        #[label("here")]
        at: Option<SourceSpan>,
        #[help]
        hint: Option<PlaceMessage>,
    },

    #[error("there is no {kind} `{id}`")]
    #[diagnostic(help("known: {known}"))]
    Unknown { kind: &'static str, id: String, nearest: Option<String>, known: String },
}

/// Says what is wrong at a place, or what can be done about it: the sentence of a kind, or a text that was told already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceMessage {
    Worded(Box<ErrorWording>),
    /// The hint of a kind, told in the words that its sentence is told in.
    HintOf(Box<ErrorWording>),
    Text(String),
}

impl From<ErrorWording> for PlaceMessage {
    fn from(wording: ErrorWording) -> Self {
        Self::Worded(Box::new(wording))
    }
}

impl From<PlaceMessage> for WordingValue {
    fn from(message: PlaceMessage) -> Self {
        match message {
            PlaceMessage::Worded(wording) => Self::Wording(*wording),
            PlaceMessage::HintOf(_) => Self::Text(message.to_string()),
            PlaceMessage::Text(text) => Self::Text(text),
        }
    }
}

impl From<String> for PlaceMessage {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for PlaceMessage {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl CatalogError {
    /// An error at a place of a content file, said by the sentence of a kind, with the file before it.
    pub fn worded_at(
        path: &str,
        text: &str,
        at: Option<std::ops::Range<usize>>,
        told: ErrorWording,
    ) -> Self {
        let path_text = path.to_owned();
        let whole =
            ErrorWording::new("content.in_file").with("path", &path_text).with("told", told);
        Self::at_place(path, text, at, whole)
    }

    /// An error at a place of a file, or somewhere in it.
    pub fn at_place(
        path: &str,
        text: &str,
        at: Option<std::ops::Range<usize>>,
        message: impl Into<PlaceMessage>,
    ) -> Self {
        Self::Place {
            message: message.into(),
            text: Arc::new(NamedSource::new(path, text.to_owned())),
            at: at.map(SourceSpan::from),
            hint: None,
        }
    }

    /// The same with the hint of the kind of error.
    pub fn hinted_at(
        path: &str,
        text: &str,
        at: Option<std::ops::Range<usize>>,
        told: ErrorWording,
    ) -> Self {
        let hint = PlaceMessage::HintOf(Box::new(told.clone()));
        Self::worded_at(path, text, at, told).with_hint(hint)
    }

    /// Adds a hint to an error that has a place; leaves other errors as they are.
    #[must_use]
    pub fn with_hint(mut self, text: impl Into<PlaceMessage>) -> Self {
        if let Self::Place { hint, .. } = &mut self {
            *hint = Some(text.into());
        }
        self
    }

    /// Says what was asked for and is not there; `None` of another error.
    pub fn word_unknown(&self) -> Option<ErrorWording> {
        let Self::Unknown { kind, id, nearest, known } = self else { return None };
        let kind = ErrorWording::new(match *kind {
            "metric" => "content_kind.metric",
            "connector" => "content_kind.connector",
            "report" => "content_kind.report",
            "form" => "content_kind.form",
            "scorecard" => "content_kind.scorecard",
            "scorecard of that time" => "content_kind.scorecard_then",
            _ => "content_kind.check",
        });
        let told = match nearest {
            Some(nearest) => ErrorWording::new("command.unknown_near").with("nearest", nearest),
            None => ErrorWording::new("command.unknown").with("known", known),
        };
        Some(told.with("kind", kind).with("id", id))
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
