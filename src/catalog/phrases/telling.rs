//! Errors in the words of the content: the one place where a kind of error becomes a sentence.

use super::{
    super::error::{CatalogError, PlaceMessage},
    PhraseBook,
    wording::{ErrorWording, WordedError, WordingValue},
};
use crate::domain::name::upper_first;

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

    /// Tells who looks at a page what is wrong and what can be done about it, by what pages have rather than by commands; the last
    /// sentence is without its full stop.
    pub fn tell_on_page(&self, error: &dyn WordedError) -> String {
        let told = upper_first(&self.tell_error(error));
        match self.tell_page_hint(error) {
            Some(hint) => format!("{told}. {}", upper_first(&hint)),
            None => told,
        }
    }

    /// Tells what can be done about an error on a page; where a page has no way of its own, what [`Self::tell_hint`] tells.
    pub fn tell_page_hint(&self, error: &dyn WordedError) -> Option<String> {
        let wording = error.wording();
        let of_page =
            wording.as_ref().map(|wording| (format!("{}.hint.page", wording.id), wording));
        match of_page.filter(|(id, _)| self.has_phrase(id)) {
            Some((id, wording)) => Some(self.fill_wording(&id, wording)),
            None => self.tell_hint(error),
        }
    }

    /// Tells what fills a sentence of a kind.
    pub fn tell_wording(&self, wording: &ErrorWording) -> String {
        self.fill_wording(wording.id, wording)
    }

    /// Tells what is wrong at a place of a content file.
    pub fn tell_place(&self, message: &PlaceMessage) -> String {
        match message {
            PlaceMessage::Worded(wording) => self.fill_wording(wording.id, wording),
            PlaceMessage::HintOf(wording) => self.find_hint(wording).unwrap_or_default(),
            PlaceMessage::Text(text) => text.clone(),
        }
    }

    /// Tells what is wrong with the content or the settings.
    pub fn tell_content(&self, error: &CatalogError) -> String {
        match error {
            CatalogError::Place { message, .. } => self.tell_place(message),
            _ => (error.word_unknown())
                .map_or_else(|| error.to_string(), |told| self.tell_wording(&told)),
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

/// As an error by itself it tells the built-in sentence.
impl std::fmt::Display for PlaceMessage {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&PhraseBook::built_in().tell_place(self))
    }
}

