//! A4, with the margins of Nghị định 30/2020/NĐ-CP.

/// In twentieths of a point.
const SHORT: u32 = 11906;
const LONG: u32 = 16838;
/// 20 mm above and below, 30 mm left, 15 mm right; on its side 20 mm all round.
const EDGE: u32 = 1134;
const LEFT: u32 = 1701;
const RIGHT: u32 = 850;

/// Describes a page: its orientation, and whether it is the first of a document.
#[derive(Debug, Clone, Copy)]
pub struct DocxPage {
    pub landscape: bool,
    /// The first of a paper bears no number.
    pub is_first: bool,
}

impl DocxPage {
    /// Makes the first page of a document.
    pub fn first_page(landscape: bool) -> Self {
        Self { landscape, is_first: true }
    }

    /// How wide the text is.
    pub fn text_width(self) -> u32 {
        if self.landscape { LONG - 2 * EDGE } else { SHORT - LEFT - RIGHT }
    }

    /// Writes the section properties: paper size, margins, header and page numbers.
    pub fn section_xml(self) -> String {
        let (size, margins) = if self.landscape {
            (format!("w:w=\"{LONG}\" w:h=\"{SHORT}\" w:orient=\"landscape\""), (EDGE, EDGE))
        } else {
            (format!("w:w=\"{SHORT}\" w:h=\"{LONG}\""), (LEFT, RIGHT))
        };
        let (left, right) = margins;
        let number = if self.is_first { "<w:pgNumType w:start=\"1\"/><w:titlePg/>" } else { "" };
        format!(
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/><w:type w:val=\"nextPage\"/>\
             <w:pgSz {size}/><w:pgMar w:top=\"{EDGE}\" w:right=\"{right}\" w:bottom=\"{EDGE}\" w:left=\"{left}\" \
             w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>{number}</w:sectPr>"
        )
    }
}
