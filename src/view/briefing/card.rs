//! The answers and their picture on one sheet.

use super::request::{Briefing, BriefingRequest, SentenceKind};
use crate::{
    chart::{CardPicture, LadderChart},
    view::picture::{ChartKind, ChartRequest, LadderEnds, PictureError},
};

impl BriefingRequest<'_> {
    /// Makes the card of the answers, with a ladder where there are several agencies.
    pub fn make_card(&self, briefing: &Briefing) -> Result<CardPicture, PictureError> {
        let paragraphs = briefing.sentences.iter().map(|sentence| {
            let is_missed = sentence.kind == SentenceKind::Floor && briefing.tally.missed > 0;
            (sentence.text.clone(), is_missed)
        });
        let said = [("version", self.warehouse.data_version.as_str())];
        let id = if self.basis.is_published() { "footer.published" } else { "footer.computed" };
        Ok(CardPicture {
            title: briefing.title.clone(),
            paragraphs: paragraphs.collect(),
            ladder: self.make_ladder(briefing, LadderEnds::CARD)?,
            footer: self.words().mark_invented(self.warehouse, self.words().fill_phrase(id, &said)),
        })
    }

    /// The agencies of the answers as a ladder; none of one alone, or where nothing is known.
    pub fn make_ladder(
        &self,
        briefing: &Briefing,
        ends: LadderEnds,
    ) -> Result<Option<LadderChart>, PictureError> {
        if briefing.tally.all() < 2 {
            return Ok(None);
        }
        match self.chart_request(briefing).ladder_chart(ends) {
            Err(PictureError::Nothing { .. }) => Ok(None),
            drawn => drawn.map(Some),
        }
    }

    /// The same agencies, as pictures are asked for.
    pub fn chart_request(&self, briefing: &Briefing) -> ChartRequest<'_> {
        ChartRequest {
            catalog: self.catalog,
            warehouse: self.warehouse,
            metric: self.ranking,
            period: briefing.judged_over,
            basis: self.basis,
            agency: self.agency.map(|agency| agency.code.as_str()),
            kind: ChartKind::Ladder,
        }
    }
}
