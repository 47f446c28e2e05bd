//! Where a content file cites a document of law, and of which days the text is that does.

use std::{ops::Range, sync::LazyLock};

use jiff::civil::Date;
use regex::Regex;

use crate::catalog::{CatalogError, content::ContentFile};

/// The head of one of a list; what is listed within one is part of it.
static LISTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\[\[[\w-]+\]\]").expect("a pattern"));
static FIRST: LazyLock<Regex> = LazyLock::new(|| dated("since|valid_from"));
static LAST: LazyLock<Regex> = LazyLock::new(|| dated("until|valid_to"));

fn dated(keys: &str) -> Regex {
    let pattern = format!(r"(?m)^(?:-- )?(?:{keys})\s*=\s*(?<day>\d{{4}}-\d\d-\d\d)");
    Regex::new(&pattern).expect("a pattern")
}

/// Text that cites documents, and the days it is shown of; `None` where it has no such end.
pub type TextDays = (Option<Date>, Option<Date>);

/// One place that cites a document.
pub struct LawCitation {
    pub number: String,
    /// Bytes of the file.
    pub at: Range<usize>,
    /// `None` where the text is of no days: what the form of an export follows was in force when it was exported.
    pub days: Option<TextDays>,
}

/// How documents are cited: by a number with the letters of who issued it, or by a number behind the word for its kind.
pub struct CitationPattern(Regex);

impl CitationPattern {
    /// Makes the pattern; `kinds` are the words for kinds of documents and `marks` those between them and a number, `|` between them.
    pub fn with_kinds(kinds: &str, marks: &str) -> Self {
        let listed = |words: &str| {
            let words = words.split('|').map(|it| regex::escape(it).replace(' ', r"\s+"));
            words.collect::<Vec<_>>().join("|")
        };
        let (kinds, marks) = (listed(kinds), listed(marks));
        let number = r"(?<whole>\d{1,4}/(?:\d{4}/)?[NQT]\p{Lu}[\p{L}\d-]*)";
        let between = format!(r"(?:\s+(?i:{marks}))?(?:\s*:\s*|\s+)");
        let worded = format!(r"\b(?i:{kinds}){between}(?<bare>\d{{1,4}}\b(?:/\d{{4}})?)");
        Self(Regex::new(&format!("{number}|{worded}")).expect("words are escaped"))
    }

    fn find_numbers(&self, line: &str) -> impl Iterator<Item = (String, Range<usize>)> {
        self.0.captures_iter(line).filter_map(|found| {
            let number = found.name("whole").or_else(|| found.name("bare"))?;
            // Behind the word for its kind a number may be a whole one all the same.
            let rest = &line[number.end()..];
            let longer = self.0.find_at(line, number.start());
            let longer = longer.filter(|it| it.start() == number.start() && rest.starts_with('/'));
            let whole = longer.map_or(number.as_str(), |it| it.as_str());
            Some((whole.to_owned(), number.start()..number.start() + whole.len()))
        })
    }
}

/// Lists what the sentences of a file cite; comments cite nothing.
pub fn list_citations(
    file: &ContentFile,
    pattern: &CitationPattern,
) -> Result<Vec<LawCitation>, CatalogError> {
    let is_text = ["toml", "sql", "csv", "html"].iter().any(|it| is_kind(&file.path, it));
    // The table of the documents names them.
    if !is_text || file.path.starts_with("queries/law/") {
        return Ok(Vec::new());
    }
    let text = file.to_text()?;
    let mut found = Vec::new();
    let mut of_file = (None, None);
    for block in list_blocks(&file.path, text) {
        let (first, last) = block_days(&text[block.clone()]);
        if block.start == 0 {
            of_file = (first, last);
        }
        let days = (first.or(of_file.0), last.or(of_file.1));
        let days = (!file.path.starts_with("connectors/")).then_some(days);
        let mut from = block.start;
        for line in text[block].split_inclusive('\n') {
            let of_line = if is_kind(&file.path, "csv") { row_days(text, line) } else { days };
            if !is_comment(&file.path, line) {
                found.extend(pattern.find_numbers(line).map(|(number, at)| LawCitation {
                    number,
                    at: from + at.start..from + at.end,
                    days: of_line,
                }));
            }
            from += line.len();
        }
    }
    Ok(found)
}

fn is_kind(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found == ending)
}

/// What a file lists, as a report its sections, has days of its own or those above the list; other files are of one piece.
fn list_blocks(path: &str, text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    if is_kind(path, "toml") {
        starts.extend(LISTED.find_iter(text).map(|found| found.start()).filter(|at| *at > 0));
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

fn block_days(block: &str) -> TextDays {
    let day = |pattern: &Regex| pattern.captures(block).and_then(|it| it["day"].parse().ok());
    (day(&FIRST), day(&LAST))
}

/// The days of a row of a table that says them.
fn row_days(text: &str, line: &str) -> Option<TextDays> {
    let columns = csv::Reader::from_reader(text.as_bytes()).headers().ok()?.clone();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let row = reader.records().next()?.ok()?;
    let day = |name: &str| {
        let column = columns.iter().position(|column| column == name)?;
        row.get(column)?.parse::<Date>().ok()
    };
    Some((day("valid_from"), day("valid_to")))
}

/// A line for whoever reads the file; in the head of an SQL file a line that sets a key is none.
fn is_comment(path: &str, line: &str) -> bool {
    let line = line.trim_start();
    match line.strip_prefix("-- ") {
        Some(head) if is_kind(path, "sql") => {
            let key = head.split('=').next().unwrap_or_default().trim_end();
            !head.contains('=') || !key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        }
        _ => is_kind(path, "toml") && line.starts_with('#'),
    }
}
