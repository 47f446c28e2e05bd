//! Texts with placeholders: `{agency} trong {period}`.

use crate::catalog::{CatalogError, phrases::wording::ErrorWording};

/// What stands in a text with placeholders, one piece behind the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplatePiece<'t> {
    Text(&'t str),
    /// The name that stands in the braces.
    Placeholder(&'t str),
}

/// Says why a text cannot be filled in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("`{text}` opens a brace and does not close it")]
    Open { text: String },
    #[error("nothing fills the hole `{{{name}}}`")]
    Unfilled { name: String },
}

/// Holds a text taken apart at its placeholders. A value that is filled in is not looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextTemplate<'t> {
    text: &'t str,
    pieces: Vec<TemplatePiece<'t>>,
    is_closed: bool,
}

impl<'t> TextTemplate<'t> {
    /// Takes a text apart; a brace that is not closed before the next one opens is text.
    pub fn parse(text: &'t str) -> Self {
        Self::parse_names(text, |_| true)
    }

    /// Takes a SQL text apart: its own braces, `{'name': 1}`, hold no name in small letters and are text.
    pub fn parse_sql(text: &'t str) -> Self {
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        Self { is_closed: true, ..Self::parse_names(text, is_name) }
    }

    fn parse_names(text: &'t str, is_name: impl Fn(&str) -> bool) -> Self {
        let (mut pieces, mut rest, mut is_closed) = (Vec::new(), text, true);
        while let Some(open) = rest.find('{') {
            let inside = &rest[open + 1..];
            let name = inside.find(['{', '}']).filter(|end| inside[*end..].starts_with('}'));
            let name = name.filter(|end| is_name(&inside[..*end]));
            let before = if name.is_some() { open } else { open + 1 };
            if before > 0 {
                pieces.push(TemplatePiece::Text(&rest[..before]));
            }
            rest = if let Some(end) = name {
                pieces.push(TemplatePiece::Placeholder(&inside[..end]));
                &inside[end + 1..]
            } else {
                is_closed = false;
                inside
            };
        }
        if !rest.is_empty() {
            pieces.push(TemplatePiece::Text(rest));
        }
        Self { text, pieces, is_closed }
    }

    /// Lists text and placeholders in their order.
    pub fn pieces(&self) -> &[TemplatePiece<'t>] {
        &self.pieces
    }

    /// Lists the names of the placeholders in their order.
    pub fn placeholders(&self) -> impl Iterator<Item = &'t str> {
        self.pieces.iter().filter_map(|piece| match piece {
            TemplatePiece::Placeholder(name) => Some(*name),
            TemplatePiece::Text(_) => None,
        })
    }

    /// Checks that every brace is closed and every placeholder is one of those that will have a value.
    pub fn check(&self, is_known: impl Fn(&str) -> bool) -> Result<(), TemplateError> {
        if !self.is_closed {
            return Err(TemplateError::Open { text: self.text.to_owned() });
        }
        match self.placeholders().find(|name| !is_known(name)) {
            Some(name) => Err(TemplateError::Unfilled { name: name.to_owned() }),
            None => Ok(()),
        }
    }

    /// Checks a text of a content file; the error has its place there and says which placeholders can be filled.
    pub fn check_in(&self, path: &str, file: &str, known: &[&str]) -> Result<(), CatalogError> {
        let Err(error) = self.check(|name| known.contains(&name)) else {
            return Ok(());
        };
        let needle = match &error {
            TemplateError::Open { text } => text.clone(),
            TemplateError::Unfilled { name } => format!("{{{name}}}"),
        };
        let place = file.find(&needle).map(|at| at..at + needle.len());
        let told = match &error {
            TemplateError::Open { text } => ErrorWording::naming("content.open_brace", text),
            TemplateError::Unfilled { name } => {
                ErrorWording::naming("content.no_hole", &format!("{{{name}}}"))
            }
        };
        let hint = ErrorWording::naming("content.known_names", &known.join(", "));
        Err(CatalogError::worded_at(path, file, place, told).with_hint(hint))
    }

    /// Fills every placeholder. Fails when one has no value, or a brace is not closed.
    pub fn render(&self, values: &[(&str, &str)]) -> Result<String, TemplateError> {
        self.check(|name| values.iter().any(|(known, _)| *known == name))?;
        Ok(self.render_known(values))
    }

    /// Fills every placeholder with what `value` finds for its name. Fails where that fails.
    pub fn render_with<E>(
        &self,
        mut value: impl FnMut(&'t str) -> Result<String, E>,
    ) -> Result<String, E> {
        let mut rendered = String::with_capacity(self.text.len());
        for piece in &self.pieces {
            match piece {
                TemplatePiece::Text(text) => rendered.push_str(text),
                TemplatePiece::Placeholder(name) => rendered.push_str(&value(name)?),
            }
        }
        Ok(rendered)
    }

    /// Fills the placeholders that have a value and leaves the others to whoever fills the rest.
    pub fn render_known(&self, values: &[(&str, &str)]) -> String {
        let mut rendered = String::with_capacity(self.text.len());
        for piece in &self.pieces {
            match piece {
                TemplatePiece::Text(text) => rendered.push_str(text),
                TemplatePiece::Placeholder(name) => {
                    match values.iter().find(|(known, _)| known == name) {
                        Some((_, value)) => rendered.push_str(value),
                        None => rendered.extend(["{", name, "}"]),
                    }
                }
            }
        }
        rendered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn text_and_placeholders_come_in_their_order() {
        let expected = [
            TemplatePiece::Text("y="),
            TemplatePiece::Placeholder("period.year"),
            TemplatePiece::Placeholder("unit_id"),
            TemplatePiece::Text(";"),
        ];
        assert_eq!(TextTemplate::parse("y={period.year}{unit_id};").pieces(), expected);
    }

    #[test]
    fn what_stands_in_a_value_is_no_placeholder() {
        let values = [("procedure", "Cấp {due}"), ("due", "06/03/2023")];
        let template = TextTemplate::parse("{procedure}: {due}");
        assert_eq!(template.render(&values).as_deref(), Ok("Cấp {due}: 06/03/2023"));
    }

    #[rstest]
    #[case::a_name_without_a_value("{due} {other}", "nothing fills the hole `{other}`")]
    #[case::no_name("{}", "the hole `{}`")]
    #[case::capitals("{Due}", "the hole `{Due}`")]
    #[case::open("{due} {", "does not close it")]
    #[case::open_before_another("{ {due}", "does not close it")]
    fn what_nothing_fills_is_an_error(#[case] text: &str, #[case] told: &str) {
        let error = TextTemplate::parse(text).render(&[("due", "x")]).expect_err("unfilled");
        assert!(error.to_string().contains(told), "{error}");
    }

    #[test]
    fn what_is_filled_later_stays() {
        let template = TextTemplate::parse("{due} {other} {");
        assert_eq!(template.render_known(&[("due", "x")]), "x {other} {");
        assert_eq!(template.placeholders().collect::<Vec<_>>(), ["due", "other"]);
    }
}
