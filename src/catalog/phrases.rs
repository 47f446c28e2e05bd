//! Sentences the program fills in, kept in content because users read Vietnamese.

pub mod language;
pub mod telling;
pub mod wording;

use std::{collections::BTreeMap, sync::LazyLock};

use self::{
    language::{PhraseLanguage, WrittenSentence},
    wording::ErrorWording,
};
use super::{
    CatalogError,
    content::toml_text::parse_toml,
    content::{ContentSet, text_template::TextTemplate},
};

/// What pages say, what the command line says, what errors say, what is said of an installation, what reports say.
const PATHS: [&str; 5] = [
    "dashboards/phrases.toml",
    "dashboards/command_line.toml",
    "dashboards/refusals.toml",
    "dashboards/health.toml",
    "reports/phrases.toml",
];

/// What files of sentences are called among those that are none.
pub(super) const STEM: &str = "phrases";

/// Holds the sentences of the program by their ids.
#[derive(Debug, Clone, Default)]
pub struct PhraseBook {
    texts: BTreeMap<String, String>,
    /// Those that are there in English too.
    english: BTreeMap<String, String>,
    /// Whether these are said where both are there.
    is_english: bool,
}

impl PhraseBook {
    /// Gives the sentences as they are built in.
    pub fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<PhraseBook> = LazyLock::new(|| {
            let content = ContentSet::load_layers(None).expect("nothing is laid over");
            PhraseBook::read_files(&content, None).expect("a test reads what is built in")
        });
        &BUILT_IN
    }

    /// Loads the files of sentences, over the built-in ones: a file of an office's own need not hold what it leaves as it is.
    /// Fails at a sentence that asks for what is never filled in.
    pub fn load_phrases(content: &ContentSet) -> Result<Self, CatalogError> {
        Self::read_files(content, Some(Self::built_in()))
    }

    fn read_files(content: &ContentSet, built_in: Option<&Self>) -> Result<Self, CatalogError> {
        let mut book = built_in.cloned().unwrap_or_default();
        for path in PATHS {
            let text = content.file_text(path)?;
            let own: BTreeMap<String, WrittenSentence> =
                parse_toml(path, text, text, |place| place)?;
            for (id, WrittenSentence { vietnamese, english }) in own {
                let usual = built_in.and_then(|book| book.texts.get(&id)).unwrap_or(&vietnamese);
                let known: Vec<&str> = TextTemplate::parse(usual).placeholders().collect();
                for sentence in [Some(&vietnamese), english.as_ref()].into_iter().flatten() {
                    TextTemplate::parse(sentence).check_in(path, text, &known)?;
                }
                english.map(|english| book.english.insert(id.clone(), english));
                book.texts.insert(id, vietnamese);
            }
        }
        Ok(book)
    }

    /// Gives the sentences in a language; what is not there in English stays Vietnamese.
    #[must_use]
    pub fn in_language(&self, language: PhraseLanguage) -> Self {
        let mut book = self.clone();
        if language == PhraseLanguage::English {
            book.texts.extend(book.english.clone());
            book.is_english = true;
        }
        book
    }

    /// Tells whether sentences are said in English, where they are there in it.
    pub fn is_english(&self) -> bool {
        self.is_english
    }

    /// Tells whether a sentence is there in English too.
    pub fn has_english(&self, id: &str) -> bool {
        self.english.contains_key(id)
    }

    /// Says a sentence with its placeholders filled in. What cannot be said is logged, and its id stands in its place: what
    /// is built in is held against the program by a test, what an office wrote against that when it is loaded.
    pub fn format_phrase(&self, id: &str, values: &[(&str, &str)]) -> String {
        let said = match self.texts.get(id) {
            Some(text) => {
                TextTemplate::parse(text).render(values).map_err(|error| error.to_string())
            }
            None => Err("there is no such phrase".to_owned()),
        };
        said.unwrap_or_else(|problem| {
            tracing::error!(phrase = id, problem, "a sentence cannot be said");
            id.to_owned()
        })
    }

    /// Says which sentences of an office's own files nothing ever says.
    pub fn warnings(&self) -> Vec<ErrorWording> {
        let known = &Self::built_in().texts;
        let unknown = self.texts.keys().filter(|id| !known.contains_key(*id));
        unknown.map(|id| ErrorWording::naming("content.unsaid_phrase", id)).collect()
    }

    /// Lists the ids of all sentences with what each asks for.
    pub fn list_placeholders(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        let asked = |text| TextTemplate::parse(text).placeholders().collect();
        self.texts.iter().map(move |(id, text)| (id.as_str(), asked(text)))
    }

    /// Gives a sentence as it is written, its placeholders open, for whoever finds their values one by one.
    pub fn phrase_text<'t>(&'t self, id: &'t str) -> &'t str {
        self.texts.get(id).map_or(id, String::as_str)
    }

    /// Tells whether there is a sentence of that id.
    pub fn has_phrase(&self, id: &str) -> bool {
        self.texts.contains_key(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(own: &str) -> Result<PhraseBook, CatalogError> {
        let content = ContentSet::load_layers(None)?;
        let text = content.file_text(PATHS[0])?.to_owned();
        let first = text.lines().find(|line| line.starts_with("\"few.level\"")).expect("there");
        PhraseBook::load_phrases(
            &content.with_file(PATHS[0], text.replace(first, own).into_bytes()),
        )
    }

    #[test]
    fn a_sentence_without_a_value_is_not_said_by_halves() {
        let book = PhraseBook::built_in();
        assert_eq!(book.format_phrase("few.level", &[("level", "xã")]), "few.level");
        assert_eq!(book.format_phrase("few.levels", &[]), "few.levels");
    }

    #[test]
    fn a_sentence_with_an_open_brace_is_refused() {
        let error = with("\"few.level\" = \"{level\"").expect_err("refused").to_string();
        assert!(error.contains("phrases.toml") && error.contains("mà không đóng"), "{error}");
    }

    #[test]
    fn an_own_sentence_that_asks_for_more_is_refused() {
        let error = with("\"few.level\" = \"{lvel}\"").expect_err("refused").to_string();
        assert!(error.contains("phrases.toml") && error.contains("`{lvel}`"), "{error}");
    }

    #[test]
    fn what_an_own_file_leaves_out_is_said_as_built_in() {
        let book = with("\"few.levels\" = \"nhiều\"").expect("read");
        let said = book.format_phrase("few.level", &[("level", "xã"), ("noun", "hồ sơ")]);
        assert_eq!(said, "xã đủ hồ sơ");
        let told: Vec<String> = book.warnings().iter().map(|it| book.tell_wording(it)).collect();
        assert_eq!(told, ["không nơi nào dùng câu `few.levels`"]);
        assert!(PhraseBook::built_in().warnings().is_empty());
    }
}
