//! The blocks of papers, one under the other.

use std::sync::Arc;

use super::{
    super::document::{BlockCaption, ReportBlock, ReportLink, ReportPicture},
    closing,
    head::two_column_xml,
    page::DocxPage,
    table,
    text::{escape_xml, run_xml, with_properties},
};

/// English metric units in one twentieth of a point.
const EMU: u32 = 635;
/// The side of a code, 24 mm, in English metric units.
const CODE: u64 = 864_000;

/// What the document says, and the pictures it refers to in their order.
pub struct DocxBody {
    xml: String,
    page: DocxPage,
    breaks: bool,
    pub pictures: Vec<DocxPicture>,
}

impl Default for DocxBody {
    fn default() -> Self {
        Self {
            xml: String::new(),
            page: DocxPage::first_page(false),
            breaks: false,
            pictures: Vec::new(),
        }
    }
}

impl DocxBody {
    /// Begins the part of one document, whose pages are laid out like this.
    pub fn begin_document(&mut self, page: DocxPage) {
        self.page = page;
        self.breaks = false;
    }

    /// The section that ends here says what its pages are like.
    pub fn end_section(&mut self) {
        let properties = self.page.section_xml();
        self.xml.push_str(&with_properties("Break", &properties, ""));
    }

    /// What comes next begins a page.
    pub fn new_page(&mut self) {
        self.breaks = true;
    }

    /// Appends XML of block elements as it is.
    pub fn push_xml(&mut self, xml: &str) {
        self.xml.push_str(xml);
    }

    /// Ends the body with the properties of its last section, and returns its XML and pictures.
    pub fn finish_body(mut self) -> FinishedBody {
        // A table cannot end a document: what a program puts behind it would take a line.
        self.xml.push_str(&with_properties("Break", "", ""));
        self.xml.push_str(&self.page.section_xml());
        FinishedBody { xml: self.xml, pictures: self.pictures }
    }

    /// What is signed stays with its signature, which is on no page alone.
    pub fn push_block(&mut self, block: &ReportBlock, is_signed: bool) {
        let before = if std::mem::take(&mut self.breaks) { "<w:pageBreakBefore/>" } else { "" };
        let keep = if is_signed { "<w:keepNext/>" } else { "" };
        let around = &format!("{keep}{before}");
        let xml = match block {
            ReportBlock::Heading(level, text) => {
                with_properties(&format!("Heading{level}"), before, &run_xml(text, ""))
            }
            ReportBlock::Paragraph(text) => with_properties("BodyText", around, &run_xml(text, "")),
            ReportBlock::Note(text) => with_properties("Note", around, &run_xml(text, "")),
            ReportBlock::Table(table) => {
                caption_xml(&table.caption, before)
                    + &table::table_xml(table, self.page.text_width(), keep)
            }
            ReportBlock::Picture(picture) => self.picture_xml(picture, before),
            ReportBlock::Link(link) => self.link_xml(link, before),
            ReportBlock::Closing(closing) => closing::closing_xml(closing, before),
            ReportBlock::NewPage { .. } => String::new(),
        };
        self.xml.push_str(&xml);
    }

    /// As wide as the text, and its caption under it.
    fn picture_xml(&mut self, picture: &ReportPicture, before: &str) -> String {
        let (width, height) = picture.size;
        let wide = u64::from(self.page.text_width().min(9355) * EMU);
        let size = (wide, wide * u64::from(height) / u64::from(width.max(1)));
        let name = format!("{} {}", picture.caption.label, picture.caption.number);
        let file = DocxPicture { png: Arc::clone(&picture.png), svg: None };
        let drawing = self.drawing_xml(file, size, (&name, &picture.alt));
        with_properties("Figure", before, &drawing)
            + &caption_xml(&picture.caption, "<w:keepNext w:val=\"0\"/>")
    }

    /// The code, and behind it the address, which leads there too; it stays with the signature.
    fn link_xml(&mut self, link: &ReportLink, before: &str) -> String {
        let file = DocxPicture { png: Arc::clone(&link.png), svg: Some(Arc::clone(&link.svg)) };
        let drawing = self.drawing_xml(file, (CODE, CODE), (&link.alt, &link.alt));
        let address = format!(
            "<w:fldSimple w:instr=\"{}\">{}</w:fldSimple>",
            escape_xml(&format!(" HYPERLINK \"{}\" ", link.url)),
            run_xml(&link.url, "<w:u w:val=\"single\"/>")
        );
        let note = |inner: &str| with_properties("Note", "<w:keepNext/>", inner);
        let right = note(&run_xml(&link.words, "")) + &note(&address);
        let space = with_properties("Normal", &format!("<w:keepNext/>{before}"), "");
        let space = if before.is_empty() { String::new() } else { space };
        space + &two_column_xml(&note(&drawing), &right)
    }

    fn drawing_xml(
        &mut self,
        file: DocxPicture,
        (wide, high): (u64, u64),
        (name, alt): (&str, &str),
    ) -> String {
        let has_svg = file.svg.is_some();
        self.pictures.push(file);
        let number = self.pictures.len();
        // Who knows SVG draws that, whoever does not the dots.
        let vector = if has_svg {
            format!(
                "<a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\"><asvg:svgBlip \
                 xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"rIdVector{number}\"/>\
                 </a:ext></a:extLst>"
            )
        } else {
            String::new()
        };
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{high}\"/>\
             <wp:docPr id=\"{number}\" name=\"{name}\" descr=\"{alt}\"/><a:graphic><a:graphicData \
             uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{number}\" \
             name=\"{name}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rIdPicture{number}\">\
             {vector}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>\
             <a:ext cx=\"{wide}\" cy=\"{high}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>\
             </a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
            name = escape_xml(name),
            alt = escape_xml(alt),
        )
    }
}

/// A picture as dots, and as squares where it is drawn of such.
pub struct DocxPicture {
    pub png: Arc<Vec<u8>>,
    pub svg: Option<Arc<String>>,
}

/// The whole text, and what it refers to.
pub struct FinishedBody {
    pub xml: String,
    pub pictures: Vec<DocxPicture>,
}

/// "Bảng 1. …"; the number is a field, so that Word lists tables and pictures.
fn caption_xml(caption: &BlockCaption, properties: &str) -> String {
    // It begins again with each paper, and counts from there when a table is put in or taken out.
    let again = if caption.number == 1 { "\\r 1 " } else { "" };
    let field = format!(" SEQ {} \\* ARABIC {again}", caption.label);
    let inner = format!(
        "{}<w:fldSimple w:instr=\"{}\">{}</w:fldSimple>{}",
        run_xml(&format!("{} ", caption.label), ""),
        escape_xml(&field),
        run_xml(&caption.number.to_string(), ""),
        run_xml(&format!(". {}", caption.text), "")
    );
    with_properties("Caption", properties, &inner)
}

#[cfg(test)]
mod tests {
    use super::{super::super::document::ReportClosing, *};

    #[test]
    fn whatever_comes_next_begins_the_page() {
        let picture = ReportPicture {
            png: Arc::default(),
            size: (2, 1),
            caption: BlockCaption::default(),
            alt: String::new(),
        };
        for block in [ReportBlock::Picture(picture), ReportBlock::Closing(ReportClosing::default())]
        {
            let mut body = DocxBody::default();
            body.new_page();
            body.push_block(&block, false);
            body.push_block(&ReportBlock::Note("x".into()), false);
            assert_eq!(
                body.finish_body().xml.matches("<w:pageBreakBefore/>").count(),
                1,
                "{block:?}"
            );
        }
    }
}
