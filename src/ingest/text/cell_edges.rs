//! Whether any cell of a text may begin or end with a blank, told from the bytes beside its blanks: trimming every cell of a large
//! export costs as much as all the rest of archiving it, and hardly any has a blank to trim.

/// Looks for blanks at the ends of cells in bytes that come in pieces. What it cannot tell for sure counts as one.
pub struct BlankEdges {
    delimiter: u8,
    is_found: bool,
    is_quoted: bool,
    /// Whether the next quote is the second of a pair that stands for one.
    is_second: bool,
    /// The last byte of the piece before, and the one before that.
    last: [u8; 2],
    returns: u64,
    line_feeds: u64,
}

impl BlankEdges {
    /// Begins at the start of a text.
    pub fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            is_found: false,
            is_quoted: false,
            is_second: false,
            last: [b'\n'; 2],
            returns: 0,
            line_feeds: 0,
        }
    }

    /// Looks at the next piece; `line_feeds` says how many lines end in it.
    pub fn look_at(&mut self, bytes: &[u8], line_feeds: u64) {
        self.line_feeds += line_feeds;
        let [before, last] = self.last;
        let Some(first) = bytes.first() else { return };
        self.judge(before, last, *first);
        for at in memchr::memchr3_iter(b' ', b'"', b'\t', bytes) {
            if self.is_found {
                break;
            }
            let before = if at == 0 { last } else { bytes[at - 1] };
            if let Some(next) = bytes.get(at + 1) {
                self.judge(before, bytes[at], *next);
            }
        }
        self.look_at_returns(bytes, last);
        // The blank that does not break may stand anywhere; it is rare.
        self.is_found |=
            memchr::memmem::find(bytes, b"\xC2\xA0").is_some() || (last == 0xC2 && *first == 0xA0);
        self.last = match bytes {
            [.., before, last] => [*before, *last],
            _ => [last, *first],
        };
    }

    /// Whether no cell has a blank at an end, once all was looked at.
    pub fn are_clear(mut self) -> bool {
        let [before, last] = self.last;
        self.judge(before, last, b'\n');
        // Of lines that end in two ways, one end is part of a cell.
        let is_even = self.returns == 0 || self.returns == self.line_feeds;
        !self.is_found && !self.is_quoted && is_even
    }

    fn look_at_returns(&mut self, bytes: &[u8], last: u8) {
        self.is_found |= last == b'\r' && bytes[0] != b'\n';
        for at in memchr::memchr_iter(b'\r', bytes) {
            self.returns += 1;
            self.is_found |= bytes.get(at + 1).is_some_and(|next| *next != b'\n');
        }
    }

    /// Looks at a byte between two others.
    fn judge(&mut self, before: u8, byte: u8, next: u8) {
        let ends_cell = |byte: u8| byte == self.delimiter || matches!(byte, b'\r' | b'\n');
        match byte {
            b'"' if self.is_second => self.is_second = false,
            b'"' if self.is_quoted && next == b'"' => self.is_second = true,
            b'"' if self.is_quoted && ends_cell(next) => self.is_quoted = false,
            b'"' if !self.is_quoted && ends_cell(before) => self.is_quoted = true,
            // A quote inside of a cell: whatever it does to those behind it, nothing is known of them.
            b'"' => self.is_found = true,
            b'\t' if self.delimiter == b'\t' && !self.is_quoted => {}
            b' ' | b'\t' if self.is_quoted => {
                self.is_found |= [before, next].iter().any(|it| matches!(it, b'"' | b'\r' | b'\n'));
            }
            b' ' | b'\t' => self.is_found |= ends_cell(before) || ends_cell(next),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::none("a b;c d\ne;f\n", true)]
    #[case::before("a b; c d\ne;f\n", false)]
    #[case::behind("a b;c d\ne ;f\n", false)]
    #[case::at_the_start(" a;b\n", false)]
    #[case::at_the_end("a;b ", false)]
    #[case::a_tab("a;\tb\n", false)]
    #[case::the_blank_that_does_not_break("a;b\u{A0}\n", false)]
    #[case::a_letter_that_ends_like_it("à;cà\n", true)]
    #[case::before_the_end_of_a_line_of_windows("a;b \r\n", false)]
    #[case::lines_of_windows("a;b\r\nc;d\r\n", true)]
    #[case::lines_that_end_in_two_ways("a;b\nc;d\r\n", false)]
    #[case::a_return_alone("a\r;b\n", false)]
    #[case::a_delimiter_in_quotes("\"a; b\";c\n", true)]
    #[case::quoted("a;\" b\"\n", false)]
    #[case::quoted_at_the_end("a;\"b \"\n", false)]
    #[case::quotes_in_quotes("\"a\"\"b; c\"\"d\";e\n", true)]
    #[case::a_blank_beside_quotes_in_quotes("\"a \"\"b\"\"\";e\n", false)]
    #[case::quotes_in_quotes_at_the_start("\"\"\" a\"\"\";e\n", false)]
    #[case::empty_quotes("\"\";\"\"\n\"\";b\n", true)]
    #[case::behind_quotes("\"a\" ;b\n", false)]
    #[case::a_mark_of_inches("a 5\";b\n", false)]
    #[case::a_quote_that_nobody_closes("a;\"b\n", false)]
    #[case::a_line_in_quotes_that_begins_with_a_blank("\"a\n b\";c\n", false)]
    #[case::nothing("", true)]
    fn blanks_at_the_ends_of_cells_are_seen(#[case] text: &str, #[case] clear: bool) {
        assert_eq!(are_clear(text, b';', usize::MAX), clear);
        for piece in 1..5 {
            assert_eq!(are_clear(text, b';', piece), clear, "in pieces of {piece}");
        }
    }

    #[rstest]
    #[case::empty_cells("a\t\tb\t\n\t\t\t\n", true)]
    #[case::in_quotes("a\t\"\tb\"\n", false)]
    #[case::beside_quotes("\"a\"\t\"b\tc\"\n", true)]
    #[case::a_blank("a\t b\n", false)]
    fn a_tab_between_cells_is_none_of_their_blanks(#[case] text: &str, #[case] clear: bool) {
        assert_eq!(are_clear(text, b'\t', 3), clear);
        assert_eq!(are_clear(text, b'\t', usize::MAX), clear);
    }

    fn are_clear(text: &str, delimiter: u8, piece: usize) -> bool {
        let mut edges = BlankEdges::new(delimiter);
        for bytes in text.as_bytes().chunks(piece) {
            edges.look_at(bytes, super::super::head::line_breaks(bytes));
        }
        edges.are_clear()
    }
}
