//! Lists: dossiers by their code, agencies by their name. No column names a person.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{
    catalog::report::{NewPage, SectionDefinition},
    domain::basis::MetricBasis,
    domain::{decimal::format_thousands, name::name_in_sentence, vietnamese_date::format_day},
    warehouse::query::{DossierRow, LatenessState},
};

/// Agencies named where all of them are too many.
const NAMED: usize = 20;

impl ReportBuilder<'_> {
    /// The dossiers behind the section's metrics, each once.
    pub fn dossiers(&self, section: &SectionDefinition) -> Result<Vec<ReportBlock>, ReportError> {
        let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
        for metric in self.metrics_of(section)? {
            let of_metric = self.context.rows(metric, self.period, self.code(), true)?;
            rows.extend(of_metric.into_iter().filter(|row| seen.insert(row.dossier_code.clone())));
        }
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        // What is most overdue comes first, then what is due first, whoever has it.
        rows.sort_by_key(|row| (Reverse(days_overdue(row)), row.due_at));
        let short_name = &self.metric_of(section)?.short_name;
        let title = match section.caption.as_ref().or(section.title.as_ref()) {
            Some(title) => self.filled(title)?,
            None => short_name.clone(),
        };
        let (shown, all) = (rows.len().min(section.at_most), rows.len());
        let columns = DossierColumns::new(section, self.is_of_several()?, &rows);
        let said = [("title", title), ("count", count_text(all))];
        let caption = self.say("report.dossiers.caption", &said);
        let name = self.sheet_name(section, short_name);
        let mut table = ReportTable::new(name, caption, columns.heads(self));
        for row in rows.iter().take(shown) {
            table.line(columns.cells(self, row, table.lines.len() + 1));
        }
        // Where they are all listed, the list says whose they are.
        let by_agency = (columns.has_agency && shown < all).then(|| self.by_agency(&rows));
        let blocks = by_agency.into_iter().chain([ReportBlock::Table(table)]);
        Ok(blocks.chain(self.cut(shown, all)).chain(self.measured_later()).collect())
    }

    /// "xã An Sơn (12); … và 3 đơn vị khác", those with most first.
    fn by_agency(&self, rows: &[DossierRow]) -> ReportBlock {
        let mut of: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            *of.entry(&row.agency_code).or_default() += 1;
        }
        let mut most: Vec<(&str, usize)> = of.into_iter().collect();
        most.sort_by_key(|(_, count)| Reverse(*count));
        let name = |(code, count): &(&str, usize)| {
            format!("{} ({count})", name_in_sentence(&self.agency_name(code)))
        };
        let names = self.words().join_named(most.iter().map(name), NAMED, "; ");
        ReportBlock::Paragraph(self.words().fill_phrase("report.by_agency", &[("names", &names)]))
    }

    /// Late dossiers of one agency: when they were due, when they ended, and how late that was; the latest first.
    pub fn dossier_table(
        &self,
        section: &SectionDefinition,
        rows: &[DossierRow],
        agency: &str,
    ) -> Vec<ReportBlock> {
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        let mut rows: Vec<&DossierRow> = rows.iter().collect();
        rows.sort_by_key(|row| Reverse(row.lateness.working_days_overdue));
        let heads = [
            (say("report.order"), 6),
            (say("column.dossier_code"), 31),
            (say("column.procedure"), 28),
            (say("column.due_at"), 12),
            (say("column.ended_at"), 12),
            (say("report.days_overdue"), 11),
        ];
        let caption = self.words().fill_phrase("report.overdue.caption", &[("agency", agency)]);
        let name = self.sheet_of("report.overdue.name", agency);
        let mut table = ReportTable::new(name, caption, heads);
        let shown = rows.len().min(section.at_most);
        for row in rows.iter().take(shown) {
            table.line([
                ReportCell::from_usize(table.lines.len() + 1),
                ReportCell::from_text(row.dossier_code.clone()),
                ReportCell::from_text(row.procedure_name.clone().unwrap_or_else(|| "–".into())),
                ReportCell::from_day(row.due_at),
                ReportCell::from_day(row.ended_at),
                row.lateness.working_days_overdue.map_or_else(
                    || ReportCell::from_text(self.words().describe_lateness(&row.lateness)),
                    ReportCell::from_count,
                ),
            ]);
        }
        [ReportBlock::Table(table)].into_iter().chain(self.cut(shown, rows.len())).collect()
    }

    /// Agencies that have anything of the section's metric, those with most first.
    pub fn named(&self, section: &SectionDefinition) -> Result<Vec<ReportBlock>, ReportError> {
        let metric = self.metric_of(section)?;
        let mut values = self.ranked(metric, self.period, MetricBasis::Computed)?;
        values.retain(|value| value.measure.numerator > 0);
        values.sort_by_key(|value| Reverse(value.measure.numerator));
        if values.is_empty() {
            return Ok(Vec::new());
        }
        let is_one_each = values.iter().all(|value| value.measure.numerator == 1);
        let name = |value: &crate::warehouse::query::AgencyValue| {
            let name = name_in_sentence(&value.agency_name);
            if is_one_each {
                return name;
            }
            format!("{name} ({})", format_thousands(value.measure.numerator))
        };
        let what = section.caption.as_deref().map(|what| self.filled(what)).transpose()?;
        let id = if what.is_some() { "report.named_of" } else { "report.named" };
        let said = [
            ("what", what.unwrap_or_default()),
            ("count", values.len().to_string()),
            ("names", self.words().join_named(values.iter().map(name), section.at_most, "; ")),
        ];
        Ok(vec![ReportBlock::Paragraph(self.say(id, &said))])
    }

    /// Up to when dossiers are told of, where that is after the end of the period: some were open then and have ended since.
    fn measured_later(&self) -> Option<ReportBlock> {
        let known = self.context.warehouse.known_until?;
        let said = [("known", format_day(known)), ("end", format_day(self.period.end()))];
        (known > self.period.end()).then(|| ReportBlock::Note(self.say("report.measured", &said)))
    }

    /// What is said where not all are listed.
    pub fn cut(&self, shown: usize, all: usize) -> Option<ReportBlock> {
        let said = [("shown", shown.to_string()), ("all", all.to_string())];
        (shown < all).then(|| ReportBlock::Note(self.say("report.cut", &said)))
    }

    /// Names the agency of a code in the period; returns the code where no agency has it.
    pub fn agency_name(&self, code: &str) -> String {
        self.context.warehouse.agencies.find_name(code, self.period).unwrap_or(code).to_owned()
    }
}

