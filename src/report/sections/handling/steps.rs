//! A line for each step of the handling: which office, what it came to, how much of the time it took.

use super::super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{catalog::report::SectionDefinition, view::StepText, warehouse::query::HandlingAsked};

impl ReportBuilder<'_> {
    /// Fills in how long the steps took that ended in the period, and how long citizens were waited for; nothing where no step is known.
    pub fn steps_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let metric = self.metric_of(section)?;
        let asked = HandlingAsked { metric, period: self.period, agency: self.code() };
        let found = self.context.warehouse.dossiers.read_handling_steps(&asked)?;
        let words = self.words();
        let unknown = words.unknown_steps_sentence(&found).map(ReportBlock::Paragraph);
        if found.steps.is_empty() {
            return Ok(unknown.into_iter().collect());
        }
        let mut table = self.steps_table(section)?;
        let shown = found.steps.len().min(section.at_most);
        for step in words.list_step_texts(&found).into_iter().take(shown) {
            table.line(step_cells(table.lines.len() + 1, step));
        }
        let mut blocks = vec![ReportBlock::Table(table)];
        blocks.push(ReportBlock::Note(self.say("report.steps.note", &[])));
        blocks.extend(self.cut(shown, found.steps.len()));
        blocks.extend(words.waiting_sentence(&found).map(ReportBlock::Paragraph));
        blocks.extend(unknown);
        Ok(blocks)
    }

    fn steps_table(&self, section: &SectionDefinition) -> Result<ReportTable, ReportError> {
        let columns =
            [("office", 22), ("status", 17), ("steps", 9), ("median", 14), ("ninetieth", 14)];
        let columns = columns.into_iter().chain([("share", 12), ("due", 8), ("overdue", 8)]);
        let heads: Vec<(String, u16)> = std::iter::once((self.say("report.order", &[]), 5))
            .chain(columns.map(|(id, width)| (self.say(&format!("report.steps.{id}"), &[]), width)))
            .collect();
        let caption = self.filled_phrase("report.steps.caption")?;
        let name = self.sheet_name(section, &self.say("report.steps.sheet", &[]));
        Ok(ReportTable::new(name, caption, heads))
    }
}

fn step_cells(order: usize, step: StepText) -> [ReportCell; 9] {
    let [due, overdue] = match step.due {
        Some((due, overdue)) => [due, overdue].map(ReportCell::from_count),
        None => [(); 2].map(|()| ReportCell::from_text(step.overdue.clone())),
    };
    [
        ReportCell::from_usize(order),
        ReportCell::from_text(step.office),
        ReportCell::from_text(step.status),
        ReportCell::from_count(step.steps),
        ReportCell::from_minutes(step.median, step.minutes.map(|it| it.median)),
        ReportCell::from_minutes(step.ninetieth, step.minutes.map(|it| it.ninetieth)),
        ReportCell::from_decimal(step.share),
        due,
        overdue,
    ]
}
