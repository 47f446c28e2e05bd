//! Sentences the program fills in, kept in content because users read Vietnamese.

use std::collections::BTreeMap;

use super::{
    CatalogError,
    content::{ContentSet, text_template::TextTemplate},
    error::parse_toml,
};

const PATHS: [&str; 3] =
    ["dashboards/phrases.toml", "dashboards/health.toml", "reports/phrases.toml"];

/// What the reports' file is called; the rest of `reports/` are reports.
pub(super) const STEM: &str = "phrases";

/// Holds the sentences of the program by their ids.
#[derive(Debug, Clone, Default)]
pub struct PhraseBook {
    texts: BTreeMap<String, String>,
}

impl PhraseBook {
    /// Loads the files of phrases; fails when one is missing or does not parse.
    pub fn load_phrases(content: &ContentSet) -> Result<Self, CatalogError> {
        let mut texts = BTreeMap::new();
        for path in PATHS {
            let text = content.file_text(path)?;
            let more: BTreeMap<String, String> = parse_toml(path, text, text, |place| place)?;
            for sentence in more.values() {
                let names: Vec<&str> = TextTemplate::parse(sentence).placeholders().collect();
                TextTemplate::parse(sentence).check_in(path, text, &names)?;
            }
            texts.extend(more);
        }
        Ok(Self { texts })
    }

    /// Says a sentence with the placeholders that have a value filled in; its id where the content lacks it, which `motcua check` reports.
    pub fn format_phrase(&self, id: &str, values: &[(&str, &str)]) -> String {
        let Some(text) = self.texts.get(id) else {
            return id.to_owned();
        };
        TextTemplate::parse(text).render_known(values)
    }

    /// Says which sentences of an office's own files ask for what the built-in ones do not: it may never be filled.
    pub fn warnings(&self) -> Result<Vec<String>, CatalogError> {
        let built_in = Self::load_phrases(&ContentSet::load_layers(None)?)?;
        let mut warnings = Vec::new();
        for (id, text) in &self.texts {
            let usual = built_in.texts.get(id).map_or("", String::as_str);
            let known: Vec<&str> = TextTemplate::parse(usual).placeholders().collect();
            let own = TextTemplate::parse(text);
            if let Some(name) =
                own.placeholders().find(|name| usual != text && !known.contains(name))
            {
                warnings.push(format!(
                    "the phrase `{id}` asks for `{{{name}}}`, the built-in one only for: {}",
                    known.join(", ")
                ));
            }
        }
        Ok(warnings)
    }

    /// Tells whether there is a sentence of that id.
    pub fn has_phrase(&self, id: &str) -> bool {
        self.texts.contains_key(id)
    }
}

/// Fills the placeholders of a text that have a value; the others stay for whoever fills the rest.
pub fn fill_template(text: &str, values: &[(&str, &str)]) -> String {
    TextTemplate::parse(text).render_known(values)
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
    fn a_sentence_keeps_what_another_will_fill() {
        assert_eq!(fill_template("{due} {other} {", &[("due", "06/03")]), "06/03 {other} {");
    }

    #[test]
    fn a_sentence_with_an_open_brace_is_refused() {
        let error = with("\"few.level\" = \"{level\"").expect_err("refused").to_string();
        assert!(error.contains("phrases.toml") && error.contains("does not close"), "{error}");
    }

    #[test]
    fn an_own_sentence_that_asks_for_more_is_worth_a_word() {
        let warnings = with("\"few.level\" = \"{lvel}\"").expect("read").warnings().expect("said");
        assert_eq!(warnings.len(), 1);
        assert!(warnings[0].contains("`few.level`") && warnings[0].contains("`{lvel}`"));
        assert!(
            PhraseBook::load_phrases(&ContentSet::load_layers(None).expect("well"))
                .expect("read")
                .warnings()
                .expect("said")
                .is_empty()
        );
    }
}
