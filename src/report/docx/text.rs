//! Runs and paragraphs.

use std::borrow::Cow;

use quick_xml::escape::escape;

/// A text as it may stand in XML: what XML 1.0 cannot hold is left out. No `char` is a surrogate.
pub fn escape_xml(text: &str) -> Cow<'_, str> {
    let is_allowed =
        |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_allowed) {
        return escape(text);
    }
    let kept: String = text.chars().filter(|letter| is_allowed(*letter)).collect();
    Cow::Owned(escape(&kept).into_owned())
}

/// A run of text; `marks` are the run's own properties.
pub fn run_xml(text: &str, marks: &str) -> String {
    let properties =
        if marks.is_empty() { String::new() } else { format!("<w:rPr>{marks}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape_xml(text))
}

/// Writes a paragraph of a style around runs that are XML already.
pub fn paragraph_xml(style: &str, inner: &str) -> String {
    with_properties(style, "", inner)
}

/// A paragraph with properties of its own, over those of its style.
pub fn with_properties(style: &str, properties: &str, inner: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{inner}</w:p>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out_and_nothing_else() {
        let kept = "\t\n\r \u{7f}\u{85}\u{d7ff}\u{e000}\u{fffd}\u{10000}\u{10ffff}";
        let safe_and_back =
            |text| quick_xml::escape::unescape(&escape_xml(text)).map(Cow::into_owned);
        assert_eq!(safe_and_back(kept).expect("well-formed"), kept);
        assert_eq!(escape_xml("a\0\u{1}\u{8}\u{b}\u{c}\u{e}\u{1f}\u{fffe}\u{ffff}<b"), "a&lt;b");
    }
}
