//! A paper as calls of the layout's functions. Every text is a string in quotes, never markup.

use std::{fmt::Write as _, sync::Arc};

use super::super::document::{
    ReportBlock, ReportCell, ReportClosing, ReportDocument, ReportLetterhead, ReportLink,
    ReportPicture, ReportTable, TableLine,
};

/// Letters of a word that fits the narrowest column of codes.
const LONG: usize = 26;

type PictureFiles = Vec<(String, Arc<Vec<u8>>)>;

/// The text, and the pictures it names.
pub fn to_typst(papers: &[ReportDocument]) -> (String, PictureFiles) {
    let mut pictures = PictureFiles::new();
    let first = papers.first();
    let mut text = format!(
        "#import \"layout.typ\": *\n#show: document-of.with(title: {}, author: {}, provenance: {})\n",
        quote_text(first.map_or("", |paper| &paper.title)),
        quote_text(first.map_or("", |paper| &paper.letterhead.agency)),
        quote_text(first.map_or("", |paper| &paper.provenance)),
    );
    for (number, paper) in papers.iter().enumerate() {
        let mut landscape = paper.landscape;
        if number > 0 || landscape {
            text.push_str(&begin_page(landscape));
        }
        text.push_str("#counter(page).update(1)\n");
        put_letterhead(&mut text, &paper.letterhead);
        for (at, block) in paper.blocks.iter().enumerate() {
            match block {
                ReportBlock::NewPage { landscape: turned } if *turned == landscape => {
                    text.push_str("#pagebreak()\n");
                }
                ReportBlock::NewPage { landscape: turned } => {
                    landscape = *turned;
                    text.push_str(&begin_page(landscape));
                }
                ReportBlock::Paragraph(words) if paper.is_signed(at) => {
                    // What is written to a string cannot fail.
                    let _ = writeln!(text, "#signed-text({})", quote_text(words));
                }
                block => put_block(&mut text, block, &mut pictures),
            }
        }
        if let Some(line) = paper.annex_line() {
            put_block(&mut text, &line, &mut pictures);
        }
    }
    (text, pictures)
}

/// A page begins that lies so.
fn begin_page(landscape: bool) -> String {
    format!("#set page(..{})\n", if landscape { "on-its-side" } else { "upright" })
}

fn put_block(text: &mut String, block: &ReportBlock, pictures: &mut PictureFiles) {
    // What is written to a string cannot fail.
    let _ = match block {
        ReportBlock::Heading(level, words) => {
            writeln!(text, "#heading(level: {level}, {})", quote_text(words))
        }
        ReportBlock::Paragraph(words) => writeln!(text, "#body-text({})", quote_text(words)),
        ReportBlock::Note(words) => writeln!(text, "#note({})", quote_text(words)),
        ReportBlock::Table(table) => {
            put_table(text, table);
            Ok(())
        }
        ReportBlock::Picture(picture) => writeln!(text, "{}", put_picture(picture, pictures)),
        ReportBlock::Link(link) => writeln!(text, "{}", put_link(link, pictures)),
        ReportBlock::Closing(closing) => writeln!(text, "{}", put_closing(closing)),
        ReportBlock::NewPage { .. } => Ok(()),
    };
}

fn put_letterhead(text: &mut String, head: &ReportLetterhead) {
    let or_none = |text: &Option<String>| text.as_deref().map_or("none".into(), quote_text);
    let _ = writeln!(
        text,
        "#letterhead(superior: {}, agency: {}, nation: {}, motto: {}, number: {}, place: {}, kind: {}, subject: {}, to: {})",
        or_none(&head.superior),
        quote_text(&head.agency),
        quote_text(&head.nation),
        quote_text(&head.motto),
        quote_text(&head.number),
        quote_text(&head.place_and_day),
        or_none(&head.kind),
        quote_text(&head.subject),
        quote_list(&head.to),
    );
}

fn put_closing(closing: &ReportClosing) -> String {
    format!(
        "#closing(heading: {}, recipients: {}, title: {}, signer: {})",
        quote_text(&closing.heading),
        quote_list(&closing.recipients),
        quote_list(&closing.title),
        quote_text(&closing.signer)
    )
}

