//! The languages in which the command line speaks, and how a sentence is written in them.

use serde::Deserialize;

/// Names a language in which the command line can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PhraseLanguage {
    #[default]
    Vietnamese,
    English,
}

impl PhraseLanguage {
    /// Names both.
    pub const ALL: [Self; 2] = [Self::Vietnamese, Self::English];

    /// Gives its code, as it is asked for.
    pub fn id(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// Finds a language by its code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.id() == code)
    }
}

/// Is a sentence as a file of the content has it: `"…"`, or `{ vi = "…", en = "…" }`.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "SentenceForm")]
pub struct WrittenSentence {
    pub vietnamese: String,
    pub english: Option<String>,
}

impl WrittenSentence {
    /// Gives it in English where that is asked for and it is there, else in Vietnamese.
    pub fn choose(&self, is_english: bool) -> &str {
        self.english.as_deref().filter(|_| is_english).unwrap_or(&self.vietnamese)
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a sentence, or { vi = \"…\", en = \"…\" }")]
enum SentenceForm {
    Vietnamese(String),
    Both(BothLanguages),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BothLanguages {
    vi: String,
    en: String,
}

impl From<SentenceForm> for WrittenSentence {
    fn from(form: SentenceForm) -> Self {
        match form {
            SentenceForm::Vietnamese(vietnamese) => Self { vietnamese, english: None },
            SentenceForm::Both(BothLanguages { vi, en }) => {
                Self { vietnamese: vi, english: Some(en) }
            }
        }
    }
}
