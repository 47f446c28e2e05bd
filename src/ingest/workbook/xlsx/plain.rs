//! Cells and texts as nearly all programs write nearly all of them, read from the bytes as they lie: an XML reader takes five steps for
//! each. What is written in any other way, or is not all there yet, is none of these and is left to it.

use std::io::BufRead;

use super::super::xml::XmlStop;

/// Takes what stands next in the bytes, piece by piece, as long as `take` returns what is behind the piece it took. The reader goes on
/// behind the last: it must be between two tags.
pub fn take_each(
    input: &mut dyn BufRead,
    mut take: impl for<'b> FnMut(&'b [u8]) -> Result<Option<&'b [u8]>, XmlStop>,
) -> Result<(), XmlStop> {
    loop {
        let bytes = input.fill_buf()?;
        let mut rest = bytes;
        while let Some(behind) = take(rest)? {
            rest = behind;
        }
        let (passed, is_over) = (bytes.len() - rest.len(), !rest.is_empty());
        input.consume(passed);
        if passed == 0 || is_over {
            return Ok(());
        }
    }
}

/// A cell with a value of its own: `<c r="B7" s="1" t="s"><v>12</v></c>`, `<c r="B7" t="inlineStr"><is><t>An Sơn</t></is></c>`,
/// `<c r="B7" s="1"/>`.
#[derive(Debug, PartialEq, Eq)]
pub struct PlainCell<'b> {
    /// Where it stands: `B7`.
    pub place: &'b str,
    pub kind: &'b str,
    pub style: usize,
    /// `None` where it has none.
    pub value: Option<&'b str>,
}

/// Parses the plain cell that stands first in the bytes; the bytes behind it come with it.
pub fn parse_cell(bytes: &[u8]) -> Option<(PlainCell<'_>, &[u8])> {
    let (place, mut rest) = split_word(bytes.strip_prefix(b"<c r=\"")?)?;
    let (mut style, mut kind) = (None, None);
    loop {
        if let Some(behind) = rest.strip_prefix(b" s=\"").filter(|_| style.is_none()) {
            let (word, behind) = split_word(behind)?;
            style = Some(word.parse().ok()?);
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix(b" t=\"").filter(|_| kind.is_none()) {
            let (word, behind) = split_word(behind)?;
            kind = Some(word);
            rest = behind;
        } else {
            break;
        }
    }
    let (kind, style) = (kind.unwrap_or_default(), style.unwrap_or_default());
    let is_inline = kind == "inlineStr";
    let (value, rest) = if let Some(rest) = rest.strip_prefix(b"/>") {
        (None, rest)
    } else if let Some(rest) = rest.strip_prefix(b"><v>").filter(|_| !is_inline) {
        let (text, rest) = split_text(rest)?;
        (Some(text), rest.strip_prefix(b"</v></c>")?)
    } else {
        let (text, rest) = parse_text(rest.strip_prefix(b"><is>").filter(|_| is_inline)?)?;
        (Some(text), rest.strip_prefix(b"</is></c>")?)
    };
    Some((PlainCell { place, kind, style, value }, rest))
}

/// Parses the plain shared text that stands first in the bytes, `<si><t>An Sơn</t></si>`; the bytes behind it come with it.
pub fn parse_shared(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (text, rest) = parse_text(bytes.strip_prefix(b"<si>")?)?;
    Some((text, rest.strip_prefix(b"</si>")?))
}

fn parse_text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let bytes = bytes.strip_prefix(b"<t")?;
    let bytes = bytes.strip_prefix(b" xml:space=\"preserve\"").unwrap_or(bytes);
    let (text, rest) = split_text(bytes.strip_prefix(b">")?)?;
    Some((text, rest.strip_prefix(b"</t>")?))
}

/// Letters and digits up to a quote, and what is behind it.
fn split_word(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric())?;
    let rest = bytes[end..].strip_prefix(b"\"")?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, rest))
}

/// A text in which nothing stands for anything else, and the tag behind it.
fn split_text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = memchr::memchr3(b'<', b'&', b'\r', bytes)?;
    let (text, rest) = bytes.split_at(end);
    Some((std::str::from_utf8(text).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::shared("<c r=\"B7\" s=\"1\" t=\"s\"><v>12</v></c>", "B7", "s", 1, Some("12"))]
    #[case::kind_first("<c r=\"B7\" t=\"s\" s=\"1\"><v>12</v></c>", "B7", "s", 1, Some("12"))]
    #[case::number("<c r=\"AB12\"><v>1.5</v></c>", "AB12", "", 0, Some("1.5"))]
    #[case::empty("<c r=\"B7\" s=\"3\"/>", "B7", "", 3, None)]
    #[case::empty_value("<c r=\"B7\"><v></v></c>", "B7", "", 0, Some(""))]
    #[case::inline(
        "<c r=\"B7\" t=\"inlineStr\"><is><t>Xã An Sơn</t></is></c>",
        "B7",
        "inlineStr",
        0,
        Some("Xã An Sơn")
    )]
    fn a_plain_cell_is_read(
        #[case] cell: &str,
        #[case] place: &str,
        #[case] kind: &str,
        #[case] style: usize,
        #[case] value: Option<&str>,
    ) {
        let bytes = format!("{cell}<c r=\"C7\"/>");
        let read = parse_cell(bytes.as_bytes()).expect("a plain cell");
        assert_eq!(read, (PlainCell { place, kind, style, value }, &b"<c r=\"C7\"/>"[..]));
        for end in 0..cell.len() {
            assert_eq!(parse_cell(&cell.as_bytes()[..end]), None, "cut off at {end}");
        }
    }

    #[rstest]
    #[case::of_a_formula("<c r=\"B7\"><f>A1</f><v>1</v></c>")]
    #[case::with_an_entity("<c r=\"B7\" t=\"str\"><v>a&amp;b</v></c>")]
    #[case::with_a_return("<c r=\"B7\" t=\"str\"><v>a\r\nb</v></c>")]
    #[case::without_a_place("<c t=\"s\"><v>1</v></c>")]
    #[case::with_a_prefix("<x:c r=\"B7\"><x:v>1</x:v></x:c>")]
    #[case::with_another_attribute("<c r=\"B7\" cm=\"1\"><v>1</v></c>")]
    #[case::with_an_attribute_twice("<c r=\"B7\" s=\"1\" s=\"2\"><v>1</v></c>")]
    #[case::with_runs("<c r=\"B7\" t=\"inlineStr\"><is><r><t>a</t></r></is></c>")]
    #[case::a_value_beside_its_kind("<c r=\"B7\" t=\"inlineStr\"><v>1</v></c>")]
    #[case::a_text_beside_its_kind("<c r=\"B7\" t=\"s\"><is><t>a</t></is></c>")]
    #[case::a_comment("<c r=\"B7\"><v><!-- a -->1</v></c>")]
    #[case::the_end_of_a_row("</row>")]
    fn any_other_cell_is_left_to_the_reader(#[case] cell: &str) {
        assert_eq!(parse_cell(cell.as_bytes()), None);
    }

    #[rstest]
    #[case("<si><t>Xã An Sơn</t></si>", Some("Xã An Sơn"))]
    #[case("<si><t xml:space=\"preserve\"> a </t></si>", Some(" a "))]
    #[case("<si><r><t>a</t></r></si>", None)]
    #[case("<si><t>a</t><phoneticPr/></si>", None)]
    #[case("<si><t/></si>", None)]
    fn a_plain_shared_text_is_read(#[case] shared: &str, #[case] text: Option<&str>) {
        assert_eq!(parse_shared(shared.as_bytes()).map(|(text, _)| text), text);
    }
}
