use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{
    super::{
        CommandOutcome,
        help::spoken::{say, spoken},
        options::{self, DataFolder, OutputFormat},
        output::{
            say::{print_data, print_message},
            table::OutputTable,
        },
    },
    locked_paper::write_kept,
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::{
        decimal::{format_change, format_thousands},
        period::{Period, PeriodCalendar, PeriodShape},
        vietnamese_date::format_day_and_time,
    },
    period_lock::{LockError, LockFolder, LockedPeriod, NumberChange, ReportedNumber},
    view::AnswerWording,
    warehouse::query::Warehouse,
};

/// List the locked periods, or say which numbers of one are counted otherwise now, and which dossiers make the difference
#[derive(Debug, Args)]
pub struct LockedCommand {
    /// The period; a list of all locks without it
    #[arg(long, group = "which")]
    period: Option<Period>,

    /// A lock by its code in the list, in force or taken off
    #[arg(long, value_name = "LOCK", group = "which")]
    lock: Option<String>,

    /// Write the locked numbers and papers into this folder
    #[arg(long, value_name = "DIR", requires = "which")]
    out: Option<PathBuf>,

    /// Only this metric, also where its number is as it was reported; in csv and json its dossiers
    #[arg(long, value_name = "METRIC", requires = "which")]
    metric: Option<String>,

    /// The agency with those under it; all of them without it
    #[arg(long, value_name = "CODE", requires = "which")]
    agency: Option<String>,

    /// At most so many dossiers of a metric, in csv and json
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    limit: u64,

    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,

    #[command(flatten)]
    data: DataFolder,
}

/// A metric of the lock with what became of its number, and of those of units apart.
struct MetricChange<'c> {
    metric: &'c Metric,
    change: NumberChange,
    units: Vec<(String, ReportedNumber)>,
}

impl LockedCommand {
    /// Prints the locks, or what differs of one. Ends as failed where a lock is not as it was locked.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let folder = LockFolder::of_data(&self.data.path);
        let lock = match (&self.lock, self.period) {
            (Some(id), _) => {
                folder.find_lock(id)?.ok_or_else(|| LockError::NoSuchLock { lock: id.clone() })?
            }
            (None, Some(period)) => folder
                .find_in_force(period)?
                .ok_or_else(|| LockError::NoLock { period: period.to_string() })?,
            (None, None) => return print_locks(catalog, &folder),
        };
        if let Some(out) = &self.out {
            return write_kept(&lock, out);
        }
        let shape = PeriodShape::Span(lock.note.first_day, lock.note.last_day);
        let days = Period { calendar: PeriodCalendar::Civil, shape };
        let period = self.period.or(lock.note.period()).unwrap_or(days);
        let warehouse = self.data.open_warehouse(catalog)?;
        let agency = match &self.agency {
            Some(code) => Some(options::find_agency(&warehouse, code, period)?.code),
            None => None,
        };
        let metrics: Vec<&Metric> = match &self.metric {
            Some(id) => vec![catalog.find_metric(id)?],
            None => catalog.metrics.iter().collect(),
        };
        let mut changes = Vec::new();
        for metric in metrics {
            let asked = (metric, period);
            let change = lock.explain_change(&warehouse, asked, agency.as_deref())?;
            let held = lock.hold_metric(&warehouse, asked, agency.as_deref())?;
            changes.extend(change.zip(held).map(|(change, held)| MetricChange {
                metric,
                change,
                units: held.units,
            }));
        }
        let told = ToldLock { catalog, lock: &lock, warehouse: &warehouse, period };
        if self.metric.is_none() {
            told.print_gone();
        }
        match self.format {
            OutputFormat::Table => told.print_changes(&changes, self.metric.is_some()),
            OutputFormat::Csv => {
                let table = told.subjects_table(&changes, agency.as_deref(), self.limit)?;
                print_data(table.to_csv());
            }
            OutputFormat::Json => {
                let answer = told.changes_json(&changes, agency.as_deref(), self.limit)?;
                print_data(serde_json::to_string_pretty(&answer).expect("plain data"));
            }
        }
        Ok(CommandOutcome::Done)
    }
}

fn print_locks(catalog: &Catalog, folder: &LockFolder) -> miette::Result<CommandOutcome> {
    let words = AnswerWording::new(catalog);
    let heads = [
        "column.code",
        "column.period",
        "column.locked_at",
        "column.locked_by",
        "column.lock_state",
    ];
    let heads = heads.map(|id| spoken().format_phrase(id, &[]));
    let (mut table, mut outcome) = (OutputTable::new(heads), CommandOutcome::Done);
    for shelved in folder.list_locks()? {
        match shelved.verify() {
            Ok(LockedPeriod { note, .. }) => {
                let state = match &note.released {
                    None => say("lock.state.in_force", &[("note", &note.note)]),
                    Some(released) => say("lock.state.released", &[("reason", &released.reason)]),
                };
                let at = format_day_and_time(note.locked_at);
                let said = std::iter::once(state.trim().to_owned());
                let state = said.chain(words.lock_incomplete(&note)).collect::<Vec<_>>().join("; ");
                table.push_row([note.id, note.period, at, note.locked_by, state]);
            }
            Err(error) => {
                outcome = CommandOutcome::Failed;
                print_message(spoken().tell_error(&error));
            }
        }
    }
    table.to_lines().iter().for_each(print_data);
    Ok(outcome)
}

