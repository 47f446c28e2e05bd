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
    document::{ReportBlock, ReportDocument},
};
use page::DocxPage;

/// Several papers are one document, each beginning at page 1.
pub fn write_docx(papers: &[ReportDocument]) -> Result<Vec<u8>, ReportError> {
    let mut body = body::DocxBody::default();
    for (number, paper) in papers.iter().enumerate() {
        let mut page = DocxPage::first_page(paper.landscape);
        if number > 0 {
            body.end_section();
        }
        body.begin_document(page);
        body.push_xml(&head::letterhead_xml(&paper.letterhead));
        for (at, block) in paper.blocks.iter().enumerate() {
            match block {
                ReportBlock::NewPage { landscape } if *landscape == page.landscape => {
                    body.new_page();
                }
                ReportBlock::NewPage { landscape } => {
                    page = DocxPage { landscape: *landscape, is_first: false };
                    body.end_section();
                    body.begin_document(page);
                }
                block => body.push_block(block, paper.is_signed(at)),
            }
        }
        if let Some(line) = paper.annex_line() {
            body.push_block(&line, false);
        }
    }
    package::pack_parts(papers, &body.finish_body())
}
