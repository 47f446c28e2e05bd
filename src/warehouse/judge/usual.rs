//! Columns of days that look as nearly all systems write them are read as such. Looks may deceive; where rows are missing then, a
//! second look tells.

use super::{super::staging::column::typed_column::TypedColumn, SampleRule};

impl SampleRule<'_> {
    /// Finds, of the columns read as usually written, those with a text that is not; they are read whichever way they are written
    /// from now on. Returns whether there are any.
    pub fn finds_unusual(&self, targets: &mut [TypedColumn]) -> duckdb::Result<bool> {
        let usual: Vec<&mut TypedColumn> =
            targets.iter_mut().filter(|target| target.is_usual).collect();
        if usual.is_empty() {
            return Ok(false);
        }
        let asked: Vec<String> = usual
            .iter()
            .map(|target| {
                let text = &target.text;
                format!("coalesce(bool_or({text} is not null and usual_timestamp({text}) is null), false)")
            })
            .collect();
        let sql = format!("{} select {} from canonical", self.canonical, asked.join(", "));
        let unusual: Vec<bool> = self
            .connection
            .query_row(&sql, [], |row| (0..asked.len()).map(|place| row.get(place)).collect())?;
        for (target, is_unusual) in usual.into_iter().zip(&unusual) {
            target.is_usual = !is_unusual;
        }
        Ok(unusual.contains(&true))
    }
}
