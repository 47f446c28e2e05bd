//! A row for each urging of the period, and what became of it.

use super::super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{
    catalog::report::SectionDefinition,
    domain::{decimal::format_unsigned, sight::DataScope, vietnamese_date::format_day},
    state::urging::urging_record::{UrgingRecord, UrgingSubject},
    view::dossier::urging::{UrgedResult, UrgingEffect, UrgingFollower, UrgingOutcome},
};

impl ReportBuilder<'_> {
    /// Fills in the urgings of the period, of the paper's agency and those below it; nothing where nobody was urged.
    pub fn urgings(&self, section: &SectionDefinition) -> Result<Vec<ReportBlock>, ReportError> {
        let metric = self.metric_of(section)?;
        let records = self.urgings_of_period();
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let mut follower =
            UrgingFollower::new(self.context.warehouse, metric, &self.context.urgings)
                .within(self.code());
        let outcomes = follower.follow(&records)?;
        let effect = self.describe_urging_effect(follower.measure_effect(&outcomes)?);
        let (shown, all) = (outcomes.len().min(section.at_most), outcomes.len());
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        let heads = [
            (say("report.order"), 6),
            (say("column.urged_on"), 14),
            (say("report.urged"), 26),
            (say("column.means"), 14),
            (say("column.overdue_dossiers"), 14),
            (say("column.done_after_3"), 13),
            (say("column.done_after_7"), 13),
        ];
        let mut table =
            ReportTable::new(say("report.urgings"), say("report.urgings.caption"), heads);
        for outcome in outcomes.iter().take(shown) {
            let number = table.lines.len() + 1;
            table.line(self.urging_cells(number, outcome));
        }
        let effect = effect.map(ReportBlock::Paragraph).into_iter();
        Ok(effect.chain([ReportBlock::Table(table)]).chain(self.cut(shown, all)).collect())
    }

    /// Those of the paper's agency, and never of one that whoever reads it may not look at.
    fn urgings_of_period(&self) -> Vec<UrgingRecord> {
        let days = self.period.start()..=self.period.end();
        let agencies = &self.context.warehouse.agencies;
        let is_within = |record: &UrgingRecord, own: &str| {
            record.agency_code == own || agencies.is_under(&record.agency_code, own, self.period)
        };
        let seen = self.context.warehouse.scope();
        let is_of = |record: &&UrgingRecord| {
            let may_be_seen = match seen {
                DataScope::All => true,
                DataScope::Within(own) => is_within(record, own),
                DataScope::Aggregates => false,
            };
            may_be_seen
                && days.contains(&record.urged_on)
                && self.code().is_none_or(|own| is_within(record, own))
        };
        self.context.urgings.iter().filter(is_of).cloned().collect()
    }

    fn urging_cells(&self, number: usize, outcome: &UrgingOutcome) -> Vec<ReportCell> {
        let record = &outcome.record;
        let agency = self.agency_name(&record.agency_code);
        let who = match record.subject {
            UrgingSubject::Agency => agency,
            UrgingSubject::Dossier => format!("{agency}: {}", record.subject_code),
        };
        let means = self.words().fill_phrase(&format!("means.{}", record.channel.id()), &[]);
        let mut cells = vec![
            ReportCell::from_usize(number),
            ReportCell::from_day(Some(record.urged_on.at(0, 0, 0, 0))),
            ReportCell::from_text(who),
            ReportCell::from_text(means),
            count_cell(outcome.dossiers),
        ];
        cells.extend(outcome.after.iter().map(|result| self.result_cell(result)));
        cells
    }

    /// How many were done, or from which day on that is known.
    fn result_cell(&self, result: &UrgedResult) -> ReportCell {
        match (result.done, result.by) {
            (None, Some(by)) => {
                ReportCell::from_text(self.say("urging.not_yet", &[("day", format_day(by))]))
            }
            (done, _) => count_cell(done),
        }
    }

    fn describe_urging_effect(&self, effect: UrgingEffect) -> Option<String> {
        let UrgingEffect { urged, others } = effect;
        let said = [
            ("done", format_unsigned(urged.0)),
            ("all", format_unsigned(urged.1)),
            ("others_done", format_unsigned(others.0)),
            ("others_all", format_unsigned(others.1)),
        ];
        match (urged.1, others.1) {
            (0, _) => None,
            (_, 0) => Some(self.say("urging.effect_alone", &said[..2])),
            _ => Some(self.say("urging.effect", &said)),
        }
    }
}

fn count_cell(count: Option<u64>) -> ReportCell {
    let count = count.and_then(|count| i64::try_from(count).ok());
    count.map_or_else(|| ReportCell::from_text("–"), ReportCell::from_count)
}
