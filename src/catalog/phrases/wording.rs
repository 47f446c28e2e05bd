//! What an error tells: a kind, and the values of its placeholders. The sentence of the kind stands in the content.

use std::net::IpAddr;

use crate::domain::period::Period;

/// Names the sentence of an error and holds what fills it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorWording {
    pub id: &'static str,
    pub values: Vec<(&'static str, WordingValue)>,
}

/// Is what a placeholder of an error's sentence is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordingValue {
    Text(String),
    /// It has a sentence of its own.
    Wording(ErrorWording),
}

/// Is an error whose sentence and hint stand in the content.
pub trait WordedError: miette::Diagnostic {
    /// Says which sentence tells the error, and what fills it; none of an error that tells itself.
    fn wording(&self) -> Option<ErrorWording>;
}

impl ErrorWording {
    /// Makes the wording of a kind without values.
    pub fn new(id: &'static str) -> Self {
        Self { id, values: Vec::new() }
    }

    /// Makes the wording of a kind that names one thing, `{name}`.
    pub fn naming(id: &'static str, name: &str) -> Self {
        Self::new(id).with("name", WordingValue::Text(name.to_owned()))
    }

    /// Makes the wording of a kind with texts in its placeholders.
    pub fn filled_with(id: &'static str, values: &[(&'static str, &str)]) -> Self {
        let text = |text: &str| WordingValue::Text(text.to_owned());
        values.iter().fold(Self::new(id), |made, (name, value)| made.with(name, text(value)))
    }

    /// Adds the value of a placeholder.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<WordingValue>) -> Self {
        self.values.push((name, value.into()));
        self
    }
}

impl From<ErrorWording> for WordingValue {
    fn from(wording: ErrorWording) -> Self {
        Self::Wording(wording)
    }
}

impl<E: WordedError> From<&E> for WordingValue {
    fn from(error: &E) -> Self {
        error.wording().map_or_else(|| Self::Text(error.to_string()), Self::Wording)
    }
}

/// Values that are told as they are shown.
macro_rules! shown_values {
    ($($kind:ty),+) => {
        $(impl From<&$kind> for WordingValue {
            fn from(value: &$kind) -> Self {
                Self::Text(value.to_string())
            }
        })+
    };
}

shown_values!(String, &'static str, i32, u16, u32, u64, usize, IpAddr, Period, std::io::Error);
