//! Where a content file cites a document of law, and of which days the text is that does.

use std::{ops::Range, sync::LazyLock};

use jiff::civil::Date;
use regex::Regex;

use crate::catalog::{CatalogError, content::ContentFile};

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
    /// Makes the pattern; `kinds` are the words for kinds of documents, `|` between them.
    pub fn with_kinds(kinds: &str) -> Self {
        let kinds: Vec<String> = kinds.split('|').map(regex::escape).collect();
        let number = r"(?<whole>\d{1,4}/(?:\d{4}/)?[NQT]\p{Lu}[\p{L}\d-]*)";
        let worded = format!(r"(?:{})\s+(?<bare>\d{{1,4}}(?:/\d{{4}})?)", kinds.join("|"));
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
    let is_text = [".toml", ".sql", ".csv", ".html"].iter().any(|it| file.path.ends_with(it));
    // The table of the documents names them.
    if !is_text || file.path.starts_with("queries/law/") {
        return Ok(Vec::new());
    }
    let text = file.to_text()?;
    let mut found = Vec::new();
    for block in list_blocks(&file.path, text) {
        let days =
            (!file.path.starts_with("connectors/")).then(|| block_days(&text[block.clone()]));
        let mut from = block.start;
        for line in text[block].split_inclusive('\n') {
            let of_line = if file.path.ends_with(".csv") { row_days(text, line) } else { days };
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

/// A section of a report has days of its own; other files are of one piece.
fn list_blocks(path: &str, text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    if path.starts_with("reports/") {
        starts.extend(text.match_indices("[[section]]").map(|(at, _)| at));
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
        Some(head) if path.ends_with(".sql") => {
            let key = head.split('=').next().unwrap_or_default().trim_end();
            !head.contains('=') || !key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        }
        _ => path.ends_with(".toml") && line.starts_with('#'),
    }
}
