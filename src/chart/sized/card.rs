//! Sentences and a ladder on one picture, for a chat.

use super::{
    super::{
        canvas::{INK, LOW, LabelStyle, SOFT, SvgCanvas, draw_sheet},
        error::ChartError,
    },
    ladder::LadderChart,
    sheet::{ChartSheet, wrap_text},
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

impl CardPicture {
    /// Renders the card as SVG, as wide as a page; its height is what it takes.
    pub fn render_svg(&self) -> Result<String, ChartError> {
        let mut height = 0;
        draw_sheet((10, 10), ("", ""), |canvas| {
            height = self.draw_on(canvas)?;
            Ok(())
        })?;
        let mut said: Vec<&str> = self.paragraphs.iter().map(|(text, _)| text.as_str()).collect();
        let bars = self.ladder.as_ref().map(LadderChart::describe);
        said.extend(bars.as_deref());
        let size = (ChartSheet::Page.width(), height);
        draw_sheet(size, (&self.title, &said.join(" ")), |canvas| self.draw_on(canvas).map(drop))
    }

    /// Draws all of it; returns how high it is.
    fn draw_on(&self, canvas: &SvgCanvas) -> Result<i32, ChartError> {
        let sheet = ChartSheet::Page;
        let room = sheet.width() - 2 * sheet.margin() - 12;
        let mut top = 20;
        let mut put = |text: &str, style: &LabelStyle, size: i32| {
            for line in wrap_text(canvas, text, style, room)? {
                top += size * 4 / 3;
                canvas.draw_text((sheet.margin() + 12, top - size * 2 / 3), &line, style)?;
            }
            top += size / 2;
            Ok::<_, ChartError>(())
        };
        put(&self.title, &LabelStyle::new(30, INK).in_bold(), 30)?;
        for (text, is_missed) in &self.paragraphs {
            let colour = if *is_missed { LOW } else { INK };
            let style = LabelStyle::new(21, colour);
            put(text, &if *is_missed { style.in_bold() } else { style }, 21)?;
        }
        if let Some(ladder) = &self.ladder {
            put(&ladder.frame.title, &LabelStyle::new(18, SOFT).in_bold(), 18)?;
            top += ladder.draw_within(canvas, sheet, top)?;
        }
        top += 24;
        let footer = LabelStyle::new(16, SOFT);
        let footers = wrap_text(canvas, &self.footer, &footer, room)?;
        for line in footers {
            canvas.draw_text((sheet.margin() + 12, top), &line, &footer)?;
            top += 20;
        }
        Ok(top + 8)
    }
}
