//! What somebody is told when something fails: a sentence, and what to do.

use miette::Diagnostic;

/// Fails where a sentence is no sentence, or says nothing of what to do.
pub fn assert_hint(error: &dyn Diagnostic) {
    let sentence = error.to_string();
    let hint = error.help().map(|hint| hint.to_string()).unwrap_or_default();
    assert!(!hint.trim().is_empty(), "no hint: {error:?}");
    for text in [&sentence, &hint] {
        assert!(text.trim() == text && !text.contains("\n\n"), "not a sentence: {text:?}");
        assert!(!text.ends_with([',', ':', ';', '(']), "it ends in the middle: {text:?}");
        assert!(!text.contains("panicked") && !text.contains("unwrap"), "of a program: {text:?}");
    }
}
