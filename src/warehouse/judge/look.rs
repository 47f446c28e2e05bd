//! What the texts of a column are, counted in the engine.

use super::{
    super::{
        staging::column::typed_column::TypedColumn,
        writing::{MarkedTexts, NUMBERS_THAT_TELL},
    },
    SampleRule,
};

impl SampleRule<'_> {
    /// The marks of all texts of each column, in one pass.
    pub(super) fn collect_marks(
        &self,
        targets: &[TypedColumn],
        judged: &[usize],
    ) -> duckdb::Result<Vec<u32>> {
        if judged.is_empty() {
            return Ok(Vec::new());
        }
        let asked: Vec<String> = judged
            .iter()
            .filter_map(|place| Some(format!("bit_or({})", targets[*place].marks_expression()?)))
            .collect();
        let sql = format!("{} select {} from canonical", self.canonical, asked.join(", "));
        self.connection.query_row(&sql, [], |row| {
            (0..asked.len())
                .map(|place| Ok(row.get::<_, Option<u32>>(place)?.unwrap_or(0)))
                .collect()
        })
    }

    /// Days that are on no calendar prove nothing.
    pub(super) fn count_by_marks(&self, target: &TypedColumn) -> duckdb::Result<Vec<MarkedTexts>> {
        let text = &target.day_text();
        let sql = format!(
            "{} select day_marks({text}) as marks, count(*), min({text}), \
             case when day_marks({text}) & 512 <> 0 \
             then cast(regexp_extract({text}, '[0-9]{{1,2}}[./-][0-9]{{1,2}}[./-]([0-9]{{2}})($|[^0-9])', 1) as smallint) end as short_year \
             from canonical \
             where parse_timestamp({text}) is not null or parse_timestamp(month_before_day({text})) is not null or day_marks({text}) = 1024 group by marks, short_year order by marks, short_year",
            self.canonical,
        );
        let mut query = self.connection.prepare(&sql)?;
        let rows = query.query_map([], |row| {
            Ok(MarkedTexts {
                marks: row.get(0)?,
                rows: row.get(1)?,
                example: row.get(2)?,
                short_year: row.get(3)?,
            })
        })?;
        rows.collect()
    }

    /// Returns texts of a numeric column whose marks tell thousands from decimals, one of each kind
    /// found.
    pub(super) fn numbers_that_tell(&self, target: &TypedColumn) -> duckdb::Result<Vec<String>> {
        let text = &target.text;
        let asked = NUMBERS_THAT_TELL
            .map(|marks| format!("min({text}) filter (where number_marks({text}) & {marks} <> 0)"));
        let sql = format!("{} select {} from canonical", self.canonical, asked.join(", "));
        let found: Vec<Option<String>> = self
            .connection
            .query_row(&sql, [], |row| (0..asked.len()).map(|place| row.get(place)).collect())?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The largest number of a column; a part of one is over the whole.
    pub(super) fn largest_number(&self, target: &TypedColumn) -> duckdb::Result<Option<i64>> {
        let sql = format!(
            "{} select cast(ceil(max({})) as bigint) from canonical",
            self.canonical,
            target.number_expression(&target.text)
        );
        self.connection.query_row(&sql, [], |row| row.get(0))
    }

    /// Returns the smallest text of a column, as an example to show. Fails where the column holds no
    /// text.
    pub(super) fn first_text(&self, target: &TypedColumn) -> duckdb::Result<String> {
        let sql = format!("{} select min({}) from canonical", self.canonical, target.text);
        self.connection.query_row(&sql, [], |row| row.get(0))
    }
}
