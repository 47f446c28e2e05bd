use clap::Args;

use super::{
    CommandOutcome,
    help::spoken::spoken,
    options::{self, MetricArguments, OutputFormat},
    output::{
        say::{print_data, print_message},
        table::OutputTable,
    },
    slices,
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::basis::MetricBasis,
    domain::{
        decimal::{format_plain, format_thousands},
        known::DataGap,
        period::Period,
        reason::ReasonCode,
        threshold::Threshold,
        verdict::Verdict,
        vietnamese_date::format_day_and_time,
    },
    period_lock::{LockFolder, LockedPeriod},
    view::{
        AnswerWording,
        answers::{AnswerRow, MetricAnswer},
        verdict_sign,
    },
    warehouse::query::{AgencyFilter, AgencyLevel, MetricRequest, Warehouse},
};

/// Show a metric per agency, lowest first
#[derive(Debug, Args)]
pub struct ShowCommand {
    #[command(flatten)]
    question: MetricArguments,

    /// commune (the default), district, province, `provincial_agency`, or all that have data of their own
    #[arg(long)]
    level: Option<AgencyLevel>,

    /// Only this agency; with --level, those of that level under it
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,

    /// Only agencies strictly below this value
    #[arg(long, value_name = "VALUE")]
    below: Option<Threshold>,

    /// What the portal published instead of what is computed
    #[arg(long)]
    published: bool,

    /// The number of one agency (or of all) cut up: what pulls it down most comes first
    #[arg(long, value_enum, conflicts_with_all = ["level", "below", "published"])]
    by: Option<slices::BreakdownArgument>,

    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,
}

impl ShowCommand {
    /// Prints a metric per agency, or cut up by one dimension. Fails where metric, level or agency is
    /// unknown.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let metric = self.question.find_metric(catalog)?;
        let opened = self.question.open_warehouse(catalog)?;
        let agency = match &self.agency {
            Some(code) => {
                Some(options::find_agency(&opened.warehouse, code, self.question.period)?.code)
            }
            None => None,
        };
        if let Some(AgencyLevel::Named(level)) = &self.level {
            options::ensure_known_level(catalog, level)?;
        }
        if let Some(by) = self.by {
            let cut = slices::BreakdownArguments {
                metric,
                period: self.question.period,
                agency: agency.as_deref(),
                by,
            };
            return cut.run(catalog, &opened.warehouse, self.format);
        }
        let lock = self.find_lock();
        let filter = AgencyFilter { level: self.level, agency, below: self.below };
        let basis = MetricBasis::from_published_flag(self.published);
        let selection = MetricRequest { metric, period: self.question.period, basis };
        let answer = MetricAnswer::of_values(&opened.warehouse, &selection, &filter)?;
        let answer = match lock {
            Some(lock) => {
                hold_against(&lock, answer, &opened.warehouse, (metric, selection.period))?
            }
            None => answer,
        };
        options::print_known_span(catalog, &opened.warehouse, &selection);
        print_answer(catalog, metric, &answer, self.format);
        let left_out = answer.body.left_out.unwrap_or_default();
        if let Some(left_out) = AnswerWording::new(catalog).left_out_note(metric, left_out) {
            print_message(left_out);
        }
        if answer.body.reason == Some(ReasonCode::NotPublished) {
            print_message(
                AnswerWording::new(catalog).period_gap(self.question.period, DataGap::NotPublished),
            );
        } else if answer.body.rows.is_empty() && answer.body.reason.is_none() {
            print_message(spoken().format_phrase("show.nobody", &[]));
        }
        Ok(CommandOutcome::Done)
    }
}

impl ShowCommand {
    /// The lock of the period, of our own numbers of now. What cannot be read is told, and keeps nothing from being shown.
    fn find_lock(&self) -> Option<LockedPeriod> {
        if self.published || self.question.as_known_on.is_some() {
            return None;
        }
        let folder = LockFolder::of_data(&self.question.data.path);
        folder.find_in_force(self.question.period).unwrap_or_else(|error| {
            print_message(spoken().tell_error(&error));
            None
        })
    }
}

