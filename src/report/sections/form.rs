//! A statutory form: thirteen columns under a heading of three rows.

use std::collections::BTreeMap;

use super::{
    super::{
        ReportError,
        document::{BlockCaption, ReportBlock, ReportCell, ReportTable, TableHead},
    },
    ReportBuilder,
};
use crate::{
    catalog::report::SectionDefinition,
    domain::name::bare_key,
    warehouse::query::{FormCounts, FormRow},
};

impl ReportBuilder<'_> {
    /// Fills in a statutory form, by level of agencies or as one table; returns nothing where it has no
    /// rows.
    pub fn form_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let form = self.context.catalog.find_form(section.form.as_deref().unwrap_or_default())?;
        let rows = self.context.form(form, self.period, self.code())?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut table = self.form_table()?;
        let whole = total_counts(&rows);
        if section.by_level {
            for (order, level) in self.context.catalog.vocabulary.coded_values("level").enumerate()
            {
                let of_level: Vec<FormRow> = rows
                    .iter()
                    .filter(|row| row.level.as_deref() == Some(level))
                    .cloned()
                    .collect();
                if !of_level.is_empty() {
                    let name = self.words().fill_phrase(
                        "report.form.level",
                        &[("level", self.words().level_name(level))],
                    );
                    table.strong(form_cells(
                        &roman_numeral(order + 1),
                        &name,
                        total_counts(&of_level),
                    ));
                    self.push_sectors(&mut table, &of_level);
                }
            }
        } else {
            self.push_sectors(&mut table, &rows);
        }
        table.strong(form_cells("", &self.words().fill_phrase("report.total", &[]), whole));
        Ok(vec![
            ReportBlock::Note(self.words().fill_phrase("report.form.unit", &[])),
            ReportBlock::Table(table),
        ])
    }

    /// A line for each sector, by name; Đ stands with D.
    fn push_sectors(&self, table: &mut ReportTable, rows: &[FormRow]) {
        let unknown = self.words().fill_phrase("report.form.unknown", &[]);
        // What does not say its sector comes last.
        let mut sectors: BTreeMap<(bool, String, &str), FormCounts> = BTreeMap::new();
        for row in rows {
            let name = row.sector.as_deref().unwrap_or(&unknown);
            let counts = sectors.entry((row.sector.is_none(), bare_key(name), name)).or_default();
            *counts = counts.add_counts(row.counts);
        }
        for (number, ((_, _, name), counts)) in sectors.into_iter().enumerate() {
            table.line(form_cells(&(number + 1).to_string(), name, counts));
        }
    }

    /// The heading as the form prints it, with its row of numbers.
    fn form_table(&self) -> Result<ReportTable, ReportError> {
        let say = |id: &str| self.words().fill_phrase(&format!("report.form.{id}"), &[]);
        let over =
            |column, id: &str, columns, rows| TableHead::spanning(column, &say(id), columns, rows);
        let heads = vec![
            vec![
                over(0, "order", 1, 3),
                over(1, "sector", 1, 3),
                over(2, "received", 4, 1),
                over(6, "settled", 4, 1),
                over(10, "open", 3, 1),
            ],
            vec![
                over(2, "sum", 1, 2),
                over(3, "received_now", 2, 1),
                over(5, "carried", 1, 2),
                over(6, "sum", 1, 2),
                over(7, "early", 1, 2),
                over(8, "on_time", 1, 2),
                over(9, "overdue", 1, 2),
                over(10, "sum", 1, 2),
                over(11, "open_in_time", 1, 2),
                over(12, "open_overdue", 1, 2),
            ],
            vec![over(3, "online", 1, 1), over(4, "direct", 1, 1)],
            (0..13)
                .map(|column| TableHead::one(column, &say(&format!("number_{}", column + 1))))
                .collect(),
        ];
        Ok(ReportTable {
            name: self.words().fill_phrase("report.form", &[]),
            caption: BlockCaption::new(self.filled_phrase("report.form.caption")?),
            heads,
            widths: [[6, 26].as_slice(), &[10; 11]].concat(),
            ..ReportTable::default()
        })
    }
}

fn total_counts(rows: &[FormRow]) -> FormCounts {
    rows.iter().fold(FormCounts::default(), |sum, row| sum.add_counts(row.counts))
}

fn form_cells(order: &str, name: &str, counts: FormCounts) -> Vec<ReportCell> {
    let numbers = [
        counts.total_received(),
        counts.received_online,
        counts.received_direct,
        counts.carried_over,
        counts.total_settled(),
        counts.early,
        counts.on_time,
        counts.overdue,
        counts.total_open(),
        counts.open_in_time,
        counts.open_overdue,
    ];
    let name = [ReportCell::from_text(order), ReportCell::from_text(name)];
    name.into_iter().chain(numbers.map(ReportCell::from_count)).collect()
}

/// Of the few levels there are.
fn roman_numeral(number: usize) -> String {
    ["I", "II", "III", "IV", "V", "VI"]
        .get(number - 1)
        .map_or(number.to_string(), |text| (*text).to_owned())
}
