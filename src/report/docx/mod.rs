//! Word documents: real styles, real tables, captions that count. The parts that never change are files.
//!
//! A document is written as text: it is a few kinds of element, and the same paper is the same bytes.

mod body;
mod closing;
mod head;
mod package;
mod page;
mod table;
mod text;

use super::{
    ReportError,
    paper::{Block, Paper},
};
use page::Page;

/// Several papers are one document, each beginning at page 1.
pub fn write(papers: &[Paper]) -> Result<Vec<u8>, ReportError> {
    let mut body = body::Body::default();
    for (number, paper) in papers.iter().enumerate() {
        let mut page = Page::first(paper.landscape);
        if number > 0 {
            body.end_section();
        }
        body.begin(page);
        body.put(&head::letterhead(&paper.letterhead));
        let mut blocks = paper.blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            let is_signed = matches!(blocks.peek(), Some(Block::Closing(_)));
            match block {
                Block::NewPage { landscape } if *landscape == page.landscape => body.new_page(),
                Block::NewPage { landscape } => {
                    page = Page { landscape: *landscape, is_first: false };
                    body.end_section();
                    body.begin(page);
                }
                block => body.block(block, is_signed),
            }
        }
    }
    package::pack(papers, &body.finish())
}
