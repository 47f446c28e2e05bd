//! Records that come twice: a block of a disk that took the place of another, or a writer that says one thing twice.

use std::collections::HashSet;

use super::records::XlsRecords;

/// One cell, or one row by itself, in the order in which a stream holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StreamPlace {
    /// The byte on which its record begins.
    pub at: u32,
    pub row: u16,
    pub column: u16,
    /// Whether the stream holds the same record once more.
    pub is_copy: bool,
}

/// Lists the cells in the order of the stream, with those that two records tell alike, byte for byte, and rows told twice among
/// them; nothing where nothing comes twice.
pub(super) fn list_stream(
    cells: &[(u16, u16, u32)],
    bytes: &[u8],
    row_copies: &[(u16, usize)],
) -> Vec<StreamPlace> {
    let record = |at: u32| XlsRecords::starting_at(bytes, at as usize).next();
    let mut copies = HashSet::new();
    for two in cells.windows(2) {
        let ((row, column, one), (other_row, other_column, other)) = (two[0], two[1]);
        if (row, column) == (other_row, other_column)
            && record(one).map(|it| it.data) == record(other).map(|it| it.data)
        {
            copies.extend([one, other]);
        }
    }
    if copies.is_empty() && row_copies.is_empty() {
        return Vec::new();
    }
    let places = cells.iter().map(|(row, column, at)| StreamPlace {
        at: *at,
        row: *row,
        column: *column,
        is_copy: copies.contains(at),
    });
    let rows = row_copies.iter().filter_map(|(row, at)| {
        let at = u32::try_from(*at).ok()?;
        Some(StreamPlace { at, row: *row, column: 0, is_copy: true })
    });
    let mut stream: Vec<StreamPlace> = places.chain(rows).collect();
    stream.sort_by_key(|place| (place.at, place.column));
    stream
}

/// Tells whether copies stand where rows are missing: they are not in the order of the rows around them, and between these there
/// are rows of which nothing is left. Whoever writes one thing twice does so where nothing is missing.
pub(super) fn stand_for_rows(stream: &[StreamPlace], is_filled: impl Fn(u16) -> bool) -> bool {
    let is_missing_between =
        |first: u16, last: u16| first + 1 < last && !(first + 1..last).any(&is_filled);
    let mut before: Option<&StreamPlace> = None;
    let mut rest = stream;
    while let Some(begins) = rest.iter().position(|place| place.is_copy) {
        before = begins.checked_sub(1).map(|at| &rest[at]).or(before);
        let length = rest[begins..].iter().take_while(|place| place.is_copy).count();
        let (copies, behind) = rest[begins..].split_at(length);
        // Rows that are missing at the end, the sheet's own extent tells.
        let Some(next) = behind.first() else { return false };
        let around: Vec<&StreamPlace> = before.into_iter().chain(copies).chain([next]).collect();
        let is_displaced =
            around.windows(2).any(|two| (two[0].row, two[0].column) > (two[1].row, two[1].column));
        let nearest = around[..around.len() - 1].iter().map(|place| place.row);
        let nearest = nearest.filter(|row| *row <= next.row).max();
        // A copy of what comes later stands before it, with nothing of the rows between.
        let is_skipped = around.windows(2).any(|two| is_missing_between(two[0].row, two[1].row));
        let is_left_out = nearest.is_some_and(|row| is_missing_between(row, next.row));
        if is_displaced && (is_skipped || is_left_out) {
            return true;
        }
        before = None;
        rest = behind;
    }
    false
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Rows of two columns each; `*` marks a copy, a row alone is its first column.
    fn places(text: &str) -> Vec<StreamPlace> {
        let mut places = Vec::new();
        for (at, word) in (0..).zip(text.split_whitespace()) {
            let (word, is_copy) = word.strip_suffix('*').map_or((word, false), |it| (it, true));
            let (row, column) = word.split_once('.').unwrap_or((word, "0"));
            let (row, column) = (row.parse().expect("a row"), column.parse().expect("a column"));
            places.push(StreamPlace { at, row, column, is_copy });
        }
        places
    }

    #[rstest]
    #[case::nothing_twice("0 2 2.1 3", false)]
    #[case::a_title_twice("0* 0* 2 2.1 3 3.1", false)]
    #[case::a_heading_twice("0 2* 2* 2.1 3 3.1", false)]
    #[case::a_title_written_again_later("0* 2 2.1 0* 3 3.1", false)]
    #[case::a_cell_again_at_the_end("0 2 2.1 3* 3.1 4 3*", false)]
    #[case::a_block_from_before("0 2* 2.1* 3* 3.1* 4 4.1 2* 2.1* 3* 3.1* 7 7.1", true)]
    #[case::a_block_from_behind("0 2 2.1 7* 7.1* 8* 8.1* 5 5.1 6 7* 7.1* 8* 8.1* 9", true)]
    #[case::a_block_right_before_its_own("0 2 2.1 5* 5.1* 6* 6.1* 5* 5.1* 6* 6.1* 7", true)]
    #[case::a_block_right_behind_its_own("0 2* 2.1* 3* 3.1* 2* 2.1* 3* 3.1* 6 6.1", true)]
    fn a_block_in_the_place_of_rows_is_told_from_a_record_twice(
        #[case] stream: &str,
        #[case] is: bool,
    ) {
        let stream = places(stream);
        let is_filled = |row: u16| stream.iter().any(|place| place.row == row);
        assert_eq!(stand_for_rows(&stream, is_filled), is);
    }
}
