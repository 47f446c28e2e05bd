//! Texts with holes: `year={period.year}`.

/// What a hole may ask for besides an office's own parameters.
pub const KNOWN: [&str; 9] = [
    "page",
    "page_size",
    "period.type",
    "period.year",
    "period.half",
    "period.quarter",
    "period.month",
    "period.start",
    "period.end",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplatePiece<'t> {
    Text(&'t str),
    Hole(&'t str),
}

/// The pieces of a text in their order; a hole holds a name and nothing else.
pub fn pieces(text: &str) -> Result<Vec<TemplatePiece<'_>>, String> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(open) = rest.find('{') {
        let end = rest[open..]
            .find('}')
            .ok_or_else(|| format!("`{text}` opens a brace and does not close it"))?;
        let name = &rest[open + 1..open + end];
        let is_plain =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if !KNOWN.contains(&name) && (name.is_empty() || !name.chars().all(is_plain)) {
            return Err(format!(
                "`{{{name}}}` is nothing that can be filled in; known: {}, and parameters in small letters",
                KNOWN.join(", ")
            ));
        }
        if open > 0 {
            pieces.push(TemplatePiece::Text(&rest[..open]));
        }
        pieces.push(TemplatePiece::Hole(name));
        rest = &rest[open + end + 1..];
    }
    if !rest.is_empty() {
        pieces.push(TemplatePiece::Text(rest));
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn text_and_holes_come_in_their_order() {
        let expected = [
            TemplatePiece::Text("y="),
            TemplatePiece::Hole("period.year"),
            TemplatePiece::Hole("unit_id"),
            TemplatePiece::Text(";"),
        ];
        assert_eq!(pieces("y={period.year}{unit_id};").as_deref(), Ok(&expected[..]));
    }

    #[rstest]
    #[case::open("{page")]
    #[case::nothing("{}")]
    #[case::misspelt("{period.yaer}")]
    fn what_cannot_be_filled_is_an_error(#[case] text: &str) {
        assert!(pieces(text).is_err());
    }
}
