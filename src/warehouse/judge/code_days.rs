//! Dossier codes hold the day they were given (`H37-231204-0601`): days of a file that stand beside them the other way round, or four
//! years before, went through a program that made others of them.

use super::{
    super::staging::column::typed_column::TypedColumn, ColumnDoubt, SampleRule, column_doubt,
};
use crate::warehouse::writing::WritingContradiction;

/// The columns whose day is that of the code, or a few days after it.
const DAYS_OF_CODES: [&str; 2] = ["received_at", "submitted_at"];
const CODE: &str = "dossier_code";

/// Three are no chance, and more than one in fifty no slip of the pen.
const IS_OTHER_FILE: &str =
    "count(*) filter (where is_other) >= 3 and count(*) filter (where is_other) * 50 > count(*)";

impl SampleRule<'_> {
    /// Holds the days of a file against those in its codes; returns the column that says others.
    pub(super) fn judge_code_days(
        &self,
        targets: &[TypedColumn],
    ) -> duckdb::Result<Option<ColumnDoubt>> {
        for (target, others) in self.other_days(targets, "") {
            let sql = format!(
                "{others} select {IS_OTHER_FILE}, coalesce(min(strftime(code_day, '%y%m%d') || ': ' || text) filter (where is_other), '') from other"
            );
            let (is_other, example): (bool, String) =
                self.connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            if is_other {
                let why =
                    WritingContradiction { reason: "days_not_of_codes", examples: vec![example] };
                return Ok(Some(column_doubt(target, why, true)));
            }
        }
        Ok(None)
    }

    /// Writes what asks for those of several files whose days are not those in their codes, a query a column; `file` tells a row's file.
    pub fn code_days_by(&self, targets: &[TypedColumn], file: &str) -> Vec<String> {
        let others = self.other_days(targets, &format!("{file} as file, ")).into_iter();
        others
            .map(|(_, others)| {
                format!("{others} select file from other group by file having {IS_OTHER_FILE}")
            })
            .collect()
    }

    /// Writes, for each column whose day is that of the code, `other`: rows that say both, and whether they say another.
    fn other_days<'t, 'c>(
        &self,
        targets: &'t [TypedColumn<'c>],
        file: &str,
    ) -> Vec<(&'t TypedColumn<'c>, String)> {
        let Some(code) = targets.iter().find(|target| target.name == CODE && target.has_text)
        else {
            return Vec::new();
        };
        let is_day = |target: &&TypedColumn| {
            target.is_day() && target.has_text && DAYS_OF_CODES.contains(&target.name.as_str())
        };
        let others = |target: &'t TypedColumn<'c>| {
            // Kept at each step: the engine would look into the code for each place that names its day.
            let sql = format!(
                "{canonical}, told as materialized (select {file}{day} as day, {text} as text, \
                 regexp_extract({code}, '[.-]([0-9]{{8}}|[0-9]{{6}})[.-]', 1) as digits from canonical), \
                 dated as materialized (select *, cast(try_strptime(digits, ['%y%m%d', '%Y%m%d']) as date) as code_day from told), \
                 other as (select *, day <> code_day and (day = code_day - 1462 \
                 or day = case when day(code_day) <= 12 then make_date(year(code_day), day(code_day), month(code_day)) end) as is_other \
                 from dated where day is not null and code_day is not null)",
                canonical = self.canonical,
                day = target.day_of(&target.read_expression()),
                text = target.text,
                code = code.text,
            );
            (target, sql)
        };
        targets.iter().filter(is_day).map(others).collect()
    }
}
