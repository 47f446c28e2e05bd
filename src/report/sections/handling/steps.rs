//! A line for each step of the handling: which office, what it came to, how much of the time it took.

use super::super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{
    catalog::report::SectionDefinition,
    domain::{decimal::FixedDecimal, decimal::format_thousands},
    warehouse::query::{HandlingAsked, HandlingSteps, StepTimes},
};

impl ReportBuilder<'_> {
    /// Fills in how long the steps took that ended in the period, and how long citizens were waited for; nothing where no step is known.
    pub fn steps_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let metric = self.metric_of(section)?;
        let asked = HandlingAsked { metric, period: self.period, agency: self.code() };
        let found = self.context.warehouse.dossiers.read_handling_steps(&asked)?;
        let count = format_thousands(found.unknown_steps);
        let unknown = (found.unknown_steps > 0)
            .then(|| ReportBlock::Paragraph(self.say("report.steps.unknown", &[("count", count)])));
        if found.steps.is_empty() {
            return Ok(unknown.into_iter().collect());
        }
        let mut table = self.steps_table(section)?;
        let whole: i64 = found.steps.iter().map(|step| step.total_minutes).sum();
        let shown = found.steps.len().min(section.at_most);
        for step in found.steps.iter().take(shown) {
            table.line(self.step_cells(table.lines.len() + 1, step, whole));
        }
        let mut blocks = vec![ReportBlock::Table(table)];
        blocks.push(ReportBlock::Note(self.say("report.steps.note", &[])));
        blocks.extend(self.cut(shown, found.steps.len()));
        blocks.extend(self.waiting_sentence(&found).map(ReportBlock::Paragraph));
        blocks.extend(unknown);
        Ok(blocks)
    }

    fn steps_table(&self, section: &SectionDefinition) -> Result<ReportTable, ReportError> {
        let columns =
            [("office", 24), ("status", 18), ("steps", 9), ("median", 14), ("ninetieth", 14)];
        let columns = columns.into_iter().chain([("share", 12), ("overdue", 12)]);
        let heads: Vec<(String, u16)> = std::iter::once((self.say("report.order", &[]), 5))
            .chain(columns.map(|(id, width)| (self.say(&format!("report.steps.{id}"), &[]), width)))
            .collect();
        let caption = self.filled_phrase("report.steps.caption")?;
        let name = self.sheet_name(section, &self.say("report.steps.sheet", &[]));
        Ok(ReportTable::new(name, caption, heads))
    }

    fn step_cells(&self, order: usize, step: &StepTimes, whole: i64) -> Vec<ReportCell> {
        let unknown = || self.say("value.unknown", &[]);
        let time = |pick: fn(&crate::warehouse::query::DurationSpread) -> i64| {
            let said = step.minutes.as_ref().map(|it| self.words().format_minutes(pick(it)));
            ReportCell::from_text(said.unwrap_or_else(unknown))
        };
        // Of steps nobody knows the time of the share is not known either.
        let share =
            step.minutes.and_then(|_| FixedDecimal::of_fraction(step.total_minutes, whole, 100));
        let overdue = if step.due == 0 {
            unknown()
        } else {
            format!("{}/{}", format_thousands(step.overdue), format_thousands(step.due))
        };
        vec![
            ReportCell::from_usize(order),
            ReportCell::from_text(step.office.clone().unwrap_or_else(unknown)),
            ReportCell::from_text(
                self.context.catalog.vocabulary.display_name("status", &step.status),
            ),
            ReportCell::from_count(step.steps),
            time(|minutes| minutes.median),
            time(|minutes| minutes.ninetieth),
            ReportCell::from_decimal(share),
            ReportCell::from_text(overdue),
        ]
    }

    fn waiting_sentence(&self, found: &HandlingSteps) -> Option<String> {
        let waiting = found.waiting?.minutes;
        let said = [
            ("count", format_thousands(waiting.counted)),
            ("median", self.words().format_minutes(waiting.median)),
            ("ninetieth", self.words().format_minutes(waiting.ninetieth)),
        ];
        Some(self.say("report.steps.waiting", &said))
    }
}
