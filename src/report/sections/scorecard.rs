//! A scorecard as the plans print it: points, what is lost, where they are from.

use super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{catalog::report::SectionDefinition, domain::threshold::Threshold, view::ScoreRequest};

impl ReportBuilder<'_> {
    /// Fills in the section's scorecard for the agency of the document; returns nothing where the card
    /// is not of that agency or period, or no row has points.
    pub fn scorecard_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let Ok(card) = self
            .context
            .catalog
            .find_scorecard(section.card.as_deref().unwrap_or_default(), self.period.end())
        else {
            // There is no version of it for that time.
            return Ok(Vec::new());
        };
        // Of an agency, or of the office itself; a card that is about one is no other's.
        let found = match &self.agency {
            Some(agency) => Some(agency.clone()),
            None => self.context.own_agency(self.period)?,
        };
        let is_its = |code: &str| card.agency.as_deref().is_none_or(|bound| bound == code);
        let Some(agency) = found.filter(|agency| is_its(&agency.code)) else {
            return Ok(Vec::new());
        };
        let asked = ScoreRequest {
            catalog: self.context.catalog,
            warehouse: self.context.warehouse,
            card,
            period: self.period,
            agency: &agency.code,
        };
        let rows = asked.score_rows()?;
        // A card nothing is known of has rows all the same.
        if rows.iter().all(|row| row.points.is_none() && row.target.is_none()) {
            return Ok(Vec::new());
        }
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        let heads = [
            (say("column.code"), 10),
            (say("column.name"), 44),
            (say("column.max"), 11),
            (say("column.points"), 11),
            (say("column.lost"), 11),
            (say("column.target"), 11),
            (say("column.origin"), 20),
        ];
        let said = [
            ("card", card.name.clone()),
            ("agency", agency.name.clone()),
            ("period", self.period_name()),
            ("source", card.source.clone()),
        ];
        let caption = self.say("report.card.caption", &said);
        let mut table = ReportTable::new(card.name.clone(), caption, heads);
        for row in &rows {
            let cells = [
                ReportCell::from_text(row.id.clone()),
                ReportCell::from_text(row.name.clone()),
                ReportCell::from_decimal(row.max.map(Threshold::to_hundredths)),
                ReportCell::from_decimal(row.points),
                ReportCell::from_decimal(row.lost_points()),
                ReportCell::from_decimal(row.target),
                ReportCell::from_text(self.words().describe_origin(row)),
            ];
            if row.is_group { table.strong(cells) } else { table.line(cells) }
        }
        let mut blocks = vec![ReportBlock::Table(table)];
        if card.adds_up {
            let total = self.words().score_total(&asked.total_score(&rows)?);
            blocks.push(ReportBlock::Paragraph(total));
        }
        if rows.iter().any(crate::view::ScoredRow::is_starred) {
            blocks.push(ReportBlock::Note(say("score.star")));
        }
        Ok(blocks)
    }
}
