//! What a chair asks first, a paragraph each, and the ladder of agencies.

use std::sync::Arc;

use super::{
    super::{
        document::{BlockCaption, ReportBlock, ReportPicture},
        error::ReportError,
    },
    pictures::dots,
    report_builder::ReportBuilder,
};
use crate::{
    chart::{ChartSheet, ImageSize, render_png},
    domain::{basis::MetricBasis, measure::Rule},
    view::{BriefingRequest, LadderEnds},
};

impl ReportBuilder<'_> {
    /// Fills in the answers of the period; those of a metric nobody knows say so.
    pub fn briefing_section(&self) -> Result<Vec<ReportBlock>, ReportError> {
        let catalog = self.context.catalog;
        let request = BriefingRequest {
            catalog,
            warehouse: self.context.warehouse,
            ranking: catalog.find_metric(&catalog.headline.ranking)?,
            period: self.period,
            basis: MetricBasis::Computed,
            rule: Rule::Date,
            agency: self.agency.as_ref(),
            is_public: false,
            is_brief: true,
        };
        let briefing = request.make_briefing()?;
        let mut blocks: Vec<ReportBlock> = (briefing.sentences.iter())
            .map(|sentence| ReportBlock::Paragraph(sentence.text.clone()))
            .collect();
        if let Some(mut ladder) = request.make_ladder(&briefing, LadderEnds::CARD)? {
            ladder.frame.footer.clear();
            let svg = ladder.render_svg(ChartSheet::A4)?;
            let png = render_png(&svg, ImageSize::Usual)?;
            let said = [("metric", request.ranking.name.clone()), ("period", self.period_name())];
            blocks.push(ReportBlock::Picture(ReportPicture {
                size: dots(&png),
                png: Arc::new(png),
                caption: BlockCaption::new(self.say("report.picture.ladder", &said)),
                alt: ladder.describe(),
            }));
        }
        Ok(blocks)
    }
}
