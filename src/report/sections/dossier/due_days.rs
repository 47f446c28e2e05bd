//! What is to be done next: how many dossiers each agency has due on which day.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use jiff::civil::{Date, DateTime};

use super::super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{
    catalog::{metric::Metric, report::SectionDefinition},
    domain::{
        basis::MetricBasis,
        name::lower_first,
        vietnamese_date::{format_day, format_day_of_year},
    },
    warehouse::query::DossierRow,
};

/// Days with a column of their own; what is due later is one column.
const DAYS: usize = 8;

/// Dossiers by agency and by the column of their day.
struct DueTable {
    /// The days of the columns; `None` for those without a day.
    days: Vec<Option<Date>>,
    /// Whether the last column holds all that is due later too.
    is_open: bool,
    counts: BTreeMap<String, Vec<i64>>,
}

impl ReportBuilder<'_> {
    /// Fills in how many dossiers of the section's first metric are due on which day, by agency, and how many of the others
    /// are to be settled.
    pub fn due_days(&self, section: &SectionDefinition) -> Result<Vec<ReportBlock>, ReportError> {
        let metrics = self.metrics_of(section)?;
        let mut blocks = Vec::new();
        for metric in metrics.iter().skip(1) {
            blocks.extend(self.settle_sentence(metric)?.map(ReportBlock::Paragraph));
        }
        let metric = self.metric_of(section)?;
        let rows = self.context.rows(metric, self.period, self.code(), true)?;
        if rows.is_empty() {
            // What is to be settled is said, so what there is none of is too.
            let empty = section.empty.as_ref().filter(|_| !blocks.is_empty());
            blocks.extend(
                empty.map(|empty| self.filled(empty)).transpose()?.map(ReportBlock::Paragraph),
            );
            return Ok(blocks);
        }
        let due = DueTable::new(&rows);
        blocks.push(ReportBlock::Paragraph(self.due_sentence(metric, &due)));
        if self.is_of_several()? {
            blocks.push(ReportBlock::Table(self.due_table(section, metric, &due)));
        }
        Ok(blocks)
    }

    /// "275 hồ sơ đến hạn: 31 hồ sơ Thứ Hai 01/01; …"
    fn due_sentence(&self, metric: &Metric, due: &DueTable) -> String {
        let totals = due.totals();
        let days = (0..).zip(&totals).map(|(at, count)| {
            let said = [
                ("day", lower_first(&self.due_heading(due, at))),
                ("count", count.to_string()),
                ("noun", self.words().noun(metric)),
            ];
            self.say("report.due.of_day", &said)
        });
        let said = [
            ("days", days.collect::<Vec<_>>().join("; ")),
            ("count", totals.iter().sum::<i64>().to_string()),
            ("noun", self.words().noun(metric)),
        ];
        self.say("report.due.days", &said)
    }

    fn due_table(
        &self,
        section: &SectionDefinition,
        metric: &Metric,
        due: &DueTable,
    ) -> ReportTable {
        let mut heads =
            vec![(self.say("report.order", &[]), 5), (self.say("column.agency", &[]), 24)];
        heads.extend((0..due.days.len()).map(|at| (self.due_heading(due, at), 10)));
        heads.push((self.say("report.sum", &[]), 8));
        let caption = self.say("report.due.caption", &[("noun", self.words().noun(metric))]);
        let name = self.sheet_name(section, &self.say("report.due.sheet", &[]));
        let mut table = ReportTable::new(name, caption, heads);
        let mut most: Vec<(&String, &Vec<i64>)> = due.counts.iter().collect();
        most.sort_by_key(|(_, counts)| Reverse(counts.iter().sum::<i64>()));
        for (code, counts) in most.iter().take(section.at_most) {
            let named = [
                ReportCell::from_usize(table.lines.len() + 1),
                ReportCell::from_text(self.agency_name(code)),
            ];
            table.line(named.into_iter().chain(count_cells(counts)));
        }
        let others = most
            .iter()
            .skip(section.at_most)
            .fold(Vec::new(), |sum, (_, counts)| add_counts(&sum, counts));
        if !others.is_empty() {
            let count = most.len() - section.at_most;
            let name = self.say("report.due.others", &[("count", count.to_string())]);
            let named = [ReportCell::from_text(""), ReportCell::from_text(name)];
            table.line(named.into_iter().chain(count_cells(&others)));
        }
        let named =
            [ReportCell::from_text(""), ReportCell::from_text(self.say("report.total", &[]))];
        table.strong(named.into_iter().chain(count_cells(&due.totals())));
        table
    }

    /// "Thứ Ba 02/01", or "Từ 09/01" over the column of all later ones.
    fn due_heading(&self, due: &DueTable, at: usize) -> String {
        let Some(day) = due.days[at] else {
            return self.say("report.due.undated", &[]);
        };
        if due.is_open && at + 1 == due.days.len() {
            return self.say("report.due.from", &[("day", format_day_of_year(day))]);
        }
        let weekday =
            self.say(&format!("report.weekday.{}", day.weekday().to_monday_one_offset()), &[]);
        self.say("report.due.day", &[("weekday", weekday), ("day", format_day_of_year(day))])
    }

    /// "Giải quyết dứt điểm 33 hồ sơ đang quá hạn."; nothing where there is none.
    fn settle_sentence(&self, metric: &Metric) -> Result<Option<String>, ReportError> {
        let whole = self.whole(metric, self.period, MetricBasis::Computed)?;
        let whole = whole.filter(|whole| whole.is_told() && whole.numerator > 0);
        Ok(whole.map(|whole| {
            let said = [
                ("count", self.words().format_amount(metric, whole)),
                ("metric", lower_first(&metric.short_name)),
            ];
            self.say("report.due.settle", &said)
        }))
    }

    /// The last day of the period that anything is known of, in words.
    pub fn as_of_text(&self) -> String {
        self.as_of().map_or_else(|| self.dots(), format_day)
    }
}

impl DueTable {
    fn new(rows: &[DossierRow]) -> Self {
        let day = |row: &DossierRow| row.due_at.map(DateTime::date);
        let all: BTreeSet<Option<Date>> = rows.iter().map(day).collect();
        let is_open = all.len() > DAYS;
        let days: Vec<Option<Date>> = all.into_iter().take(DAYS).collect();
        let mut counts: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for row in rows {
            let at = days.iter().rposition(|known| *known <= day(row)).unwrap_or(0);
            let of_agency =
                counts.entry(row.agency_code.clone()).or_insert_with(|| vec![0; days.len()]);
            of_agency[at] += 1;
        }
        Self { days, is_open, counts }
    }

    fn totals(&self) -> Vec<i64> {
        self.counts.values().fold(Vec::new(), |sum, counts| add_counts(&sum, counts))
    }
}

fn add_counts(sum: &[i64], more: &[i64]) -> Vec<i64> {
    if sum.is_empty() {
        return more.to_vec();
    }
    sum.iter().zip(more).map(|(one, other)| one + other).collect()
}

/// The number of each day, a dash where there is none, and their sum.
fn count_cells(counts: &[i64]) -> Vec<ReportCell> {
    let of_day = |count: &i64| match count {
        0 => ReportCell::from_text("–"),
        count => ReportCell::from_count(*count),
    };
    let sum = ReportCell::from_count(counts.iter().sum());
    counts.iter().map(of_day).chain([sum]).collect()
}
