//! Sentences and a ladder on one picture, for a chat.

use super::{
    canvas::{INK, LOW, LabelStyle, SOFT, SvgCanvas, draw_sheet, round_pixels, wrap_text},
    error::ChartError,
    ladder::LadderChart,
    layout::{ChartSheet, PlotArea},
};

/// Describes a card: what it says, each paragraph by itself, and a picture under it.
#[derive(Debug, Clone, PartialEq)]
pub struct CardPicture {
    pub title: String,
    /// A paragraph, and whether it says that something is missed.
    pub paragraphs: Vec<(String, bool)>,
    pub ladder: Option<LadderChart>,
    pub footer: String,
}

/// Clear space at the edges.
const MARGIN: i32 = 28;
const SHEET: ChartSheet = ChartSheet::Page;
/// Sizes of type: of the title, of paragraphs, of the title of the ladder, of the footer.
const TITLE: f64 = 24.0;
const BODY: f64 = 17.0;
const HEADING: f64 = 14.5;
const FOOTER: f64 = 13.0;

/// A line of text, where it stands and how it is set.
type PlacedLine = (i32, String, LabelStyle);

impl CardPicture {
    /// Renders the card as SVG, as wide as a page; its height is what it takes.
    pub fn render_svg(&self) -> Result<String, ChartError> {
        let mut said: Vec<&str> = self.paragraphs.iter().map(|(text, _)| text.as_str()).collect();
        let bars = self.ladder.as_ref().map(LadderChart::describe);
        said.extend(bars.as_deref());
        let (lines, rows, height) = self.place_lines();
        draw_sheet((SHEET.width(), height), (&self.title, &said.join(" ")), |canvas| {
            for (y, line, style) in &lines {
                canvas.draw_text((MARGIN, *y), line, style)?;
            }
            self.draw_ladder(canvas, rows)
        })
    }

    fn draw_ladder(&self, canvas: &SvgCanvas, top: i32) -> Result<(), ChartError> {
        let Some(ladder) = &self.ladder else { return Ok(()) };
        let bottom = top + ladder.wanted_height(SHEET);
        let area = PlotArea { left: MARGIN, top, right: SHEET.width() - MARGIN, bottom };
        ladder.draw_rows(canvas, SHEET, area)
    }

    /// Every line with the height of its middle, where the rows of the ladder begin, and how high all of it is.
    fn place_lines(&self) -> (Vec<PlacedLine>, i32, i32) {
        let (mut top, mut lines) = (20, Vec::new());
        let mut put = |top: &mut i32, text: &str, style: LabelStyle, size: f64| {
            let high = round_pixels(size * 1.5);
            for line in wrap_text(text, &style, SHEET.width() - 2 * MARGIN) {
                lines.push((*top + high / 2, line, style));
                *top += high;
            }
            *top += round_pixels(size / 2.0);
        };
        put(&mut top, &self.title, LabelStyle::new(TITLE, INK).in_bold(), TITLE);
        for (text, is_missed) in &self.paragraphs {
            let style = LabelStyle::new(BODY, if *is_missed { LOW } else { INK });
            put(&mut top, text, if *is_missed { style.in_bold() } else { style }, BODY);
        }
        let mut rows = top;
        if let Some(ladder) = &self.ladder {
            let style = LabelStyle::new(HEADING, SOFT).in_bold();
            put(&mut top, &ladder.frame.title, style, HEADING);
            rows = top;
            top += ladder.wanted_height(SHEET) + 12;
        }
        put(&mut top, &self.footer, LabelStyle::new(FOOTER, SOFT), FOOTER);
        (lines, rows, top + 6)
    }
}