/// Declares kinds of errors, each with the id of its sentence; the hint, where there is one, has the same id and `.hint`.
///
/// What is behind `handing on` are kinds too, told in the language of whoever tells. What is behind `passing on` tells itself. As an error by itself, where no office's content is at hand, a kind tells the
/// built-in sentence.
macro_rules! worded_errors {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$note:meta])* $id:literal => $kind:ident $({ $($field:ident: $of:ty),+ $(,)? })? ),+ $(,)?
        }
        $( handing on { $( $handed:ident($of_kinds:ty) ),+ $(,)? } )?
        $( passing on { $( $passed:ident($inner:ty) ),+ $(,)? } )?
    ) => {
        $(#[$meta])*
        pub enum $name {
            $( $(#[$note])* $kind $({ $($field: $of),+ })?, )+
            $( $( $handed($of_kinds), )+ )?
            $( $( $passed($inner), )+ )?
        }

        impl $crate::catalog::phrases::wording::WordedError for $name {
            fn wording(&self) -> Option<$crate::catalog::phrases::wording::ErrorWording> {
                match self {
                    $( Self::$kind $({ $($field),+ })? => Some(
                        $crate::catalog::phrases::wording::ErrorWording::new($id)
                            $($( .with(stringify!($field), $field) )+)?
                    ), )+
                    $( $( Self::$handed(inner) => inner.wording(), )+ )?
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

        $( $( impl From<$of_kinds> for $name {
            fn from(inner: $of_kinds) -> Self {
                Self::$handed(inner)
            }
        } )+ )?

        $( $( impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self::$passed(inner)
            }
        } )+ )?
    };
}

pub(crate) use worded_errors;

#[cfg(test)]
mod tests {
    use miette::Diagnostic as _;

    use super::super::super::{CatalogError, content::ContentSet};
    use super::*;

    worded_errors! {
        /// Names a workbook that cannot be read.
        #[derive(Debug)]
        pub enum Outer {
            "workbook.unread" => Unread { problem: Inner },
            "export.foreign" => Foreign { format: &'static str, way: &'static str },
        }
        passing on { Content(CatalogError) }
    }

    worded_errors! {
        /// Names what is wrong inside.
        #[derive(Debug)]
        pub enum Inner {
            "workbook.no_sheet_part" => NoSheetPart { sheet: String },
            "export.two_periods" => Hinted { title: u32, name: u32 },
        }
    }

    const SHEET: &str = "không đọc được sổ tính (không có phần của trang tính `Sổ {1}`)";

    fn outer() -> Outer {
        Outer::Unread { problem: Inner::NoSheetPart { sheet: "Sổ {1}".into() } }
    }

    #[test]
    fn a_problem_inside_is_told_in_its_own_sentence() {
        assert_eq!(outer().to_string(), SHEET);
        let hint = PhraseBook::built_in().tell_hint(&outer()).expect("a hint");
        assert!(hint.starts_with("mở tệp bằng Excel, lưu lại thành .xlsx"), "{hint}");
    }

    #[test]
    fn a_kind_without_a_hint_has_that_of_its_problem() {
        let wording = ErrorWording::new("export.malformed")
            .with("place", &"a.csv")
            .with("problem", &Inner::Hinted { title: 1, name: 2 });
        let hint = PhraseBook::built_in().find_hint(&wording).expect("a hint");
        assert!(hint.starts_with("ghi rõ kỳ của số liệu"), "{hint}");
        let bare = Inner::NoSheetPart { sheet: String::new() };
        assert_eq!(PhraseBook::built_in().tell_hint(&bare), None);
    }

    #[test]
    fn a_page_tells_of_what_it_has_in_whole_sentences() {
        worded_errors! {
            /// Names an export that two connectors read.
            #[derive(Debug)]
            pub enum UploadRefusal {
                "export.ambiguous" => Ambiguous { path: String, connectors: String },
            }
        }
        let error = UploadRefusal::Ambiguous { path: "a.csv".into(), connectors: "a, b".into() };
        let book = PhraseBook::built_in();
        assert!(book.tell_hint(&error).expect("a hint").contains("--connector"));
        let told = book.tell_on_page(&error);
        assert!(told.contains(". Chọn") && !told.contains("--"), "{told}");
        let bare = Inner::NoSheetPart { sheet: "S".into() };
        assert_eq!(book.tell_on_page(&bare), "Không có phần của trang tính `S`");
        assert_eq!(book.tell_page_hint(&outer()), book.tell_hint(&outer()));
    }

    #[test]
    fn a_hint_may_be_a_value() {
        let foreign = Outer::Foreign { format: "ảnh", way: "chép lại" };
        assert_eq!(foreign.to_string(), "đây là ảnh, không đọc được như một bảng");
        assert_eq!(foreign.help().expect("a hint").to_string(), "chép lại");
    }

    #[test]
    fn what_tells_itself_is_handed_on() {
        let inner = CatalogError::Missing { path: "a.toml".into() };
        let told = inner.to_string();
        let outer = Outer::from(inner);
        assert_eq!(
            (outer.to_string(), PhraseBook::built_in().tell_error(&outer)),
            (told.clone(), told)
        );
        assert!(outer.help().is_some());
    }

    #[test]
    fn an_office_says_it_in_its_own_words() {
        let own = "\"workbook.unread\" = \"Sổ hỏng: {problem}\"";
        let content = ContentSet::load_layers(None).expect("the content is well");
        let content = content.with_file("dashboards/refusals.toml", own.into());
        let book = PhraseBook::load_phrases(&content).expect("read");
        let told = "Sổ hỏng: không có phần của trang tính `Sổ {1}`";
        assert_eq!(book.tell_error(&outer()), told);
        assert_eq!(book.tell_hint(&outer()), PhraseBook::built_in().tell_hint(&outer()));
    }
}