/// A lock, and the build it is held against.
struct ToldLock<'a> {
    catalog: &'a Catalog,
    lock: &'a LockedPeriod,
    warehouse: &'a Warehouse,
    period: Period,
}

impl ToldLock<'_> {
    /// Says which metrics were locked and are no longer counted.
    fn print_gone(&self) {
        let gone = self.lock.list_gone(&self.catalog.metrics);
        if !gone.is_empty() {
            print_message(AnswerWording::new(self.catalog).lock_gone(&gone));
        }
    }

    fn print_changes(&self, changes: &[MetricChange], shows_same: bool) {
        let words = AnswerWording::new(self.catalog);
        print_message(format!("{} · {}", self.period, words.lock_heading(&self.lock.note)));
        words.lock_taken_off(&self.lock.note).iter().for_each(print_message);
        words.lock_incomplete(&self.lock.note).iter().for_each(print_message);
        let number = |id: &str| format!("#{}", words.fill_phrase(id, &[]));
        let mut table = OutputTable::new([
            words.fill_phrase("column.lock_change", &[]),
            number("column.subjects"),
            number("column.numerator"),
            number("column.denominator"),
        ]);
        let is_told = |one: &&MetricChange| {
            let change = &one.change;
            let is_same = change.number.is_same() && change.changes.is_empty();
            shows_same || !is_same || !one.units.is_empty()
        };
        let mut told = 0;
        for MetricChange { metric, change, units } in changes.iter().filter(is_told) {
            told += 1;
            let mark = words.change_mark(metric, change);
            let none = || String::new();
            let name = format!("{} ({}): {mark}", metric.name, metric.rule_name);
            table.push_row([name, none(), none(), none()]);
            for one in &change.changes {
                table.push_row([
                    format!("  {}", words.lock_reason(&one.reason)),
                    format_thousands(i64::try_from(one.subjects).unwrap_or(i64::MAX)),
                    format_change(one.numerator),
                    format_change(one.denominator),
                ]);
            }
            for (code, number) in units {
                let name = self.warehouse.agencies.at(code, self.period);
                let name = name.map_or_else(|| code.clone(), |agency| agency.name);
                let mark = words.lock_mark(metric, *number, None);
                table.push_row([format!("  {name}: {mark}"), none(), none(), none()]);
            }
        }
        if told == 0 {
            print_message(say("lock.all_same", &[("count", &changes.len().to_string())]));
        } else {
            table.to_lines().iter().for_each(print_data);
        }
    }

    fn subjects_table(
        &self,
        changes: &[MetricChange],
        agency: Option<&str>,
        at_most: u64,
    ) -> miette::Result<OutputTable> {
        let mut table = OutputTable::new([
            "metric",
            "reason",
            "subject_id",
            "agency_code",
            "then_numerator",
            "then_denominator",
            "now_numerator",
            "now_denominator",
        ]);
        for MetricChange { metric, .. } in changes {
            let asked = (*metric, self.period);
            for one in self.lock.list_changed(self.warehouse, asked, agency, at_most)? {
                let counts =
                    [one.then.0, one.then.1, one.now.0, one.now.1].map(|it| it.to_string());
                let named = [metric.id.clone(), one.reason, one.subject_id, one.agency_code];
                table.push_row(named.into_iter().chain(counts));
            }
        }
        Ok(table)
    }

    fn changes_json(
        &self,
        changes: &[MetricChange],
        agency: Option<&str>,
        at_most: u64,
    ) -> miette::Result<serde_json::Value> {
        let mut metrics = Vec::new();
        for MetricChange { metric, change, units } in changes {
            let asked = (*metric, self.period);
            let listed = self.lock.list_changed(self.warehouse, asked, agency, at_most)?;
            let number = |measure: Option<crate::domain::measure::Measure>| {
                measure
                    .map(|it| json!({ "numerator": it.numerator, "denominator": it.denominator }))
            };
            metrics.push(json!({
                "metric": metric.id,
                "reported": number(change.number.then), "now": number(change.number.now),
                "units": units.iter().map(|(code, it)| json!({
                    "agency_code": code, "reported": number(it.then), "now": number(it.now),
                })).collect::<Vec<_>>(),
                "changes": change.changes.iter().map(|one| json!({
                    "reason": one.reason, "subjects": one.subjects,
                    "numerator": one.numerator, "denominator": one.denominator,
                })).collect::<Vec<_>>(),
                "subjects": listed.iter().map(|one| json!({
                    "reason": one.reason, "subject_id": one.subject_id, "agency_code": one.agency_code,
                    "then": [one.then.0, one.then.1], "now": [one.now.0, one.now.1],
                })).collect::<Vec<_>>(),
            }));
        }
        Ok(json!({
            "period": self.period.to_string(), "locked_at": self.lock.note.locked_at.to_string(),
            "locked_by": self.lock.note.locked_by, "note": self.lock.note.note, "metrics": metrics,
            "no_longer_counted": self.lock.list_gone(&self.catalog.metrics),
        }))
    }
}
