//! From the archive's text rows to canonical rows: one pass for the good ones, a second only where some are bad.

use super::{
    super::{
        WarehouseError,
        engine::{quote_ident, quote_literal, without_optimizers},
        judge::SampleRule,
    },
    code_mapping::{self, CodedColumn, ColumnCoding},
    column::{
        column_names::{PERIOD, UNREADABLE, is_agency},
        key_spelling::has_lost_digits,
        personal_value::{EXTRAS, is_extra},
        row_days::{OwnDay, StretchedRows},
        typed_column::TypedColumn,
        typed_rows::typed_rows,
    },
    extra_columns::{extras_expression, refuse_names},
    staging_run::{StagingOutcome, StagingRun},
};

/// What a kept row says of its export, as SQL: day, id, number, sheet and row; and what that is joined from.
pub(super) struct RowStamps {
    pub values: String,
    pub joined: String,
}

impl StagingRun<'_> {
    /// Inserts the good rows; lists the bad, and those that are no data.
    pub fn stage_rows(&self) -> Result<StagingOutcome, WarehouseError> {
        let mut targets = self.targets()?;
        let canonical = self.canonical();
        let judge = SampleRule {
            connection: self.connection,
            canonical: &canonical,
            year: self.source().snapshot_on.year(),
        };
        let failed = || WarehouseError::wrap_engine(self.doing());
        let mut doubts = judge.judge_columns(&mut targets).map_err(failed())?;
        let named = refuse_names(self.connection, &canonical, &mut targets).map_err(failed())?;
        doubts.extend(named);
        if doubts.iter().any(|doubt| doubt.of_file) {
            return self.refuse_file(&doubts);
        }
        self.match_texts(&mut targets)?;
        let (unsaid, contradictory) = self.judge_yes_and_no(&mut targets)?;
        doubts.extend(contradictory);
        let mut own = self.own_days(&targets);
        let mut inserted = self.insert_good(&targets, &own)?;
        let unusual = !self.is_whole(inserted, &targets)?
            && judge.finds_unusual(&mut targets).map_err(failed())?;
        if unusual {
            own = self.own_days(&targets);
            inserted = self.insert_again(&targets, &own)?;
        }
        if self.finds_lost_digits(&mut targets)? {
            inserted = self.insert_again(&targets, &own)?;
        }
        self.note_unsaid(&unsaid)?;
        let read = self.source().row_count;
        if self.is_whole(inserted, &targets)? {
            return Ok(StagingOutcome { kept: read, ..StagingOutcome::default() });
        }
        self.execute(&self.raw.insert_layout())?;
        self.list_problems(&targets, &own)?;
        self.list_doubts("unreadable_value", &doubts)?;
        self.check_all_are_listed()?;
        self.execute(&self.insert_left_out())?;
        let layout = self.count("layout_row")?;
        let rejected = self.count("rejected_row")?;
        let kept = read.saturating_sub(layout + rejected);
        Ok(StagingOutcome {
            kept,
            layout,
            rejected,
            unreadable: self.count_values("unreadable_value")?,
            erased: 0,
        })
    }

    /// Marks the columns of codes that went through a spreadsheet's numbers, which all rows together tell.
    fn finds_lost_digits(&self, targets: &mut [TypedColumn]) -> Result<bool, WarehouseError> {
        let mut found = false;
        let coded = targets.iter_mut().filter(|target| target.required);
        for (name, dress) in coded.filter_map(|it| Some((&it.name, it.dress.as_mut()?))) {
            let source = &self.source().id;
            let table = self.connector().table_name();
            dress.lost_digits = has_lost_digits(self.connection, &table, name, source)
                .map_err(WarehouseError::wrap_engine(self.doing()))?;
            found |= dress.lost_digits;
        }
        Ok(found)
    }

    /// Whether every row of the export was inserted, and all of each was read.
    fn is_whole(&self, inserted: u64, targets: &[TypedColumn]) -> Result<bool, WarehouseError> {
        let is_whole = inserted == self.source().row_count && !self.connector().one_to_many;
        Ok(is_whole && !self.has_unread(targets)?)
    }

    fn insert_again(
        &self,
        targets: &[TypedColumn],
        own: &StretchedRows,
    ) -> Result<u64, WarehouseError> {
        let table = quote_ident(&self.connector().table_name());
        let id = quote_literal(&self.source().id);
        self.execute(&format!("delete from {table} where source_id = {id}"))?;
        self.insert_good(targets, own)
    }

    /// How the days a row speaks of are found.
    pub(super) fn own_days(&self, targets: &[TypedColumn]) -> StretchedRows {
        OwnDay::of(targets).stretched(self.agencies)
    }

    /// Matches the texts, and notes which columns' hang on the rows' own days.
    pub(super) fn match_texts(&self, targets: &mut [TypedColumn]) -> Result<(), WarehouseError> {
        let own_day = OwnDay::of(targets);
        let coded = targets.iter().filter(|target| target.coded && target.has_text);
        let columns: Vec<CodedColumn> = coded
            .map(|target| CodedColumn {
                name: &target.name,
                text: &target.text,
                coding: match target.name.as_str() {
                    PERIOD => ColumnCoding::Period(self.agencies),
                    name if is_agency(name) || target.witness_of.is_some() => {
                        ColumnCoding::Agency(self.agencies)
                    }
                    name => ColumnCoding::vocabulary(self.connector(), name, self.vocabulary),
                },
            })
            .collect();
        let dated = code_mapping::fill(self.connection, &self.canonical(), &columns, &own_day)
            .map_err(WarehouseError::wrap_engine(self.doing()))?;
        let dated: Vec<String> = dated.into_iter().map(str::to_owned).collect();
        for target in targets.iter_mut() {
            target.dated = dated.contains(&target.name);
        }
        Ok(())
    }

    fn insert_good(
        &self,
        targets: &[TypedColumn],
        own: &StretchedRows,
    ) -> Result<u64, WarehouseError> {
        let stamps = RowStamps {
            values: format!(
                "timestamp {}, {}, {}, source_sheet, source_row",
                quote_literal(&format!("{} 00:00:00", self.source().snapshot_on)),
                quote_literal(&self.source().id),
                self.source().number,
            ),
            joined: String::new(),
        };
        self.insert_stamped(targets, own, &stamps)
    }

    /// Inserts the good rows, each with what it says of its export.
    pub(super) fn insert_stamped(
        &self,
        targets: &[TypedColumn],
        own: &StretchedRows,
        stamps: &RowStamps,
    ) -> Result<u64, WarehouseError> {
        let kept = targets.iter().filter(|it| it.witness_of.is_none() && !is_extra(&it.name));
        let names: Vec<String> = kept.map(|target| quote_ident(&target.name)).collect();
        let (extra_name, extras) = match extras_expression(targets) {
            Some(extras) => (format!(", {EXTRAS}"), format!(", {extras}")),
            None => (String::new(), String::new()),
        };
        let bad = targets.iter().filter_map(TypedColumn::is_bad);
        let good: Vec<String> = bad.map(|bad| format!("not ({bad})")).collect();
        let (told, unread) = unread_columns(targets);
        let sql = format!(
            "insert into {table} ({names}{unread_name}{extra_name}, snapshot_at, source_id, source_number, source_sheet, source_row) \
             {typed} select {names}{unread}{extras}, {values} from (select *{told} from typed) as typed{joined} where {good}",
            table = quote_ident(&self.connector().table_name()),
            names = names.join(", "),
            unread_name = if unread.is_empty() { String::new() } else { format!(", {UNREADABLE}") },
            typed = typed_rows(&self.canonical(), targets, own),
            values = stamps.values,
            joined = stamps.joined,
            good = if good.is_empty() { "true".to_owned() } else { good.join(" and ") },
        );
        // Brought down to where the texts are read, the conditions would read them a second time.
        let inserted = without_optimizers(self.connection, "filter_pushdown", || {
            self.connection.execute(&sql, [])
        });
        inserted.map(|rows| rows as u64).map_err(WarehouseError::wrap_engine(self.doing()))
    }

    /// Whether any row was kept with a value that cannot be read.
    fn has_unread(&self, targets: &[TypedColumn]) -> Result<bool, WarehouseError> {
        if targets.iter().all(|target| target.stays_unread().is_none()) {
            return Ok(false);
        }
        let sql = format!(
            "select exists (select 1 from {} where source_number = $1 and {UNREADABLE} is not null)",
            quote_ident(&self.connector().table_name())
        );
        let found = self.connection.query_row(&sql, [self.source().number], |row| row.get(0));
        found.map_err(WarehouseError::wrap_engine(self.doing()))
    }
}

/// Whether each value of a row cannot be read, as columns with a comma before each; and the names of those that cannot, between commas, with
/// a comma before them: of each is asked once. Nothing where the table does not say.
fn unread_columns(targets: &[TypedColumn]) -> (String, String) {
    let unread: Vec<(&TypedColumn, String)> =
        targets.iter().filter_map(|target| Some((target, target.stays_unread()?))).collect();
    if unread.is_empty() {
        return Default::default();
    }
    let told =
        unread.iter().map(|(target, unread)| format!(", {unread} as {}", target.unread_as()));
    let any: Vec<String> = unread.iter().map(|(target, _)| target.unread_as()).collect();
    let names: Vec<String> = (unread.iter())
        .map(|(target, _)| {
            // What is asked of one of the office's own is asked of the column that holds them all.
            let name = if is_extra(&target.name) { EXTRAS } else { &target.name };
            let name = quote_literal(&format!("{name},"));
            format!("case when {} then {name} end", target.unread_as())
        })
        .collect();
    let names =
        format!(", case when {} then concat(',', {}) end", any.join(" or "), names.join(", "));
    (told.collect(), names)
}
