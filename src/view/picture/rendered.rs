//! A chart with the numbers it is drawn from.

use crate::{chart::ChartDrawing, view::export::ExportTable};

/// A chart, and the numbers it is drawn from.
pub struct RenderedChart {
    pub svg: String,
    pub table: ExportTable,
}

/// A chart drawn twice, for a page or a large screen and for a telephone, and the numbers it is drawn from.
pub struct PageChart {
    pub page: String,
    pub phone: String,
    pub table: ExportTable,
}

/// A chart that can be drawn for any sheet of its size.
pub(super) struct PreparedChart {
    pub drawing: ChartDrawing,
    pub table: ExportTable,
}
