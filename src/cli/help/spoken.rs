//! In which language somebody is spoken to, and the sentences said.

use std::{
    borrow::Cow,
    ffi::{OsStr, OsString},
    sync::OnceLock,
};

use clap::{
    Arg, Command, Error,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};

use crate::catalog::{
    Catalog,
    phrases::{PhraseBook, language::PhraseLanguage},
};

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

/// Finds a language in the variable that there is not, where the command line asks for none: it stops nobody.
pub fn find_unknown(arguments: &[OsString], variable: Option<OsString>) -> Option<String> {
    let asked = variable?.to_string_lossy().into_owned();
    let options = arguments.iter().map(|it| it.to_string_lossy()).take_while(|it| it != "--");
    let is_given = options.into_iter().any(|it| it == "--lang" || it.starts_with("--lang="));
    (!is_given && PhraseLanguage::find(&asked).is_none()).then_some(asked)
}

/// Reads the option that asks for a language. One of the variable that there is not was told of already, and is the usual one.
#[derive(Debug, Clone, Copy)]
pub struct LanguageParser;

impl LanguageParser {
    const KNOWN: [&str; 2] = ["vi", "en"];
}

impl TypedValueParser for LanguageParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        let is_of_variable = std::env::var_os(VARIABLE).is_some_and(|it| it == value);
        let is_known = Self::KNOWN.iter().any(|known| value == *known);
        let value = if is_of_variable && !is_known { OsStr::new(Self::KNOWN[0]) } else { value };
        PossibleValuesParser::new(Self::KNOWN).parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Self::KNOWN.into_iter().map(PossibleValue::new)))
    }
}

/// Lets everything from now on be said in these sentences; the first ones hold.
pub fn speak_in(phrases: PhraseBook) {
    let _ = SPOKEN.set(phrases);
}

/// Gives the sentences in which somebody at the terminal is spoken to.
pub fn spoken() -> &'static PhraseBook {
    SPOKEN.get().unwrap_or_else(|| PhraseBook::built_in())
}

/// The content with its names as it is, and its sentences in the language somebody is spoken to: for what is only shown.
pub fn in_spoken_words(catalog: &Catalog) -> Cow<'_, Catalog> {
    let spoken = spoken();
    if !spoken.is_english() {
        return Cow::Borrowed(catalog);
    }
    Cow::Owned(Catalog { phrases: spoken.clone(), ..catalog.clone() })
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
    #[case::another(&["show"], Some("vi_VN.UTF-8"), Some("vi_VN.UTF-8"))]
    #[case::known(&["show"], Some("en"), None)]
    #[case::none(&["show"], None, None)]
    #[case::the_option_holds(&["show", "--lang", "en"], Some("fr"), None)]
    fn an_unknown_language_of_the_variable_is_told(
        #[case] arguments: &[&str],
        #[case] variable: Option<&str>,
        #[case] unknown: Option<&str>,
    ) {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let found = find_unknown(&arguments, variable.map(OsString::from));
        assert_eq!(found.as_deref(), unknown);
    }

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
