//! What an answer says of rows it does not hold: it is one page of several.

use super::key::is_same;
use crate::domain::source::SourceShortfall;

/// A count of an envelope, outside of any record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeCount {
    /// Pointer of the object it stands in.
    pub under: String,
    pub name: String,
    pub said: String,
}

const PAGES: [&str; 6] =
    ["totalPages", "totalPage", "pageCount", "pagesCount", "tongSoTrang", "soTrang"];
const ROWS: [&str; 13] = [
    "total",
    "totalElements",
    "totalItems",
    "totalRecords",
    "totalRecord",
    "totalCount",
    "totalRows",
    "totalRow",
    "recordsTotal",
    "rowCount",
    "tongSo",
    "tongSoBanGhi",
    "tongSoHoSo",
];
const MORE: [&str; 4] = ["hasNext", "hasNextPage", "hasMore", "hasMoreItems"];
const LAST: [&str; 3] = ["last", "isLast", "isLastPage"];
const NEXT: [&str; 5] = ["next", "nextLink", "@odata.nextLink", "nextPageToken", "nextCursor"];

/// Whether a name is that of such a count.
pub fn is_count(name: &str) -> bool {
    [&PAGES[..], &ROWS, &MORE, &LAST, &NEXT].iter().any(|names| is_one_of(names, name))
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| is_same(known, name))
}

/// The count that says there is more than so many documents with so many rows hold, if any does.
pub fn find_shortfall(
    counts: &[EnvelopeCount],
    documents: u64,
    held: u64,
) -> Option<SourceShortfall> {
    let is_more = |count: &&EnvelopeCount| {
        let number = count.said.trim().parse::<u64>().ok();
        let said = count.said.trim();
        if is_one_of(&PAGES, &count.name) {
            number.is_some_and(|pages| pages > documents)
        } else if is_one_of(&ROWS, &count.name) {
            number.is_some_and(|rows| rows > held)
        } else if is_one_of(&MORE, &count.name) {
            documents == 1 && said == "true"
        } else if is_one_of(&LAST, &count.name) {
            documents == 1 && said == "false"
        } else {
            documents == 1 && !said.is_empty()
        }
    };
    // The number of rows says most.
    let is_rows = |count: &&EnvelopeCount| is_one_of(&ROWS, &count.name);
    let more: Vec<&EnvelopeCount> = counts.iter().filter(is_more).collect();
    let found = more.iter().copied().find(is_rows).or(more.first().copied())?;
    let is_link = is_one_of(&NEXT, &found.name);
    // An address may hold a key.
    let said = if is_link { String::new() } else { found.said.clone() };
    Some(SourceShortfall::Page { held: held.to_string(), key: found.name.clone(), said })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::more_rows("total", "48", 1, 20, true)]
    #[case::all_rows("total_elements", "20", 1, 20, false)]
    #[case::more_pages("totalPages", "3", 1, 20, true)]
    #[case::all_pages("TotalPages", "3", 3, 20, false)]
    #[case::not_the_last("last", "false", 1, 20, true)]
    #[case::the_last("last", "true", 1, 20, false)]
    #[case::a_link("@odata.nextLink", "https://may.vi.du/?trang=2", 1, 20, true)]
    #[case::no_link("next", "", 1, 20, false)]
    #[case::no_count("code", "200", 1, 20, false)]
    fn a_page_of_several_is_told_from_a_whole_answer(
        #[case] name: &str,
        #[case] said: &str,
        #[case] documents: u64,
        #[case] held: u64,
        #[case] is_short: bool,
    ) {
        let count = EnvelopeCount { under: String::new(), name: name.into(), said: said.into() };
        let counts: Vec<EnvelopeCount> =
            [count].into_iter().filter(|one| is_count(&one.name)).collect();
        assert_eq!(find_shortfall(&counts, documents, held).is_some(), is_short);
    }
}