/// Which columns a list of dossiers has: none says the same in every line.
struct DossierColumns {
    /// Whether it stands on a page on its side, where names of procedures have room.
    is_wide: bool,
    has_agency: bool,
    has_end: bool,
}

impl DossierColumns {
    fn new(section: &SectionDefinition, has_agency: bool, rows: &[DossierRow]) -> Self {
        let is_wide = section.page == Some(NewPage::Landscape);
        let has_end = rows.iter().any(|row| row.ended_at.is_some());
        Self { is_wide, has_agency, has_end }
    }

    fn heads(&self, builder: &ReportBuilder) -> Vec<(String, u16)> {
        let (code, procedure, lateness) = if self.is_wide { (25, 30, 21) } else { (34, 24, 13) };
        let columns = [
            (true, "report.order", 5),
            (self.has_agency, "column.agency", 14),
            (true, "column.dossier_code", code),
            (true, "column.procedure", procedure),
            (true, "column.due_at", 12),
            (self.has_end, "column.ended_at", 12),
            (!self.has_end, "column.status", 13),
            (true, "column.lateness", lateness),
        ];
        let shown = columns.into_iter().filter(|(is_shown, ..)| *is_shown);
        shown.map(|(_, id, width)| (builder.say(id, &[]), width)).collect()
    }

    fn cells(&self, builder: &ReportBuilder, row: &DossierRow, number: usize) -> Vec<ReportCell> {
        let vocabulary = &builder.context.catalog.vocabulary;
        let status = || vocabulary.display_name("status", &row.status).to_owned();
        let procedure = row.procedure_name.clone().unwrap_or_else(|| "–".into());
        let cells = [
            Some(ReportCell::from_usize(number)),
            self.has_agency.then(|| ReportCell::from_text(builder.agency_name(&row.agency_code))),
            Some(ReportCell::from_text(row.dossier_code.clone())),
            Some(ReportCell::from_text(procedure)),
            Some(ReportCell::from_day(row.due_at)),
            self.has_end.then(|| ReportCell::from_day(row.ended_at)),
            (!self.has_end).then(|| ReportCell::from_text(status())),
            Some(ReportCell::from_text(builder.words().describe_lateness(&row.lateness))),
        ];
        cells.into_iter().flatten().collect()
    }
}

/// Nothing of what is in time, however much there is left.
fn days_overdue(row: &DossierRow) -> Option<i64> {
    let is_overdue = row.lateness.state == Some(LatenessState::Overdue);
    row.lateness.working_days_overdue.filter(|_| is_overdue)
}

fn count_text(count: usize) -> String {
    format_thousands(i64::try_from(count).unwrap_or(i64::MAX))
}
