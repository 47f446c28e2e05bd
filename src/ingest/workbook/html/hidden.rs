//! What a page holds and does not show: keys to sort by, scripts, what a style hides.

use std::collections::HashSet;

use html5gum::StartTag;

/// Elements whose text is none of the page's.
const SILENT: [&str; 6] = ["script", "style", "title", "template", "noscript", "select"];
/// Elements that have no end.
const VOID: [&str; 8] = ["br", "img", "input", "hr", "col", "meta", "link", "wbr"];

/// Follows the tags of a page.
#[derive(Default)]
pub struct HiddenTracker {
    /// The hidden element that is open, and how many of its name are open in it.
    open: Option<(String, u32)>,
    is_style: bool,
    classes: HashSet<String>,
}

impl HiddenTracker {
    /// Tells whether a hidden element is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes a tag that opens an element; one that is hidden hides what is in it.
    pub fn begin_element(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name);
        if let Some((open, count)) = &mut self.open {
            *count += u32::from(*open == *name);
            return;
        }
        let is_open = !VOID.contains(&&*name) && !tag.self_closing;
        if is_open && (SILENT.contains(&&*name) || self.hides_tag(tag)) {
            self.is_style = name == "style";
            self.open = Some((name.into_owned(), 1));
        }
    }

    /// Takes the tag that ends an element; the hidden one ends with the last of its name.
    pub fn end_element(&mut self, name: &[u8]) {
        if let Some((open, count)) = &mut self.open
            && open.as_bytes() == name
        {
            *count -= 1;
            if *count == 0 {
                self.close_element();
            }
        }
    }

    /// What nobody ended ends with the cell it is in.
    pub fn close_element(&mut self) {
        (self.open, self.is_style) = (None, false);
    }

    /// Whether an element is not shown.
    pub fn hides_tag(&self, tag: &StartTag<()>) -> bool {
        let attribute = |name: &[u8]| {
            let value = tag.attributes.get(name)?;
            Some(String::from_utf8_lossy(value).to_lowercase())
        };
        let style = attribute(b"style").unwrap_or_default();
        let class = attribute(b"class").unwrap_or_default();
        attribute(b"hidden").is_some()
            || style_hides(&style)
            || class.split_whitespace().any(|class| self.classes.contains(class))
    }

    /// Takes a text that is not shown: a style sheet may hide more.
    pub fn take_text(&mut self, text: &str) {
        if !self.is_style {
            return;
        }
        for rule in text.to_lowercase().split('}') {
            if let Some((names, style)) = rule.split_once('{')
                && style_hides(style)
            {
                let classes = names.split(',').filter_map(|name| name.trim().strip_prefix('.'));
                let plain = classes.filter(|name| !name.contains([' ', '.', ':', '>']));
                self.classes.extend(plain.map(ToOwned::to_owned));
            }
        }
    }
}

fn style_hides(style: &str) -> bool {
    let plain: String = style.split_whitespace().collect();
    plain.contains("display:none") || plain.contains("mso-hide:all")
}