fn put_picture(picture: &ReportPicture, pictures: &mut PictureFiles) -> String {
    let name = format!("{}.png", pictures.len() + 1);
    let call = format!(
        "#drawn({}, alt: {}, caption: {})",
        quote_text(&name),
        quote_text(&picture.alt),
        quote_text(&picture.caption.whole())
    );
    pictures.push((name, Arc::clone(&picture.png)));
    call
}

fn put_link(link: &ReportLink, pictures: &mut PictureFiles) -> String {
    let name = format!("{}.svg", pictures.len() + 1);
    let call = format!(
        "#live-link({}, alt: {}, words: {}, url: {})",
        quote_text(&name),
        quote_text(&link.alt),
        quote_text(&link.words),
        quote_text(&link.url)
    );
    pictures.push((name, Arc::new(link.svg.as_bytes().to_vec())));
    call
}

fn put_table(text: &mut String, table: &ReportTable) {
    let widths: Vec<String> = table.widths.iter().map(|width| format!("{width}fr")).collect();
    let _ = write!(
        text,
        "#listed(caption: {}, columns: ({},), head: (",
        quote_text(&table.caption.whole()),
        widths.join(", ")
    );
    put_rows(text, table);
}

/// The headings, then lines, and the end of the call.
fn put_rows(text: &mut String, table: &ReportTable) {
    for head in table.heads.iter().flatten() {
        let _ = write!(text, "h({}, {}, {}), ", quote_text(&head.text), head.columns, head.rows);
    }
    text.push_str("),\n");
    for line in &table.lines {
        if line.is_heading {
            put_heading(text, line);
        } else {
            put_line(text, line);
        }
    }
    text.push_str(")\n");
}

/// A heading among the lines: it stays with the line behind it, and stands again on the next page.
fn put_heading(text: &mut String, line: &TableLine) {
    let empty = line.cells.iter().take_while(|cell| cell.shown().is_empty()).count();
    let said = line.cells.get(empty).map_or(String::new(), ReportCell::shown);
    let _ = writeln!(text, "among({}, {empty}, {}), ", quote_text(&said), line.cells.len() - empty);
}

fn put_line(text: &mut String, line: &TableLine) {
    for cell in &line.cells {
        let _ = write!(
            text,
            "{}({}), ",
            cell_function(cell, line.is_strong),
            quote_text(&break_long_codes(&cell.shown()))
        );
    }
    text.push('\n');
}

/// The layout's function for a cell: text or number, plain, strong or bad.
fn cell_function(cell: &ReportCell, is_strong: bool) -> &'static str {
    match (cell.is_number(), cell.is_bad(), is_strong) {
        (true, true, _) => "nb",
        (true, false, true) => "ns",
        (true, false, false) => "n",
        (false, true, _) => "tb",
        (false, false, true) => "ts",
        (false, false, false) => "t",
    }
}

/// A long code may go on in the next line behind its dashes.
fn break_long_codes(text: &str) -> String {
    let is_long = text.split_whitespace().any(|word| word.chars().count() > LONG);
    if is_long { text.replace('-', "-\u{200b}") } else { text.to_owned() }
}

fn quote_list(texts: &[String]) -> String {
    let texts: String = texts.iter().map(|text| quote_text(text) + ",").collect();
    format!("({texts})")
}

/// A string of typst; nothing in it can end it.
fn quote_text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_a_text_whatever_stands_in_it() {
        assert_eq!(quote_text("a\"b\\c #let x\u{7}\n"), r#""a\"b\\c #let x\n""#);
    }

    #[test]
    fn a_heading_among_rows_is_a_header_and_stays_with_the_row_behind_it() {
        let heads = [("TT".to_owned(), 5), ("Tên".to_owned(), 20)];
        let mut table = ReportTable::new(String::new(), String::new(), heads);
        let row = |name: &str| [ReportCell::from_text("1"), ReportCell::from_text(name)];
        table.line(row("a"));
        table.heading("few".into(), 1);
        table.line(row("b"));
        let mut text = String::new();
        put_table(&mut text, &table);
        assert!(text.contains("among(\"few\", 1, 1), "), "{text}");
    }
}
