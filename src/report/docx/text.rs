//! Runs and paragraphs.

use std::borrow::Cow;

use quick_xml::escape::escape;

/// A text as it may stand in XML: what XML cannot hold is left out.
pub fn safe(text: &str) -> Cow<'_, str> {
    let is_allowed = |letter: char| !letter.is_control() || matches!(letter, '\n' | '\t');
    if text.chars().all(is_allowed) {
        return escape(text);
    }
    let kept: String = text.chars().filter(|letter| is_allowed(*letter)).collect();
    Cow::Owned(escape(&kept).into_owned())
}

/// A run of text; `marks` are the run's own properties.
pub fn run(text: &str, marks: &str) -> String {
    let properties =
        if marks.is_empty() { String::new() } else { format!("<w:rPr>{marks}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", safe(text))
}

pub fn paragraph(style: &str, inner: &str) -> String {
    with_properties(style, "", inner)
}

/// A paragraph with properties of its own, over those of its style.
pub fn with_properties(style: &str, properties: &str, inner: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{inner}</w:p>")
}
