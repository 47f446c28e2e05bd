//! What systems did by themselves, and how far services were proactive.

use super::super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{catalog::report::SectionDefinition, warehouse::query::HandlingAsked};

impl ReportBuilder<'_> {
    /// Fills in how many steps of the period a system did by itself, of how many that is known of; nothing where no step is known.
    pub fn automation_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let asked = self.handling_asked(section)?;
        let found = self.context.warehouse.dossiers.read_step_automation(&asked)?;
        let said = self.words().automation_sentence(&found).map(ReportBlock::Paragraph);
        let note =
            said.is_some().then(|| ReportBlock::Note(self.say("report.automation.note", &[])));
        Ok(said.into_iter().chain(note).collect())
    }

    /// Fills in how many procedures and dossiers of the period are of each level; nothing where no dossier was done.
    pub fn proactive_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let asked = self.handling_asked(section)?;
        let levels = self.context.warehouse.dossiers.read_proactive_levels(&asked)?;
        if levels.is_empty() {
            return Ok(Vec::new());
        }
        let columns = [("level", 60), ("procedures", 20), ("dossiers", 20)];
        let heads = columns
            .map(|(id, width)| (self.say(&format!("report.proactive.{id}"), &[]), width))
            .to_vec();
        let caption = self.filled_phrase("report.proactive.caption")?;
        let name = self.sheet_name(section, &self.say("report.proactive.sheet", &[]));
        let mut table = ReportTable::new(name, caption, heads);
        let unnamed = || ReportCell::from_text(self.words().fill_phrase("value.unknown", &[]));
        for level in self.words().list_level_texts(&levels) {
            table.line([
                ReportCell::from_text(level.level),
                level.procedures.map_or_else(unnamed, ReportCell::from_count),
                ReportCell::from_count(level.dossiers),
            ]);
        }
        let note = ReportBlock::Note(self.say("report.proactive.note", &[]));
        Ok(vec![ReportBlock::Table(table), note])
    }

    fn handling_asked<'s>(
        &'s self,
        section: &SectionDefinition,
    ) -> Result<HandlingAsked<'s>, ReportError> {
        let metric = self.metric_of(section)?;
        Ok(HandlingAsked { metric, period: self.period, agency: self.code() })
    }
}
