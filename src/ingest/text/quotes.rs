//! Whether a record of several lines is one, or a row whose quote nobody closed with the rows behind it.

/// Whether the bytes of a record hold rows that an open quote has taken into its cell. A cell of several lines may hold
/// delimiters too: its quotes are in order, and its lines are no rows of the table's width.
pub fn holds_rows(record: &[u8], delimiter: u8, width: usize) -> bool {
    let mut lines = record
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.iter().all(u8::is_ascii_whitespace));
    let is_row = |line: &[u8]| memchr::memchr_iter(delimiter, line).count() + 1 == width;
    !are_in_order(record, delimiter) || lines.all(is_row)
}

/// Whether every quote opens a cell, closes one, or is doubled inside of one.
fn are_in_order(record: &[u8], delimiter: u8) -> bool {
    let mut bytes = record.iter().copied().peekable();
    let (mut is_quoted, mut is_at_start) = (false, true);
    while let Some(byte) = bytes.next() {
        match (byte, is_quoted) {
            (b'"', false) if is_at_start => is_quoted = true,
            (b'"', false) => return false,
            (b'"', true) => match bytes.peek() {
                Some(b'"') => {
                    bytes.next();
                }
                Some(b'\r' | b'\n') | None => is_quoted = false,
                Some(next) if *next == delimiter => is_quoted = false,
                Some(_) => return false,
            },
            _ => {}
        }
        is_at_start = !is_quoted && (byte == delimiter || byte == b'\n');
    }
    !is_quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_cell_of_two_lines("a;\"một; hai; ba\nbốn\";c\n", false)]
    #[case::with_quotes_inside("a;\"một; \"\"hai\"\"; ba\nbốn; năm\";c", false)]
    #[case::closed_by_a_quote_of_another_row("a;\"b;c\nd;\"e\";f\n", true)]
    #[case::closed_by_a_mark_of_inches("a;\"b;c\nd;e\";f\n", true)]
    #[case::never_closed("a;\"b;c\nd;e;f\n", true)]
    fn an_open_quote_is_told_from_a_cell_of_several_lines(
        #[case] record: &str,
        #[case] holds: bool,
    ) {
        assert_eq!(holds_rows(record.as_bytes(), b';', 3), holds);
    }
}
