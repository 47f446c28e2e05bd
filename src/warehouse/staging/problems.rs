//! What of an export cannot be used, listed: rows, values of rows that stay, columns as wholes.

use super::{
    super::{
        WarehouseError,
        engine::{quote_ident, quote_literal},
        judge::ColumnDoubt,
    },
    column::{row_days::StretchedRows, typed_column::TypedColumn, typed_rows::typed_rows},
    staging_run::{StagingOutcome, StagingRun},
};

/// What stands between the names of columns that are told of together.
pub const COLUMNS_APART: &str = ", ";

/// What keeps a file out: what has one reason is said once, of all its columns.
fn deduplicate_reasons(doubts: &[ColumnDoubt]) -> Vec<ColumnDoubt> {
    let mut told: Vec<ColumnDoubt> = Vec::new();
    for doubt in doubts.iter().filter(|doubt| doubt.of_file) {
        match told.iter_mut().find(|other| other.reason == doubt.reason) {
            Some(other) => {
                other.column = [other.column.as_str(), &doubt.column].join(COLUMNS_APART);
            }
            None => told.push(doubt.clone()),
        }
    }
    told
}

/// The code of what a row tells of, by which a later export is known to tell it right.
fn subject_expression(targets: &[TypedColumn]) -> String {
    let key = targets.iter().find(|target| target.required && target.dress.is_some());
    key.map_or_else(
        || "cast(null as varchar)".to_owned(),
        |key| format!("cast({} as varchar)", quote_ident(&key.name)),
    )
}

impl StagingRun<'_> {
    /// Keeps no row of a file whose columns contradict themselves, and says so once.
    pub(super) fn refuse_file(
        &self,
        doubts: &[ColumnDoubt],
    ) -> Result<StagingOutcome, WarehouseError> {
        self.execute(&self.raw.insert_layout())?;
        self.list_doubts("rejected_row", &deduplicate_reasons(doubts))?;
        let layout = self.count("layout_row")?;
        let rejected = self.source().row_count.saturating_sub(layout);
        Ok(StagingOutcome { layout, rejected, ..StagingOutcome::default() })
    }

    /// Lists every row as one that could not be staged.
    pub fn reject_all(&self, problem: &str) -> Result<StagingOutcome, WarehouseError> {
        self.execute(&format!(
            "insert into rejected_row (source_id, source_sheet, source_row, reason, hint) \
             {} select {}, source_sheet, source_row, 'not_staged', {} from archived",
            self.raw.ctes(),
            quote_literal(&self.source().id),
            quote_literal(problem),
        ))?;
        Ok(StagingOutcome { rejected: self.source().row_count, ..StagingOutcome::default() })
    }

    /// Lists every problem of every row, in one pass: of rows that cannot be used, and of those that stay.
    pub(super) fn list_problems(
        &self,
        targets: &[TypedColumn],
        own: &StretchedRows,
    ) -> Result<(), WarehouseError> {
        let problem = |target: &TypedColumn| {
            let unread = target.stays_unread().filter(|_| !target.is_contradictory());
            let found: Vec<String> = target.is_bad().into_iter().chain(unread).collect();
            if found.is_empty() {
                return None;
            }
            let hint = target.hint_expression();
            Some(format!(
                "case when {found} then {{'name': {name}, 'reason': {reason}, 'value': cast({text} as varchar), \
                 'hint': cast({hint} as varchar)}} end",
                found = found.join(" or "),
                name = quote_literal(&target.name),
                reason = target.reason_expression(),
                text = target.shown_expression(),
            ))
        };
        let problems: Vec<String> = targets.iter().filter_map(problem).collect();
        if problems.is_empty() {
            return Ok(());
        }
        let bad: Vec<String> = targets.iter().filter_map(TypedColumn::is_bad).collect();
        self.execute(&format!(
            "create or replace temp table row_problem as {typed}, problem as ( \
                select source_sheet, source_row, {is_rejected} as is_rejected, {subject} as subject_id, \
                unnest([{problems}]) as found from typed) \
             select {id} as source_id, source_sheet, source_row, found.name, found.reason, found.value, found.hint, subject_id, is_rejected \
             from problem where found is not null",
            subject = subject_expression(targets),
            typed = typed_rows(&self.canonical(), targets, own),
            is_rejected = if bad.is_empty() { "false".to_owned() } else { bad.join(" or ") },
            problems = problems.join(", "),
            id = quote_literal(&self.source().id),
        ))?;
        for (table, those) in
            [("rejected_row", "is_rejected"), ("unreadable_value", "not is_rejected")]
        {
            self.execute(&format!(
                "insert into {table} select * exclude (is_rejected) from row_problem where {those}"
            ))?;
        }
        self.execute("drop table row_problem").map(drop)
    }

    /// Lists columns that cannot be read as wholes, each once.
    pub(super) fn list_doubts(
        &self,
        table: &str,
        doubts: &[ColumnDoubt],
    ) -> Result<(), WarehouseError> {
        for doubt in doubts {
            self.execute(&format!(
                "insert into {table} (source_id, column_name, reason, value) values ({}, {}, {}, {})",
                quote_literal(&self.source().id),
                quote_literal(&doubt.column),
                quote_literal(doubt.reason),
                quote_literal(&doubt.examples),
            ))?;
        }
        Ok(())
    }

    /// Rows that staging.sql leaves out say nothing the connector is after.
    pub(super) fn insert_left_out(&self) -> String {
        format!(
            "insert into layout_row {} select {}, rows.source_sheet, rows.source_row from archived as rows {}",
            self.raw.ctes(),
            quote_literal(&self.source().id),
            self.unlisted_rows(),
        )
    }

    /// What staging.sql does not leave out is kept or listed: a row that is neither would be missing without a word.
    pub(super) fn check_all_are_listed(&self) -> Result<(), WarehouseError> {
        let sql = format!(
            "{} select count(*), coalesce(min(rows.source_row), 0) from canonical as rows {}",
            self.canonical(),
            self.unlisted_rows(),
        );
        let found = self.connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
        match found.map_err(WarehouseError::wrap_engine(self.doing()))? {
            (0_u64, _) => Ok(()),
            (rows, first) => {
                let file = self.source().file_name.clone();
                Err(WarehouseError::Lost { file, rows, first })
            }
        }
    }

    /// Of `rows`, those that are neither kept nor listed as layout or rejected.
    fn unlisted_rows(&self) -> String {
        let known = |table: &str| {
            format!(
                "select source_sheet, source_row from {} where source_id = {}",
                quote_ident(table),
                quote_literal(&self.source().id)
            )
        };
        format!(
            "anti join ({} union all {} union all {}) as known \
             on rows.source_row = known.source_row and rows.source_sheet is not distinct from known.source_sheet",
            known(&self.connector().table_name()),
            known("layout_row"),
            known("rejected_row"),
        )
    }
}