/// Puts what was reported beside the numbers, and says where it stands or why it does not.
fn hold_against(
    lock: &LockedPeriod,
    answer: MetricAnswer,
    warehouse: &Warehouse,
    asked: (&Metric, Period),
) -> miette::Result<MetricAnswer> {
    let answer = answer.with_lock(warehouse, asked, lock)?;
    let at = format_day_and_time(lock.note.locked_at);
    let said = [("by", lock.note.locked_by.as_str()), ("at", &at)];
    print_message(match answer.body.is_reported {
        Some(true) => spoken().format_phrase("show.locked", &said),
        _ => spoken().format_phrase("show.not_locked", &said),
    });
    if let Some(count) = answer.body.reported_without_row {
        let said = [("count", &*count.to_string())];
        print_message(spoken().format_phrase("show.reported_without_row", &said));
    }
    Ok(answer)
}

/// Prints an answer; the table with what it is about above it, on stderr.
pub fn print_answer(
    catalog: &Catalog,
    metric: &Metric,
    answer: &MetricAnswer,
    format: OutputFormat,
) {
    match format {
        OutputFormat::Json => {
            print_data(serde_json::to_string_pretty(answer).expect("an answer is plain data"));
        }
        OutputFormat::Csv => print_data(csv_table(answer).to_csv()),
        OutputFormat::Table => {
            print_message(format!("{} · {} · {}", metric.name, answer.period(), metric.rule_name));
            answer_table(catalog, metric, &answer.body.rows).to_lines().iter().for_each(print_data);
        }
    }
}

fn csv_table(answer: &MetricAnswer) -> OutputTable {
    let mut table = OutputTable::new([
        "agency_code",
        "agency_name",
        "numerator",
        "denominator",
        "value",
        "reason",
        "reported_numerator",
        "reported_denominator",
    ]);
    let count = |count: Option<i64>| count.map_or(String::new(), |count| count.to_string());
    for row in &answer.body.rows {
        table.push_row([
            row.agency_code.clone(),
            row.agency_name.clone(),
            count(row.numerator),
            count(row.denominator),
            row.value.clone().unwrap_or_default(),
            row.reason.map_or(String::new(), |reason| reason.id().to_owned()),
            count(row.reported_numerator),
            count(row.reported_denominator),
        ]);
    }
    table
}

fn answer_table(catalog: &Catalog, metric: &Metric, rows: &[AnswerRow]) -> OutputTable {
    let words = AnswerWording::new(catalog);
    let noun = words.noun(metric);
    let say = |id: &str| words.fill_phrase(id, &[("noun", &noun)]);
    let number = |id: &str| format!("#{}", say(id));
    let is_reported = rows.iter().any(|row| row.reported_numerator.is_some());
    let heads = ["column.numerator", "column.denominator", "column.value"].map(number);
    let reported = is_reported.then(|| number("column.reported"));
    let heads = [say("column.code"), say("column.agency")].into_iter().chain(heads).chain(reported);
    let mut table = OutputTable::new(heads);
    for row in rows {
        let shown = row.value.as_ref().map(|value| match (row.denominator, metric.unit) {
            (None, _) => row.numerator.map_or("–".into(), format_thousands),
            (Some(_), unit) if unit.is_of_hundred() => format!("{}%", format_plain(value)),
            (Some(_), _) => format_plain(value),
        });
        let cells = [
            row.agency_code.clone(),
            row.agency_name.clone(),
            row.numerator.map_or("–".into(), format_thousands),
            row.denominator.map_or("–".into(), format_thousands),
            match shown {
                Some(shown) if row.verdict.is_some_and(Verdict::is_missed) => {
                    format!("{} {shown}", row.verdict.and_then(verdict_sign).unwrap_or_default())
                }
                Some(shown) if row.is_few => format!("{shown} ({})", say("value.few")),
                Some(shown) => shown,
                None => row.gap.map_or_else(|| say("value.none"), |gap| words.describe_gap(gap)),
            },
        ];
        let reported = is_reported.then(|| reported_cell(words, row));
        table.push_row(cells.into_iter().chain(reported));
    }
    table
}

/// What was reported of an agency, where that is not what is counted now.
fn reported_cell(words: AnswerWording, row: &AnswerRow) -> String {
    match (row.reported_numerator, row.reported_denominator) {
        (None, _) => "–".into(),
        reported if reported == (row.numerator, row.denominator) => {
            words.fill_phrase("value.as_reported", &[])
        }
        (Some(numerator), None) => format_thousands(numerator),
        (Some(numerator), Some(denominator)) => {
            format!("{}/{}", format_thousands(numerator), format_thousands(denominator))
        }
    }
}
