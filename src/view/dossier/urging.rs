//! What became of what an office urged: how many of the overdue dossiers were done after 3 and 7 working days, and of those nobody urged.

use std::{collections::HashMap, sync::Arc};

use jiff::civil::{Date, DateTime};

use crate::{
    catalog::metric::Metric,
    domain::period::{Period, PeriodCalendar, PeriodShape},
    state::urging::urging_record::{UrgingRecord, UrgingSubject},
    warehouse::{
        WarehouseError,
        query::{DossierRow, RowsAsked, Warehouse},
    },
};

/// Working days after which is looked what became of it.
pub const LOOKS: [u16; 2] = [3, 7];

/// Tells how far the dossiers of an urging came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrgingOutcome {
    pub record: UrgingRecord,
    /// Those that were overdue then; none where nothing is known of the day.
    pub dossiers: Option<u64>,
    /// After each of the looks.
    pub after: [UrgedResult; LOOKS.len()],
}

/// Tells how many were done by a day; nothing of a day nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UrgedResult {
    /// None past the calendar.
    pub by: Option<Date>,
    pub done: Option<u64>,
}

/// Sums what was done after the last look, of what was urged and of what was as overdue and not urged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UrgingEffect {
    pub urged: (u64, u64),
    pub others: (u64, u64),
}

/// Looks at what became of urgings, a day's overdue dossiers at a time.
pub struct UrgingFollower<'a> {
    warehouse: &'a Warehouse,
    /// What counts the dossiers that are overdue on a day.
    metric: &'a Metric,
    until: Option<Date>,
    by_day: HashMap<Date, Arc<Vec<DossierRow>>>,
}

impl<'a> UrgingFollower<'a> {
    /// Makes a follower over one build; `metric` counts what is overdue.
    pub fn new(warehouse: &'a Warehouse, metric: &'a Metric) -> Self {
        let until = warehouse.metrics.known_span(metric).until;
        Self { warehouse, metric, until, by_day: HashMap::new() }
    }

    /// Tells what became of each urging.
    pub fn follow(
        &mut self,
        records: &[UrgingRecord],
    ) -> Result<Vec<UrgingOutcome>, WarehouseError> {
        records.iter().map(|record| self.follow_one(record)).collect()
    }

    fn follow_one(&mut self, record: &UrgingRecord) -> Result<UrgingOutcome, WarehouseError> {
        let mut after = [UrgedResult { by: None, done: None }; LOOKS.len()];
        let Some(until) = self.until else {
            return Ok(UrgingOutcome { record: record.clone(), dossiers: None, after });
        };
        let ended = match record.subject {
            UrgingSubject::Agency => {
                let day = record.urged_on.min(until);
                let rows = self.overdue_on(day)?;
                let is_urged = |row: &&DossierRow| self.is_of(row, &record.agency_code, day);
                rows.iter().filter(is_urged).map(|row| row.ended_at).collect()
            }
            UrgingSubject::Dossier => self.end_of(&record.subject_code)?,
        };
        for (result, days) in after.iter_mut().zip(LOOKS) {
            result.by = self.warehouse.dossiers.working_day_after(record.urged_on, days)?;
            let known = result.by.filter(|by| *by <= until);
            result.done = known.map(|by| count_done(&ended, by));
        }
        let dossiers = Some(ended.len() as u64);
        Ok(UrgingOutcome { record: record.clone(), dossiers, after })
    }

    /// Sums what was done within the last look, of the urged and of those as overdue on the same days that nobody urged.
    pub fn measure_effect(
        &mut self,
        outcomes: &[UrgingOutcome],
    ) -> Result<UrgingEffect, WarehouseError> {
        let mut effect = UrgingEffect::default();
        let mut days: Vec<(Date, Date)> = Vec::new();
        for outcome in outcomes {
            let last = outcome.after[LOOKS.len() - 1];
            let (Some(by), Some(done), Some(all)) = (last.by, last.done, outcome.dossiers) else {
                continue;
            };
            effect.urged.0 += done;
            effect.urged.1 += all;
            if !days.contains(&(outcome.record.urged_on, by)) {
                days.push((outcome.record.urged_on, by));
            }
        }
        for (day, by) in days {
            let records: Vec<&UrgingRecord> = (outcomes.iter())
                .map(|outcome| &outcome.record)
                .filter(|record| record.urged_on == day)
                .collect();
            let rows = self.overdue_on(day)?;
            let is_urged = |row: &DossierRow| {
                records.iter().any(|record| match record.subject {
                    UrgingSubject::Agency => self.is_of(row, &record.agency_code, day),
                    UrgingSubject::Dossier => record.subject_code == row.dossier_code,
                })
            };
            let others: Vec<Option<DateTime>> =
                rows.iter().filter(|row| !is_urged(row)).map(|row| row.ended_at).collect();
            effect.others.0 += count_done(&others, by);
            effect.others.1 += others.len() as u64;
        }
        Ok(effect)
    }

    /// Counts what is overdue at each agency on the last known day, the most first.
    pub fn count_overdue(&mut self) -> Result<Vec<(String, u64)>, WarehouseError> {
        let Some(until) = self.until else { return Ok(Vec::new()) };
        let mut counts: HashMap<String, u64> = HashMap::new();
        for row in self.overdue_on(until)?.iter() {
            *counts.entry(row.agency_code.clone()).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        Ok(counts)
    }

    fn overdue_on(&mut self, day: Date) -> Result<Arc<Vec<DossierRow>>, WarehouseError> {
        if let Some(rows) = self.by_day.get(&day) {
            return Ok(Arc::clone(rows));
        }
        let asked = RowsAsked { failing: true, ..RowsAsked::new(self.metric, one_day(day)) };
        let rows = Arc::new(self.warehouse.dossiers.list(&asked)?.rows);
        self.by_day.insert(day, Arc::clone(&rows));
        Ok(rows)
    }

    fn is_of(&self, row: &DossierRow, agency: &str, day: Date) -> bool {
        row.agency_code == agency
            || self.warehouse.agencies.is_under(&row.agency_code, agency, one_day(day))
    }

    /// When a dossier ended, as the newest export tells; nothing where none knows it.
    fn end_of(&self, code: &str) -> Result<Vec<Option<DateTime>>, WarehouseError> {
        let history = self.warehouse.dossiers.read_history(code)?;
        Ok(history
            .last()
            .map(|newest| newest.ended_at.or(newest.returned_at))
            .into_iter()
            .collect())
    }
}

fn one_day(day: Date) -> Period {
    Period { calendar: PeriodCalendar::Civil, shape: PeriodShape::Span(day, day) }
}

fn count_done(ended: &[Option<DateTime>], by: Date) -> u64 {
    ended.iter().flatten().filter(|ended| ended.date() <= by).count() as u64
}
