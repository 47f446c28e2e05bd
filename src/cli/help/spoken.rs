//! In which language somebody is spoken to, and the sentences said.

use std::{ffi::OsString, sync::OnceLock};

use crate::catalog::phrases::{PhraseBook, language::PhraseLanguage};

/// The variable that asks for a language.
pub const VARIABLE: &str = "MOTCUA_LANG";

static SPOKEN: OnceLock<PhraseBook> = OnceLock::new();

/// Finds the language that a command line or the variable asks for, before the command line can be read: its words hang on it.
pub fn find_language(
    arguments: impl IntoIterator<Item = OsString>,
    variable: Option<OsString>,
) -> PhraseLanguage {
    let mut asked = variable.map(|value| value.to_string_lossy().into_owned());
    let mut arguments = arguments.into_iter().map(|it| it.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--" => break,
            "--lang" => asked = arguments.next().or(asked),
            other => asked = other.strip_prefix("--lang=").map(str::to_owned).or(asked),
        }
    }
    asked.and_then(|code| PhraseLanguage::find(&code)).unwrap_or_default()
}

/// Lets everything from now on be said in these sentences; the first ones hold.
pub fn speak_in(phrases: PhraseBook) {
    let _ = SPOKEN.set(phrases);
}

/// Gives the sentences in which somebody at the terminal is spoken to.
pub fn spoken() -> &'static PhraseBook {
    SPOKEN.get().unwrap_or_else(|| PhraseBook::built_in())
}

/// Says a sentence to somebody at the terminal.
pub fn say(id: &str, values: &[(&str, &str)]) -> String {
    spoken().format_phrase(id, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing_asked(&["show"], None, PhraseLanguage::Vietnamese)]
    #[case::by_option(&["show", "--lang", "en"], None, PhraseLanguage::English)]
    #[case::by_option_in_one(&["--lang=en", "show"], Some("vi"), PhraseLanguage::English)]
    #[case::by_variable(&["show"], Some("en"), PhraseLanguage::English)]
    #[case::option_before_variable(&["--lang", "vi"], Some("en"), PhraseLanguage::Vietnamese)]
    #[case::unknown(&["--lang", "fr"], None, PhraseLanguage::Vietnamese)]
    #[case::behind_the_options(&["--", "--lang=en"], None, PhraseLanguage::Vietnamese)]
    fn the_option_goes_before_the_variable(
        #[case] arguments: &[&str],
        #[case] variable: Option<&str>,
        #[case] language: PhraseLanguage,
    ) {
        let arguments = arguments.iter().map(OsString::from);
        assert_eq!(find_language(arguments, variable.map(OsString::from)), language);
    }
}
