//! From the archive's text rows to canonical rows: one pass for the good ones, a second only where some are bad.

use duckdb::Connection;

use super::{
    WarehouseError,
    agency_times::AgencyTimes,
    dress::{dresses, has_lost_digits},
    engine::{ident, literal},
    own_day::{OwnDay, Stretched},
    raw::Raw,
    text_match::{self, CodedColumn, Coding},
    typed_column::{TypedColumn, is_agency, typed_rows},
    witness,
};
use crate::{
    catalog::{connector::Connector, vocabulary::Vocabulary},
    domain::source::Source,
};

/// Columns every staged row has from its source, not from its text.
const FROM_SOURCE: [&str; 5] =
    ["snapshot_at", "source_id", "source_number", "source_sheet", "source_row"];

/// The column of the period a figure is of: the source's own where a row says none.
pub const PERIOD: &str = "period_id";

pub struct Stage<'a> {
    pub connection: &'a Connection,
    pub raw: Raw<'a>,
    pub agencies: &'a AgencyTimes<'a>,
    pub vocabulary: &'a Vocabulary,
}

/// What became of the rows of an archived export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Staged {
    pub kept: u64,
    pub layout: u64,
    pub rejected: u64,
}

impl Stage<'_> {
    /// Inserts the good rows; lists the bad, and those that are no data.
    pub fn run(&self) -> Result<Staged, WarehouseError> {
        let mut targets = self.targets()?;
        let own = self.match_texts(&mut targets)?;
        let mut inserted = self.insert(&targets, &own)?;
        if self.finds_lost_digits(&mut targets)? {
            self.execute(&self.delete())?;
            inserted = self.insert(&targets, &own)?;
        }
        let read = self.source().row_count;
        if inserted == read && !self.connector().one_to_many {
            return Ok(Staged { kept: read, layout: 0, rejected: 0 });
        }
        self.execute(&self.raw.insert_layout())?;
        self.reject(&targets, &own)?;
        self.execute(&self.insert_left_out())?;
        let layout = self.count("layout_row")?;
        let rejected = self.count("rejected_row")?;
        let kept = read.saturating_sub(layout + rejected);
        Ok(Staged { kept, layout, rejected })
    }

    /// Lists every row as one that could not be staged.
    pub fn reject_all(&self, problem: &str) -> Result<Staged, WarehouseError> {
        self.execute(&format!(
            "insert into rejected_row (source_id, source_sheet, source_row, reason, hint) \
             {} select {}, source_sheet, source_row, 'not_staged', {} from archived",
            self.raw.ctes(),
            literal(&self.source().id),
            literal(problem),
        ))?;
        Ok(Staged { rejected: self.source().row_count, ..Staged::default() })
    }

    /// Marks the columns of codes that went through a spreadsheet's numbers, which all rows together tell.
    fn finds_lost_digits(&self, targets: &mut [TypedColumn]) -> Result<bool, WarehouseError> {
        let mut found = false;
        let coded = targets.iter_mut().filter(|target| target.required);
        for (name, dress) in coded.filter_map(|it| Some((&it.name, it.dress.as_mut()?))) {
            let source = &self.source().id;
            let table = self.connector().table();
            dress.lost_digits = has_lost_digits(self.connection, &table, name, source)
                .map_err(WarehouseError::engine(self.doing()))?;
            found |= dress.lost_digits;
        }
        Ok(found)
    }

    fn delete(&self) -> String {
        let table = ident(&self.connector().table());
        format!("delete from {table} where source_id = {}", literal(&self.source().id))
    }

    /// Matches the texts, notes which columns' hang on the rows' own days, and tells how these are found.
    fn match_texts(&self, targets: &mut [TypedColumn]) -> Result<Stretched, WarehouseError> {
        let own_day = OwnDay::of(targets);
        let coded = targets.iter().filter(|target| target.coded);
        let columns: Vec<CodedColumn> = coded
            .map(|target| CodedColumn {
                name: &target.name,
                text: &target.text,
                coding: match target.name.as_str() {
                    PERIOD => Coding::Period(self.agencies),
                    name if is_agency(name) || target.witness_of.is_some() => {
                        Coding::Agency(self.agencies)
                    }
                    name => Coding::vocabulary(self.connector(), name, self.vocabulary),
                },
            })
            .collect();
        let dated = text_match::fill(self.connection, &self.canonical(), &columns, &own_day)
            .map_err(WarehouseError::engine(self.doing()))?;
        let dated: Vec<String> = dated.into_iter().map(str::to_owned).collect();
        for target in targets.iter_mut() {
            target.dated = dated.contains(&target.name);
        }
        Ok(own_day.stretched(self.agencies))
    }

    /// Rows that staging.sql leaves out say nothing the connector is after.
    fn insert_left_out(&self) -> String {
        let known = |table: &str| {
            format!(
                "select source_sheet, source_row from {} where source_id = {}",
                ident(table),
                literal(&self.source().id)
            )
        };
        format!(
            "insert into layout_row {} select {}, archived.source_sheet, archived.source_row from archived \
             anti join ({} union all {} union all {}) as known \
             on archived.source_row = known.source_row and archived.source_sheet is not distinct from known.source_sheet",
            self.raw.ctes(),
            literal(&self.source().id),
            known(&self.connector().table()),
            known("layout_row"),
            known("rejected_row"),
        )
    }

    /// How many rows of this export a table lists.
    fn count(&self, table: &str) -> Result<u64, WarehouseError> {
        let sql = format!(
            "select count(*) from (select distinct source_sheet, source_row from {} where source_id = $1)",
            ident(table)
        );
        let counted = self.connection.query_row(&sql, [&self.source().id], |row| row.get(0));
        counted.map_err(WarehouseError::engine(self.doing()))
    }

    fn execute(&self, sql: &str) -> Result<u64, WarehouseError> {
        let rows = self.connection.execute(sql, []);
        rows.map(|rows| rows as u64).map_err(WarehouseError::engine(self.doing()))
    }

    fn connector(&self) -> &Connector {
        self.raw.connector
    }

    fn source(&self) -> &Source {
        self.raw.source
    }

    fn insert(&self, targets: &[TypedColumn], own: &Stretched) -> Result<u64, WarehouseError> {
        let kept = targets.iter().filter(|target| target.witness_of.is_none());
        let names: Vec<String> = kept.map(|target| ident(&target.name)).collect();
        let bad = targets.iter().filter_map(TypedColumn::is_bad);
        let good: Vec<String> = bad.map(|bad| format!("not ({bad})")).collect();
        let sql = format!(
            "insert into {table} ({names}, snapshot_at, source_id, source_number, source_sheet, source_row) \
             {typed} select {names}, timestamp {snapshot}, {id}, {number}, source_sheet, source_row from typed where {good}",
            table = ident(&self.connector().table()),
            names = names.join(", "),
            typed = typed_rows(&self.canonical(), targets, own),
            snapshot = literal(&format!("{} 00:00:00", self.source().snapshot_on)),
            id = literal(&self.source().id),
            number = self.source().number,
            good = if good.is_empty() { "true".to_owned() } else { good.join(" and ") },
        );
        self.execute(&sql)
    }

    /// Lists every problem of every row, in one pass.
    fn reject(&self, targets: &[TypedColumn], own: &Stretched) -> Result<(), WarehouseError> {
        let problem = |target: &TypedColumn| {
            let bad = target.is_bad()?;
            let hint = target.hint();
            Some(format!(
                "case when {bad} then {{'name': {name}, 'reason': {reason}, 'value': cast({text} as varchar), \
                 'hint': cast({hint} as varchar)}} end",
                name = literal(&target.name),
                reason = target.reason(),
                text = target.text_as(),
            ))
        };
        let problems: Vec<String> = targets.iter().filter_map(problem).collect();
        if problems.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "insert into rejected_row {typed}, problem as ( \
                select source_sheet, source_row, unnest([{problems}]) as found from typed) \
             select {id}, source_sheet, source_row, found.name, found.reason, found.value, found.hint \
             from problem where found is not null",
            typed = typed_rows(&self.canonical(), targets, own),
            problems = problems.join(", "),
            id = literal(&self.source().id),
        );
        self.execute(&sql).map(drop)
    }

    /// The raw rows of the archive and the canonical ones: all later SQL begins with it.
    fn canonical(&self) -> String {
        let canonical = if let Some(staging) = &self.connector().staging {
            staging.sql.clone()
        } else {
            let renamed = self.connector().columns.iter().filter_map(|column| {
                let is = column.is.as_ref()?;
                Some(format!("{} as {}", ident(&column.heading), ident(is)))
            });
            let renamed: Vec<String> = renamed.collect();
            format!("select source_sheet, source_row, {} from raw", renamed.join(", "))
        };
        format!("{}, canonical as (\n{canonical}\n)", self.raw.ctes())
    }

    fn targets(&self) -> Result<Vec<TypedColumn>, WarehouseError> {
        let failed = || WarehouseError::engine(self.doing());
        let offered: Vec<String> = {
            let mut nothing = self
                .connection
                .prepare(&format!("{} select * from canonical limit 0", self.canonical()))
                .map_err(failed())?;
            nothing.execute([]).map_err(failed())?;
            nothing.column_names()
        };
        let mut columns = self
            .connection
            .prepare("select column_name, data_type, is_nullable from duckdb_columns() where table_name = $1 order by column_index")
            .map_err(failed())?;
        let rows = columns
            .query_map([self.connector().table()], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, bool>(2)?))
            })
            .map_err(failed())?;
        let dresses = dresses(self.connection, &self.connector().yields).map_err(failed())?;
        let mut targets = Vec::new();
        for row in rows {
            let (name, data_type, nullable) = row.map_err(failed())?;
            if FROM_SOURCE.contains(&name.as_str()) {
                continue;
            }
            let Some(text) = self.text_of(&name, &offered) else {
                continue;
            };
            let coded = name == PERIOD || is_agency(&name) || self.vocabulary.is_coded(&name);
            let dress = dresses.iter().find(|(column, _)| *column == name);
            targets.push(TypedColumn {
                dress: dress.map(|(_, dress)| dress.clone()),
                name,
                data_type,
                required: !nullable,
                text,
                coded,
                witness_of: None,
                dated: false,
                days_from_1904: self.source().days_from_1904,
            });
        }
        targets.extend(witness::of(&targets, |name| self.text_of(name, &offered)));
        Ok(targets)
    }

    fn text_of(&self, name: &str, offered: &[String]) -> Option<String> {
        let period = (name == PERIOD).then_some(self.source().period.as_ref()).flatten();
        let column = format!("canonical.{}", ident(name));
        match (
            self.connector().constant.get(name),
            offered.iter().any(|column| column == name),
            period,
        ) {
            (Some(constant), ..) => Some(literal(constant)),
            (None, true, Some(period)) => Some(format!("coalesce({column}, {})", literal(period))),
            (None, true, None) => Some(column),
            (None, false, Some(period)) => Some(literal(period)),
            (None, false, None) => (name == PERIOD).then(|| "cast(null as varchar)".to_owned()),
        }
    }

    fn doing(&self) -> String {
        format!(
            "cannot stage `{}` with the connector `{}`",
            self.source().file_name,
            self.connector().id
        )
    }
}
