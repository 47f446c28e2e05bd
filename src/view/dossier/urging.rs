//! What became of what an office urged: how many of the overdue dossiers were done after 3 and 7 working days, and of those nobody urged.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use jiff::civil::{Date, DateTime};

use crate::{
    catalog::metric::Metric,
    domain::{
        known::KnownSpan,
        period::{Period, PeriodCalendar, PeriodShape},
    },
    state::urging::urging_record::{UrgingRecord, UrgingSubject},
    warehouse::{
        WarehouseError,
        query::{DossierRow, RowsAsked, ToldAgencies, Warehouse},
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
    /// All that were ever urged, whatever period is shown.
    register: &'a [UrgingRecord],
    /// Whose dossiers are looked at; those of all without one.
    within: Option<&'a str>,
    span: KnownSpan,
    by_day: HashMap<Date, Arc<Vec<DossierRow>>>,
    /// Of the dossiers that were asked for: who solved them, as exports told.
    told: HashMap<String, ToldAgencies>,
}

impl<'a> UrgingFollower<'a> {
    /// Makes a follower over one build; `metric` counts what is overdue.
    pub fn new(warehouse: &'a Warehouse, metric: &'a Metric, register: &'a [UrgingRecord]) -> Self {
        let span = warehouse.metrics.known_span(metric);
        let (by_day, told) = (HashMap::new(), HashMap::new());
        Self { warehouse, metric, register, within: None, span, by_day, told }
    }

    /// Looks at the dossiers of an agency and those below it alone.
    pub fn within(mut self, agency: Option<&'a str>) -> Self {
        self.within = agency;
        self
    }

    /// Tells what became of each urging.
    pub fn follow(
        &mut self,
        records: &[UrgingRecord],
    ) -> Result<Vec<UrgingOutcome>, WarehouseError> {
        let dossiers = records.iter().filter(|it| it.subject == UrgingSubject::Dossier);
        self.read_told(dossiers.map(|record| record.subject_code.as_str()))?;
        records.iter().map(|record| self.follow_one(record)).collect()
    }

    fn follow_one(&mut self, record: &UrgingRecord) -> Result<UrgingOutcome, WarehouseError> {
        let mut after = [UrgedResult { by: None, done: None }; LOOKS.len()];
        let is_before = self.span.from.is_none_or(|from| record.urged_on < from);
        let unknown = UrgingOutcome { record: record.clone(), dossiers: None, after };
        let Some(until) = self.span.until.filter(|_| !is_before) else { return Ok(unknown) };
        let day = record.urged_on.min(until);
        let rows = self.overdue_on(day)?;
        let urged = self.find_heir(record);
        self.read_told_of_heirs(std::slice::from_ref(&urged), &rows)?;
        let about = rows.iter().filter(|row| self.is_about(&urged, row, day));
        let ended: Vec<Option<DateTime>> = about.map(|row| row.ended_at).collect();
        // What merged later may be told under its new name alone: whose it was then, nobody knows.
        if ended.is_empty() && urged.heir.is_some() {
            return Ok(unknown);
        }
        let is_dossier = record.subject == UrgingSubject::Dossier;
        if is_dossier && self.told.get(&record.subject_code).is_none_or(Vec::is_empty) {
            return Ok(unknown);
        }
        for (result, days) in after.iter_mut().zip(LOOKS) {
            result.by = self.warehouse.dossiers.working_day_after(record.urged_on, days)?;
            let known = result.by.filter(|by| *by <= until);
            result.done = known.map(|by| count_done(&ended, by));
        }
        let dossiers = Some(ended.len() as u64);
        Ok(UrgingOutcome { record: record.clone(), dossiers, after })
    }

    /// Sums what was done within the last look, of the urged and of those as overdue on the same days that nobody urged until then. A
    /// dossier counts once, however often and through whomever it was urged.
    pub fn measure_effect(
        &mut self,
        outcomes: &[UrgingOutcome],
    ) -> Result<UrgingEffect, WarehouseError> {
        let last_look = |outcome: &UrgingOutcome| {
            let last = outcome.after[LOOKS.len() - 1];
            last.done.and(last.by).map(|by| (outcome.record.urged_on, by))
        };
        let days: BTreeSet<(Date, Date)> = outcomes.iter().filter_map(last_look).collect();
        let (mut effect, mut counted) = (UrgingEffect::default(), HashSet::new());
        let register: Vec<UrgedAgency> =
            self.register.iter().map(|record| self.find_heir(record)).collect();
        for (day, by) in days {
            let rows = self.overdue_on(day)?;
            self.read_told_of_heirs(&register, &rows)?;
            for row in
                rows.iter().filter(|row| self.within.is_none_or(|it| self.is_of(row, it, day)))
            {
                let about = register.iter().filter(|urged| self.is_about(urged, row, day));
                let urged_on = about.map(|urged| urged.record.urged_on);
                let sum = match urged_on.filter(|urged| *urged <= by).max_by_key(|it| *it == day) {
                    Some(urged) if urged == day => &mut effect.urged,
                    Some(_) => continue,
                    None => &mut effect.others,
                };
                if counted.insert(row.dossier_code.clone()) {
                    sum.0 += count_done(&[row.ended_at], by);
                    sum.1 += 1;
                }
            }
        }
        Ok(effect)
    }

    /// Counts what is overdue at each agency that has any itself, and at those below it, on the last known day, the most first: of
    /// the same dossiers is told what became of them.
    pub fn count_overdue(&mut self) -> Result<Vec<(String, u64)>, WarehouseError> {
        let Some(until) = self.span.until else { return Ok(Vec::new()) };
        let mut own: HashMap<String, u64> = HashMap::new();
        for row in self.overdue_on(until)?.iter() {
            *own.entry(row.agency_code.clone()).or_default() += 1;
        }
        let (agencies, day) = (&self.warehouse.agencies, one_day(until));
        let of = |agency: &String| {
            let below = own.iter().filter(|(code, _)| agencies.is_under(code, agency, day));
            own[agency]
                + below.filter(|(code, _)| *code != agency).map(|(_, count)| count).sum::<u64>()
        };
        let mut counts: Vec<_> = own.keys().map(|code| (code.clone(), of(code))).collect();
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

    /// Whether a dossier is one that was urged, itself or with its agency. What the agency had gone into has others' dossiers too: of those
    /// the ones that were the agency's on the day it was urged.
    fn is_about(&self, urged: &UrgedAgency, row: &DossierRow, day: Date) -> bool {
        let record = urged.record;
        match record.subject {
            UrgingSubject::Dossier => record.subject_code == row.dossier_code,
            UrgingSubject::Agency if self.is_of(row, &record.agency_code, day) => true,
            UrgingSubject::Agency => {
                let until = self.span.until.unwrap_or(day);
                urged.heir.as_ref().is_some_and(|heir| self.is_of(row, heir, until))
                    && self.solved_on(&row.dossier_code, record.urged_on)
                        == Some(record.agency_code.as_str())
            }
        }
    }

    /// Who solved a dossier on a day: as the last export until then told, or the first one after it.
    fn solved_on(&self, dossier_code: &str, day: Date) -> Option<&str> {
        let told = self.told.get(dossier_code)?;
        let by_then = told.iter().rev().find(|(on, _)| *on <= day);
        by_then.or_else(|| told.first()).map(|(_, agency)| agency.as_str())
    }

    /// Reads who solved the dossiers that agencies were urged for before they went into others.
    fn read_told_of_heirs(
        &mut self,
        urged: &[UrgedAgency],
        rows: &[DossierRow],
    ) -> Result<(), WarehouseError> {
        let heirs: HashSet<&String> = urged.iter().filter_map(|it| it.heir.as_ref()).collect();
        let Some(until) = self.span.until.filter(|_| !heirs.is_empty()) else { return Ok(()) };
        let of_heirs = rows.iter().filter(|row| heirs.iter().any(|it| self.is_of(row, it, until)));
        let codes: Vec<&str> = of_heirs.map(|row| row.dossier_code.as_str()).collect();
        self.read_told(codes.into_iter())
    }

    fn read_told<'c>(
        &mut self,
        codes: impl Iterator<Item = &'c str>,
    ) -> Result<(), WarehouseError> {
        let new: Vec<&str> = codes.filter(|code| !self.told.contains_key(*code)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut read = self.warehouse.dossiers.read_told_agencies(&new)?;
        for code in new {
            // Of what nobody tells nothing is asked again.
            self.told.insert(code.to_owned(), read.remove(code).unwrap_or_default());
        }
        Ok(())
    }

    /// An urging, with what the agency that was urged had gone into by the last known day.
    fn find_heir<'r>(&self, record: &'r UrgingRecord) -> UrgedAgency<'r> {
        let heir = self.span.until.filter(|_| record.subject == UrgingSubject::Agency);
        let heir = heir
            .map(|until| self.warehouse.agencies.code_told_in(&record.agency_code, one_day(until)));
        UrgedAgency { record, heir: heir.filter(|heir| *heir != record.agency_code) }
    }
}

/// Is an urging, and the agency that bears the numbers of the urged one by now; none where that is still there.
struct UrgedAgency<'r> {
    record: &'r UrgingRecord,
    heir: Option<String>,
}

fn one_day(day: Date) -> Period {
    Period { calendar: PeriodCalendar::Civil, shape: PeriodShape::Span(day, day) }
}

fn count_done(ended: &[Option<DateTime>], by: Date) -> u64 {
    ended.iter().flatten().filter(|ended| ended.date() <= by).count() as u64
}
