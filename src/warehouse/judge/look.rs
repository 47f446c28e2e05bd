//! What the texts of a column are, counted in the engine.

use super::{
    super::{
        staging::column::typed_column::TypedColumn,
        writing::{MarkedTexts, NOT_AT_SIGHT, NUMBERS_THAT_TELL},
    },
    SampleRule,
};

impl SampleRule<'_> {
    /// Marks of all texts of each column, in one pass at sight and a second over those that ask for a closer look; `None` of one that is
    /// neither judged nor has a dress.
    pub(super) fn collect_marks(
        &self,
        targets: &[TypedColumn],
    ) -> duckdb::Result<Vec<Option<u32>>> {
        let mut marks = vec![None; targets.len()];
        let at_sight = targets.iter().enumerate();
        let at_sight: Vec<(usize, String)> =
            at_sight.filter_map(|(place, it)| Some((place, it.sight_expression()?))).collect();
        let seen = self.join_marks(&at_sight)?;
        let closer = seen.iter().map(|(place, told)| (*place, *told, &targets[*place]));
        let closer: Vec<(usize, String)> = closer
            .filter(|(_, told, target)| target.is_judged() && told & NOT_AT_SIGHT != 0)
            .map(|(place, _, target)| (place, target.marks_expression()))
            .collect();
        for (place, told) in seen {
            marks[place] = Some(told);
        }
        for (place, told) in self.join_marks(&closer)? {
            // Of numbers sight tells no more than that it does not tell.
            let seen = marks[place].filter(|_| targets[place].is_day()).unwrap_or(0);
            marks[place] = Some(seen | told);
        }
        Ok(marks)
    }

    /// Joins the marks of all texts of each of some columns, by its place.
    fn join_marks(&self, asked: &[(usize, String)]) -> duckdb::Result<Vec<(usize, u32)>> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let joined: Vec<String> =
            asked.iter().map(|(_, marks)| format!("bit_or({marks})")).collect();
        let sql = format!("{} select {} from canonical", self.canonical, joined.join(", "));
        let told: Vec<Option<u32>> = self
            .connection
            .query_row(&sql, [], |row| (0..asked.len()).map(|place| row.get(place)).collect())?;
        Ok(asked.iter().zip(told).map(|((place, _), told)| (*place, told.unwrap_or(0))).collect())
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
