//! Errors in the words of the content: the one place where a kind of error becomes a sentence.

use super::{
    PhraseBook,
    wording::{ErrorWording, WordedError, WordingValue},
};

impl PhraseBook {
    /// Tells what is wrong, in a sentence.
    pub fn tell_error(&self, error: &dyn WordedError) -> String {
        match error.wording() {
            Some(wording) => self.fill_wording(wording.id, &wording),
            None => error.to_string(),
        }
    }

    /// Tells what can be done about an error: its own hint, or that of what it stands on.
    pub fn tell_hint(&self, error: &dyn WordedError) -> Option<String> {
        match error.wording() {
            Some(wording) => self.find_hint(&wording),
            None => error.help().map(|help| help.to_string()),
        }
    }

    fn find_hint(&self, wording: &ErrorWording) -> Option<String> {
        let hint = format!("{}.hint", wording.id);
        if self.has_phrase(&hint) {
            return Some(self.fill_wording(&hint, wording));
        }
        wording.values.iter().find_map(|(_, value)| match value {
            WordingValue::Wording(inner) => self.find_hint(inner),
            WordingValue::Text(_) => None,
        })
    }

    fn fill_wording(&self, id: &str, wording: &ErrorWording) -> String {
        let values = wording.values.iter().map(|(name, value)| match value {
            WordingValue::Text(text) => (*name, text.clone()),
            WordingValue::Wording(inner) => (*name, self.fill_wording(inner.id, inner)),
        });
        let values: Vec<(&str, String)> = values.collect();
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.format_phrase(id, &values)
    }
}

/// Declares kinds of errors, each with the id of its sentence; the hint, where there is one, has the same id and `.hint`.
///
/// What is behind `passing on` tells itself. As an error by itself, where no office's content is at hand, a kind tells the
/// built-in sentence.
macro_rules! worded_errors {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$note:meta])* $id:literal => $kind:ident $({ $($field:ident: $of:ty),+ $(,)? })? ),+ $(,)?
        }
        $( passing on { $( $passed:ident($inner:ty) ),+ $(,)? } )?
    ) => {
        $(#[$meta])*
        pub enum $name {
            $( $(#[$note])* $kind $({ $($field: $of),+ })?, )+
            $( $( $passed($inner), )+ )?
        }

        impl $crate::catalog::phrases::wording::WordedError for $name {
            fn wording(&self) -> Option<$crate::catalog::phrases::wording::ErrorWording> {
                match self {
                    $( Self::$kind $({ $($field),+ })? => Some(
                        $crate::catalog::phrases::wording::ErrorWording::new($id)
                            $($( .with(stringify!($field), $field) )+)?
                    ), )+
                    $( $( Self::$passed(_) => None, )+ )?
                }
            }
        }

        impl $name {
            /// Gives the error that tells itself, if it is one.
            fn passed(&self) -> Option<&dyn miette::Diagnostic> {
                $( $( if let Self::$passed(inner) = self {
                    return Some(inner);
                } )+ )?
                None
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.passed() {
                    Some(passed) => std::fmt::Display::fmt(passed, out),
                    None => out.write_str(
                        &$crate::catalog::phrases::PhraseBook::built_in().tell_error(self),
                    ),
                }
            }
        }

        impl std::error::Error for $name {}

        impl miette::Diagnostic for $name {
            fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
                match self.passed() {
                    Some(passed) => passed.help(),
                    None => $crate::catalog::phrases::PhraseBook::built_in()
                        .tell_hint(self)
                        .map(|hint| Box::new(hint) as Box<dyn std::fmt::Display + 'a>),
                }
            }

            fn source_code(&self) -> Option<&dyn miette::SourceCode> {
                self.passed()?.source_code()
            }

            fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
                self.passed()?.labels()
            }
        }

        $( $( impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self::$passed(inner)
            }
        } )+ )?
    };
}

pub(crate) use worded_errors;
