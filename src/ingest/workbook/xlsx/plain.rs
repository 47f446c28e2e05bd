//! Cells and texts as nearly all programs write nearly all of them, read from the bytes as they lie: an XML reader takes five steps for
//! each. What is written in any other way, or is not all there yet, is none of these and is left to it.

use std::io::BufRead;

use super::super::xml::XmlStop;

/// The last column of a sheet, counted from 1.
pub const LAST_COLUMN: usize = 16_384;

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
    /// The column it stands in, counted from 0.
    pub column: usize,
    pub kind: &'b str,
    pub style: usize,
    pub value: PlainValue<'b>,
}

/// What a plain cell holds.
#[derive(Debug, PartialEq, Eq)]
pub enum PlainValue<'b> {
    Nothing,
    Text(&'b str),
    /// The shared text of this number, in a cell of kind `s`.
    Shared(usize),
}

/// Parses the plain cell that stands first in the bytes; the bytes behind it come with it.
pub fn parse_cell(bytes: &[u8]) -> Option<(PlainCell<'_>, &[u8])> {
    let (column, mut rest) = split_place(bytes.strip_prefix(b"<c r=\"")?)?;
    let (mut style, mut kind) = (None, None);
    loop {
        if let Some(behind) = rest.strip_prefix(b" s=\"").filter(|_| style.is_none()) {
            let (number, behind) = split_number(behind)?;
            style = Some(number);
            rest = behind.strip_prefix(b"\"")?;
        } else if let Some(behind) = rest.strip_prefix(b" t=\"").filter(|_| kind.is_none()) {
            let (word, behind) = split_word(behind)?;
            kind = Some(word);
            rest = behind;
        } else {
            break;
        }
    }
    let (kind, style) = (kind.unwrap_or_default(), style.unwrap_or_default());
    if let Some(rest) = rest.strip_prefix(b"/>") {
        return Some((PlainCell { column, kind, style, value: PlainValue::Nothing }, rest));
    }
    let (value, rest) = match kind {
        "inlineStr" => {
            let (text, rest) = parse_text(rest.strip_prefix(b"><is>")?)?;
            (PlainValue::Text(text), rest.strip_prefix(b"</is></c>")?)
        }
        "s" => {
            let (index, rest) = split_number(rest.strip_prefix(b"><v>")?)?;
            (PlainValue::Shared(index), rest.strip_prefix(b"</v></c>")?)
        }
        _ => {
            let (text, rest) = split_text(rest.strip_prefix(b"><v>")?)?;
            (PlainValue::Text(text), rest.strip_prefix(b"</v></c>")?)
        }
    };
    Some((PlainCell { column, kind, style, value }, rest))
}

