//! A scorecard as the plans print it: points, what is lost, where they are from.

use super::{
    super::{
        ReportError,
        paper::{Block, Cell, Table},
    },
    Draft,
};
use crate::{catalog::report::Section, domain::threshold::Threshold, view::Asked};

impl Draft<'_> {
    pub fn scorecard(&self, section: &Section) -> Result<Vec<Block>, ReportError> {
        let Ok(card) = self
            .press
            .catalog
            .scorecard(section.card.as_deref().unwrap_or_default(), self.period.end())
        else {
            // There is no version of it for that time.
            return Ok(Vec::new());
        };
        let Some(agency) = card.agency.as_deref().or(self.code()) else {
            return Ok(Vec::new());
        };
        let asked = Asked {
            catalog: self.press.catalog,
            warehouse: self.press.warehouse,
            card,
            period: self.period,
            agency,
        };
        let rows = asked.rows()?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let say = |id: &str| self.words().say(id, &[]);
        let heads = [
            (say("column.code"), 10),
            (say("column.name"), 44),
            (say("column.max"), 11),
            (say("column.points"), 11),
            (say("column.lost"), 11),
            (say("column.target"), 11),
            (say("column.origin"), 20),
        ];
        let heads = heads.each_ref().map(|(text, width)| (text.as_str(), *width));
        let caption = format!("{} – {} ({})", card.name, self.period_name(), card.source);
        let mut table = Table::new(card.id.clone(), caption, &heads);
        for row in &rows {
            let cells = [
                Cell::text(row.id.clone()),
                Cell::text(row.name.clone()),
                Cell::decimal(row.max.map(Threshold::hundredths)),
                Cell::decimal(row.points),
                Cell::decimal(row.lost()),
                Cell::decimal(row.target),
                Cell::text(self.words().origin(row)),
            ];
            if row.is_group { table.strong(cells) } else { table.line(cells) }
        }
        let mut blocks = vec![Block::Table(table)];
        if card.adds_up {
            let (points, max, origin) = asked.total(&rows)?;
            let id = if origin == crate::view::Origin::Published {
                "score.total_published"
            } else {
                "score.total"
            };
            let said = [("points", points.vietnamese()), ("max", max.vietnamese())];
            blocks.push(Block::Paragraph(self.say(id, &said)));
        }
        if rows.iter().any(crate::view::ScoredRow::is_starred) {
            blocks.push(Block::Note(say("score.star")));
        }
        Ok(blocks)
    }
}
