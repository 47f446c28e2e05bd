//! Charts drawn for a sheet, a page or a signed paper.

use super::{
    ChartKind, ChartRequest, LadderEnds, PictureError,
    rendered::{PageChart, PreparedChart, RenderedChart},
};
use crate::{
    chart::{ChartDrawing, ChartMark, ChartSheet, HeatMap, LadderChart, LadderRung},
    view::export::ExportTable,
};

impl ChartRequest<'_> {
    /// Draws the chart for a sheet and returns its SVG alone.
    pub fn render_svg(&self, sheet: ChartSheet) -> Result<String, PictureError> {
        Ok(self.draw_chart(sheet)?.svg)
    }

    /// Draws the chart with the table of its numbers. Fails with `PictureError::Nothing` where there is nothing to show.
    pub fn draw_chart(&self, sheet: ChartSheet) -> Result<RenderedChart, PictureError> {
        let PreparedChart { drawing, table } = self.prepare_chart(sheet)?;
        Ok(RenderedChart { svg: drawing.render_svg(sheet)?, table })
    }

    /// Draws the chart for a signed paper, without what data it is made from; nothing where there is nothing to draw.
    pub fn draw_printed(&self) -> Result<Option<RenderedChart>, PictureError> {
        let sheet = ChartSheet::A4;
        let Some(PreparedChart { mut drawing, table }) = unless_nothing(self.prepare_chart(sheet))?
        else {
            return Ok(None);
        };
        drawing.frame_mut().footer.clear();
        Ok(Some(RenderedChart { svg: drawing.render_svg(sheet)?, table }))
    }

    /// Draws the chart for a page and for a telephone; nothing where there is nothing to draw.
    pub fn draw_for_page(&self) -> Result<Option<PageChart>, PictureError> {
        self.draw_twice(ChartSheet::Page)
    }

    /// Draws the chart for a large screen and for a telephone; nothing where there is nothing to draw.
    pub fn draw_for_meeting(&self) -> Result<Option<PageChart>, PictureError> {
        self.draw_twice(ChartSheet::Slide)
    }

    fn draw_twice(&self, sheet: ChartSheet) -> Result<Option<PageChart>, PictureError> {
        let Some(PreparedChart { drawing, table }) = unless_nothing(self.prepare_chart(sheet))?
        else {
            return Ok(None);
        };
        let [page, phone] = [sheet, ChartSheet::Phone].map(|sheet| drawing.render_svg(sheet));
        Ok(Some(PageChart { page: page?, phone: phone?, table }))
    }

    /// Asks for the numbers and makes the chart of them, of as many rows as the sheet holds.
    fn prepare_chart(&self, sheet: ChartSheet) -> Result<PreparedChart, PictureError> {
        self.require_numbers()?;
        let targets = self.warehouse.metrics.targets(self.metric, self.period.end())?;
        let prepared = match self.kind {
            ChartKind::Bar => {
                let (chart, marks) = self.ranking_chart(&targets, sheet.most_rows(false))?;
                self.require_values(&marks)?;
                let table = self.mark_table("agency", &marks);
                PreparedChart { drawing: ChartDrawing::Ladder(chart), table }
            }
            ChartKind::Line => {
                let chart = self.trend_chart(&targets)?;
                self.require_values(&chart.marks)?;
                let table = self.mark_table("period", &chart.marks);
                PreparedChart { drawing: ChartDrawing::Trend(chart), table }
            }
            ChartKind::Dots => {
                let chart = self.spread_chart(&targets)?;
                self.require_values(&chart.marks)?;
                let table = self.mark_table("agency", &chart.marks);
                PreparedChart { drawing: ChartDrawing::Spread(chart), table }
            }
            ChartKind::Heat | ChartKind::Weeks => {
                let chart = self.heat_map(&targets, sheet.most_rows(true))?;
                self.require_values(chart.rows.iter().flat_map(|(_, marks)| marks))?;
                let table = self.heat_table(&chart);
                PreparedChart { drawing: ChartDrawing::Heat(chart), table }
            }
            ChartKind::Ladder => {
                let chart = self.ladder_chart(LadderEnds::PAGE)?;
                let table = self.mark_table("agency", &drawn_marks(&chart));
                PreparedChart { drawing: ChartDrawing::Ladder(chart), table }
            }
            ChartKind::Tiles => {
                let (chart, marks) = self.tile_grid(&targets)?;
                self.require_values(&marks)?;
                let table = self.mark_table("agency", &marks);
                PreparedChart { drawing: ChartDrawing::Tiles(chart), table }
            }
            ChartKind::Parts => self.stacked_parts()?,
            ChartKind::Multiples => self.small_multiples(&targets, sheet.most_panels())?,
        };
        Ok(prepared)
    }

    /// A mark a row: whose or when, and the value.
    fn mark_table(&self, what: &str, marks: &[ChartMark]) -> ExportTable {
        let heads = [what, "value"]
            .map(|id| self.catalog.phrases.format_phrase(&format!("column.{id}"), &[]));
        let mut table = ExportTable::new(&self.metric.short_name, heads);
        for mark in marks {
            table.push_row([mark.label.clone(), mark.text.clone()]);
        }
        table
    }

    fn heat_table(&self, chart: &HeatMap) -> ExportTable {
        let mut heads = vec![self.catalog.phrases.format_phrase("column.agency", &[])];
        heads.extend(chart.columns.iter().cloned());
        let mut table = ExportTable::new(&self.metric.short_name, heads);
        for (name, marks) in &chart.rows {
            let texts = marks.iter().map(|mark| mark.text.clone());
            table.push_row([name.clone()].into_iter().chain(texts).collect::<Vec<_>>());
        }
        table
    }
}

fn drawn_marks(chart: &LadderChart) -> Vec<ChartMark> {
    chart.rungs.iter().filter_map(LadderRung::mark).cloned().collect()
}

fn unless_nothing<T>(drawn: Result<T, PictureError>) -> Result<Option<T>, PictureError> {
    match drawn {
        Err(PictureError::Nothing { .. }) => Ok(None),
        drawn => drawn.map(Some),
    }
}