/// Parses the end of a row with the beginning of the next, `</row><row r="3" spans="1:21">`, and returns the next one's number. Both
/// together, so that what an XML reader holds for open is so still. A row that says that it is hidden is none of these.
pub fn parse_row_break(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (row, mut rest) = split_number(bytes.strip_prefix(b"</row><row r=\"")?)?;
    rest = rest.strip_prefix(b"\"")?;
    while let Some(behind) = rest.strip_prefix(b" ") {
        let is_name =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-');
        let end = behind.iter().position(|byte| !is_name(byte))?;
        let (name, behind) = behind.split_at(end);
        let value = behind.strip_prefix(b"=\"")?;
        let is_end = |byte: &u8| matches!(byte, b'"' | b'<' | b'&') || !byte.is_ascii();
        let end = value.iter().position(is_end)?;
        rest = value[end..].strip_prefix(b"\"")?;
        if name.is_empty() || name.ends_with(b"hidden") {
            return None;
        }
    }
    Some((u64::try_from(row).ok()?, rest.strip_prefix(b">")?))
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

/// The column of `AB12` up to a quote, counted from 0.
fn split_place(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (mut column, mut at) = (0_usize, 0);
    while let Some(letter) = bytes.get(at).filter(|byte| byte.is_ascii_alphabetic()) {
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        if column > LAST_COLUMN {
            return None;
        }
        at += 1;
    }
    let digits = bytes[at..].iter().position(|byte| !byte.is_ascii_digit())?;
    Some((column.checked_sub(1)?, bytes[at + digits..].strip_prefix(b"\"")?))
}

/// A number of a few digits, and what is behind it.
fn split_number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let digits = bytes.iter().position(|byte| !byte.is_ascii_digit())?;
    if !(1..=9).contains(&digits) {
        return None;
    }
    let digit = |number: usize, byte: &u8| number * 10 + usize::from(byte - b'0');
    Some((bytes[..digits].iter().fold(0, digit), &bytes[digits..]))
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

    use PlainValue::{Nothing, Shared, Text};

    #[rstest]
    #[case::shared("<c r=\"B7\" s=\"1\" t=\"s\"><v>12</v></c>", (1, "s", 1, Shared(12)))]
    #[case::kind_first("<c r=\"B7\" t=\"s\" s=\"1\"><v>012</v></c>", (1, "s", 1, Shared(12)))]
    #[case::number("<c r=\"ab12\"><v>1.5</v></c>", (27, "", 0, Text("1.5")))]
    #[case::farthest("<c r=\"XFD1048576\"><v>1</v></c>", (16_383, "", 0, Text("1")))]
    #[case::empty("<c r=\"B7\" s=\"3\"/>", (1, "", 3, Nothing))]
    #[case::empty_of_a_kind("<c r=\"B7\" t=\"s\"/>", (1, "s", 0, Nothing))]
    #[case::empty_value("<c r=\"B7\"><v></v></c>", (1, "", 0, Text("")))]
    #[case::inline("<c r=\"B7\" t=\"inlineStr\"><is><t>Xã An Sơn</t></is></c>", (1, "inlineStr", 0, Text("Xã An Sơn")))]
    fn a_plain_cell_is_read(
        #[case] cell: &str,
        #[case] (column, kind, style, value): (usize, &str, usize, PlainValue),
    ) {
        let bytes = format!("{cell}<c r=\"C7\"/>");
        let read = parse_cell(bytes.as_bytes()).expect("a plain cell");
        assert_eq!(read, (PlainCell { column, kind, style, value }, &b"<c r=\"C7\"/>"[..]));
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
    #[case::a_number_of_no_text("<c r=\"B7\" t=\"s\"><v>-1</v></c>")]
    #[case::a_number_in_blanks("<c r=\"B7\" t=\"s\"><v> 1 </v></c>")]
    #[case::a_number_too_long("<c r=\"B7\" t=\"s\"><v>1234567890</v></c>")]
    #[case::a_column_too_far("<c r=\"XFE1\"><v>1</v></c>")]
    #[case::without_a_column("<c r=\"7\"><v>1</v></c>")]
    #[case::letters_behind_its_row("<c r=\"B7C\"><v>1</v></c>")]
    #[case::a_text_beside_its_kind("<c r=\"B7\" t=\"s\"><is><t>a</t></is></c>")]
    #[case::a_comment("<c r=\"B7\"><v><!-- a -->1</v></c>")]
    #[case::the_end_of_a_row("</row>")]
    fn any_other_cell_is_left_to_the_reader(#[case] cell: &str) {
        assert_eq!(parse_cell(cell.as_bytes()), None);
    }

    #[rstest]
    #[case("</row><row r=\"3\">", Some(3))]
    #[case("</row><row r=\"1048577\" spans=\"1:21\" x14ac:dyDescent=\"0.25\">", Some(1_048_577))]
    #[case::hidden("</row><row r=\"3\" hidden=\"1\">", None)]
    #[case::hidden_with_a_prefix("</row><row r=\"3\" x:hidden=\"1\">", None)]
    #[case::without_cells("</row><row r=\"3\"/>", None)]
    #[case::without_cells_but_more("</row><row r=\"3\" spans=\"1:21\"/>", None)]
    #[case::without_a_number("</row><row>", None)]
    #[case::number_behind("</row><row spans=\"1:21\" r=\"3\">", None)]
    #[case::no_attribute("</row><row r=\"3\" spans>", None)]
    #[case::other_quotes("</row><row r=\"3\" spans='1:21'>", None)]
    #[case::an_entity("</row><row r=\"3\" spans=\"&amp;\">", None)]
    #[case::lines("</row>\n<row r=\"3\">", None)]
    #[case::the_last_row("</row></sheetData>", None)]
    fn a_plain_break_of_rows_is_read(#[case] between: &str, #[case] row: Option<u64>) {
        let bytes = format!("{between}<c/>");
        assert_eq!(parse_row_break(bytes.as_bytes()), row.map(|row| (row, &b"<c/>"[..])));
        for end in 0..between.len() {
            assert_eq!(parse_row_break(&between.as_bytes()[..end]), None, "cut off at {end}");
        }
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
