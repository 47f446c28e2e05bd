//! Charts as pictures, each with its numbers in words.

use std::sync::Arc;

use super::{
    super::{
        ReportError,
        document::{self, ReportBlock},
    },
    ReportBuilder,
};
use crate::{
    catalog::report::SectionDefinition,
    chart::{ImageSize, render_png},
    domain::basis::MetricBasis,
    view::{ChartKind, ChartRequest, ExportTable},
};

/// Rows of a chart told in its alternative text.
const TOLD: usize = 12;

impl ReportBuilder<'_> {
    /// Draws a chart for each metric of a section that has a value. Fails for a kind of chart that is
    /// not known.
    pub fn pictures(&self, section: &SectionDefinition) -> Result<Vec<ReportBlock>, ReportError> {
        let kind: ChartKind =
            section.picture.as_deref().unwrap_or_default().parse().map_err(|_| {
                ReportError::NoPicture {
                    report: self.report.id.clone(),
                    kind: section.picture.clone().unwrap_or_default(),
                }
            })?;
        let mut blocks = Vec::new();
        for metric in self.metrics_of(section)? {
            let measure = self.whole(metric, self.period, MetricBasis::Computed)?;
            if measure.is_none_or(|measure| measure.value(metric.unit).is_none()) {
                continue;
            }
            let picture = ChartRequest {
                catalog: self.context.catalog,
                warehouse: self.context.warehouse,
                metric,
                period: self.period,
                basis: MetricBasis::Computed,
                agency: self.code(),
                kind,
            };
            let Some(drawn) = picture.draw_printed()? else {
                continue;
            };
            let png = render_png(&drawn.svg, ImageSize::Usual)?;
            let said = [("metric", metric.name.clone()), ("period", self.period_name())];
            blocks.push(ReportBlock::Picture(document::ReportPicture {
                size: dots(&png),
                png: Arc::new(png),
                caption: document::BlockCaption::new(
                    self.say(&format!("report.picture.{}", kind.id()), &said),
                ),
                alt: alt(&metric.name, &drawn.table),
            }));
        }
        Ok(blocks)
    }
}

/// "Tỷ lệ …: Xã An Sơn 80,63%; …"
fn alt(name: &str, table: &ExportTable) -> String {
    let told = table.rows.iter().take(TOLD).map(|row| {
        let texts: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
        texts.join(" ")
    });
    let rest = if table.rows.len() > TOLD { "; …" } else { "" };
    format!("{name}: {}{rest}", told.collect::<Vec<_>>().join("; "))
}

/// Width and height stand behind the first 16 bytes of a PNG.
pub(super) fn dots(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| {
        let bytes = png.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(1, u32::from_be_bytes)
    };
    (number(16), number(20))
}
