//! A chart of any kind, ready to be drawn for any sheet.

use super::{
    error::ChartError, frame::ChartFrame, heat::HeatMap, ladder::LadderChart, layout::ChartSheet,
    multiples::SmallMultiples, spread::SpreadChart, stack::StackedBars, tiles::TileGrid,
    trend::TrendChart,
};

/// A chart of any kind.
#[derive(Debug, Clone, PartialEq)]
pub enum ChartDrawing {
    Ladder(LadderChart),
    Trend(TrendChart),
    Spread(SpreadChart),
    Heat(HeatMap),
    Stack(StackedBars),
    Multiples(SmallMultiples),
    Tiles(TileGrid),
}

impl ChartDrawing {
    /// Renders the chart as SVG for a sheet.
    pub fn render_svg(&self, sheet: ChartSheet) -> Result<String, ChartError> {
        match self {
            Self::Ladder(chart) => chart.render_svg(sheet),
            Self::Trend(chart) => chart.render_svg(sheet),
            Self::Spread(chart) => chart.render_svg(sheet),
            Self::Heat(chart) => chart.render_svg(sheet),
            Self::Stack(chart) => chart.render_svg(sheet),
            Self::Multiples(chart) => chart.render_svg(sheet),
            Self::Tiles(chart) => chart.render_svg(sheet),
        }
    }

    /// Returns what stands around the chart.
    pub fn frame_mut(&mut self) -> &mut ChartFrame {
        match self {
            Self::Ladder(chart) => &mut chart.frame,
            Self::Trend(chart) => &mut chart.frame,
            Self::Spread(chart) => &mut chart.frame,
            Self::Heat(chart) => &mut chart.frame,
            Self::Stack(chart) => &mut chart.frame,
            Self::Multiples(chart) => &mut chart.frame,
            Self::Tiles(chart) => &mut chart.frame,
        }
    }
}
