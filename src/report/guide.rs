//! A guide written in Markdown, as a document for whoever has no program that reads it: headings, paragraphs, lists, tables, nothing else.

use jiff::civil::Date;

use super::{
    ReportError, ReportFormat,
    document::{
        BlockCaption, ReportBlock, ReportCell, ReportDocument, ReportLetterhead, ReportTable,
    },
};

/// Says the words a guide needs that its text has not.
#[derive(Debug, Clone)]
pub struct GuideWords {
    /// "HƯỚNG DẪN"
    pub kind: String,
    /// "Bảng"
    pub table: String,
    /// Who hands it out.
    pub author: String,
}

/// Writes a guide as PDF. Fails where the program was built without PDF.
pub fn write_guide(markdown: &str, words: &GuideWords, on: Date) -> Result<Vec<u8>, ReportError> {
    ReportFormat::Pdf.write_documents(&[read_guide(markdown, words, on)])
}

fn read_guide(markdown: &str, words: &GuideWords, on: Date) -> ReportDocument {
    let mut guide = GuideReader { words, title: String::new(), blocks: Vec::new(), open: None };
    let mut is_code = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            guide.close();
            is_code = !is_code;
        } else if is_code {
            guide.blocks.push(ReportBlock::Note(line.to_owned()));
        } else {
            guide.read_line(line);
        }
    }
    guide.close();
    let letterhead = ReportLetterhead {
        agency: words.author.clone(),
        kind: Some(words.kind.clone()),
        subject: guide.title.clone(),
        ..ReportLetterhead::default()
    };
    ReportDocument {
        title: guide.title.clone(),
        letterhead,
        mail_subject: guide.title,
        landscape: false,
        blocks: guide.blocks,
        provenance: String::new(),
        on,
    }
}

/// What the lines before began, and the next may go on.
enum OpenBlock {
    Text(String),
    Rows(Vec<Vec<String>>),
}

struct GuideReader<'w> {
    words: &'w GuideWords,
    title: String,
    blocks: Vec<ReportBlock>,
    open: Option<OpenBlock>,
}

impl GuideReader<'_> {
    fn read_line(&mut self, line: &str) {
        let text = line.trim();
        if let Some(cells) = text.strip_prefix('|').and_then(|row| row.strip_suffix('|')) {
            let cells: Vec<String> = cells.split('|').map(|cell| plain_text(cell.trim())).collect();
            if let Some(OpenBlock::Rows(rows)) = &mut self.open {
                rows.push(cells);
            } else {
                self.close();
                self.open = Some(OpenBlock::Rows(vec![cells]));
            }
            return;
        }
        let hashes = text.chars().take_while(|letter| *letter == '#').count();
        let number = text.split_once(". ").filter(|(number, _)| number.parse::<u8>().is_ok());
        if text.is_empty() {
            self.close();
        } else if hashes > 0 {
            self.close();
            let words = plain_text(text[hashes..].trim());
            match u8::try_from(hashes) {
                Ok(1) => self.title = words,
                Ok(level) => self.blocks.push(ReportBlock::Heading((level - 1).min(2), words)),
                Err(_) => {}
            }
        } else if let Some(item) = text.strip_prefix("- ") {
            self.begin_text(format!("– {}", plain_text(item)));
        } else if number.is_some() {
            self.begin_text(plain_text(text));
        } else if let Some(OpenBlock::Text(open)) = &mut self.open {
            open.push(' ');
            open.push_str(&plain_text(text));
        } else {
            self.begin_text(plain_text(text));
        }
    }

    fn begin_text(&mut self, text: String) {
        self.close();
        self.open = Some(OpenBlock::Text(text));
    }

    fn close(&mut self) {
        match self.open.take() {
            Some(OpenBlock::Text(text)) => self.blocks.push(ReportBlock::Paragraph(text)),
            Some(OpenBlock::Rows(rows)) => self.put_table(rows),
            None => {}
        }
    }

    fn put_table(&mut self, rows: Vec<Vec<String>>) {
        let number =
            self.blocks.iter().filter(|it| matches!(it, ReportBlock::Table(_))).count() + 1;
        let heading = self.blocks.iter().rev().find_map(|block| match block {
            ReportBlock::Heading(_, words) => Some(words.clone()),
            _ => None,
        });
        let name = heading.unwrap_or_else(|| self.title.clone());
        let mut rows = rows.into_iter();
        let heads = rows.next().unwrap_or_default();
        let columns = heads.len();
        let mut table =
            ReportTable::new(name.clone(), String::new(), heads.into_iter().map(|head| (head, 1)));
        table.caption = BlockCaption { label: self.words.table.clone(), number, text: name };
        let is_rule =
            |cells: &Vec<String>| cells.iter().all(|cell| cell.trim_matches(['-', ':']).is_empty());
        for (at, mut cells) in rows.enumerate() {
            if at == 0 && is_rule(&cells) {
                continue;
            }
            cells.resize(columns, String::new());
            table.line(cells.into_iter().map(ReportCell::from_text));
        }
        self.blocks.push(ReportBlock::Table(table));
    }
}

/// A text without the signs of emphasis, code and links: of a link its words.
fn plain_text(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        let Some((words, behind)) = link.split_once("](") else { break };
        let Some((_, after)) = behind.split_once(')') else { break };
        plain.push_str(before);
        plain.push_str(words);
        rest = after;
    }
    plain.push_str(rest);
    plain.replace("**", "").replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUIDE: &str = "# Cài\n\nMột máy\nlà **đủ**.\n\n## Bước\n\n1. Chạy `a.exe`.\n2. Xem [trang](b.md) kia.\n\n| lệnh | việc |\n|---|---|\n| `/S` | không hỏi |\n";

    fn read() -> ReportDocument {
        let words = ["HƯỚNG DẪN", "Bảng", "motcua"].map(str::to_owned);
        let [kind, table, author] = words;
        let words = GuideWords { kind, table, author };
        read_guide(GUIDE, &words, jiff::civil::date(2026, 11, 30))
    }

    #[test]
    fn each_line_is_what_it_is_in_markdown() {
        let guide = read();
        assert_eq!((&*guide.title, &*guide.letterhead.subject), ("Cài", "Cài"));
        let shown: Vec<String> = guide
            .blocks
            .iter()
            .map(|block| match block {
                ReportBlock::Heading(level, words) => format!("{level} {words}"),
                ReportBlock::Paragraph(words) => words.clone(),
                ReportBlock::Table(table) => {
                    format!("{}: {} line", table.caption.whole(), table.lines.len())
                }
                other => panic!("{other:?}"),
            })
            .collect();
        let expected = [
            "Một máy là đủ.",
            "1 Bước",
            "1. Chạy a.exe.",
            "2. Xem trang kia.",
            "Bảng 1. Bước: 1 line",
        ];
        assert_eq!(shown, expected);
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn it_is_typeset_as_a_pdf_with_headings_for_the_blind() {
        let pdf = ReportFormat::Pdf.write_documents(&[read()]).expect("typeset");
        assert!(pdf.starts_with(b"%PDF-"), "a PDF");
        assert!(memchr::memmem::find(&pdf, b"/StructTreeRoot").is_some(), "tagged");
    }
}
