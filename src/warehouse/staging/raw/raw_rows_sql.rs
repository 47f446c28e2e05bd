//! The raw rows of an archived export, as SQL: cells that mean nothing are empty, rows of layout stand apart.

use std::path::Path;

use duckdb::Connection;

use super::blank_cells::ColumnSurvey;
use crate::{
    catalog::connector::{Connector, ConnectorColumn, layout::LayoutRules},
    domain::source::Source,
    warehouse::engine::{quote_ident, quote_literal},
};

/// Where rows are read from.
#[derive(Clone, Copy)]
pub enum RowOrigin<'a> {
    /// The archived file of one export.
    Archived(&'a Path),
    /// The table of several, which is there.
    Gathered,
}

/// Holds the texts of several exports, see [`super::super::group`].
pub const GATHERED: &str = "gathered_row";

/// Holds the rows of an export, or of several, as they are read.
pub const HELD: &str = "held_row";

/// The text of an archived export.
pub struct RawRows<'a> {
    pub connector: &'a Connector,
    pub layout: &'a LayoutRules,
    pub source: &'a Source,
    pub origin: RowOrigin<'a>,
    pub survey: ColumnSurvey,
    /// Whether rows of it are listed as erased.
    pub has_erased: bool,
    /// Whether its rows are held as they are read, see [`RawRows::hold_rows`].
    pub is_held: bool,
}

/// Of so many rows it costs less to keep what was read than to get ready, for each statement, to read it once more.
const ROWS_HELD: u64 = 10_000;
/// Says of each held row whether it is of layout. No heading is called so.
const LAYOUT: &str = "\"motcua.is_layout\"";

impl RawRows<'_> {
    /// `with archived as (…), raw as (…)`: every row of the export, and those that are data.
    pub fn ctes(&self) -> String {
        let archived = self.archived();
        if self.is_held {
            let headings = self.connector.columns.iter().map(|column| quote_ident(&column.heading));
            let headings: Vec<String> = headings.collect();
            return format!(
                "{archived}, raw as (select source_sheet, source_row, {} from archived where not {LAYOUT})",
                headings.join(", ")
            );
        }
        format!("{archived}, raw as (select * from archived where not ({}))", self.is_layout())
    }

    /// Keeps the rows of a small export as they are read, with what is told of each, for all statements that ask for them. Fails
    /// where they cannot be read; then every statement reads them itself.
    pub fn hold_rows(&mut self, connection: &Connection) -> duckdb::Result<()> {
        if self.source.row_count > ROWS_HELD {
            return Ok(());
        }
        self.hold_all_rows(connection)
    }

    /// Keeps them however many they are.
    pub fn hold_all_rows(&mut self, connection: &Connection) -> duckdb::Result<()> {
        connection.execute_batch(&format!(
            "create or replace temp table {HELD} as {} select archived.*, ({}) as {LAYOUT} from archived",
            self.archived(),
            self.is_layout()
        ))?;
        self.is_held = true;
        Ok(())
    }

    /// `with archived as (…)`: every row of the export.
    pub fn archived(&self) -> String {
        if self.is_held {
            return format!("with archived as (select * from {HELD})");
        }
        let columns: Vec<String> =
            self.connector.columns.iter().map(|column| self.cell(column)).collect();
        let columns = columns.join(", ");
        let rows = match (self.origin, self.source.first_row) {
            (RowOrigin::Gathered, _) => {
                format!("select source_sheet, source_row, {columns} from {GATHERED}")
            }
            (RowOrigin::Archived(path), first) => {
                let (sheet, row) = match first {
                    Some(first) => {
                        ("cast(null as varchar)".to_owned(), format!("file_row_number + {first}"))
                    }
                    None => ("source_sheet".to_owned(), "source_row".to_owned()),
                };
                format!(
                    "select {sheet} as source_sheet, {row} as source_row, {columns} from read_parquet({}, file_row_number = true)",
                    quote_literal(&path.to_string_lossy()),
                )
            }
        };
        if !self.has_erased {
            return format!("with archived as ({rows})");
        }
        format!(
            "with archived as (select rows.* from ({rows}) as rows \
             anti join (select * from erased_row where source_id = {}) as erased \
             on rows.source_row = erased.source_row and rows.source_sheet is not distinct from erased.source_sheet)",
            quote_literal(&self.source.id),
        )
    }

    /// Lists the rows of layout.
    pub fn insert_layout(&self) -> String {
        format!(
            "insert into layout_row {} select {}, source_sheet, source_row from archived where {}",
            self.ctes(),
            quote_literal(&self.source.id),
            self.layout_condition(),
        )
    }

    /// Tells a row of layout, among those of `archived`.
    pub fn layout_condition(&self) -> String {
        if self.is_held { LAYOUT.to_owned() } else { self.is_layout() }
    }

    fn cell(&self, column: &ConnectorColumn) -> String {
        let name = quote_ident(&column.heading);
        if !self.has_text(column) {
            return format!("cast(null as varchar) as {name}");
        }
        let mut empty = self.survey.is_empty(&column.heading, self.layout);
        if !self.connector.empty.is_empty() {
            let texts: Vec<String> =
                self.connector.empty.iter().map(|text| quote_literal(text)).collect();
            empty.push(format!("{name} in ({})", texts.join(", ")));
        }
        if empty.is_empty() {
            return name;
        }
        format!("case when {} then null else {name} end as {name}", empty.join(" or "))
    }

    /// When a row is no data. Patterns are tried only on rows that lack most of what is required: good ones cost nothing,
    /// and a bad one is rejected with its reason. What `and` joins is worked out for every row all the same; what stands behind
    /// `case` is not.
    fn is_layout(&self) -> String {
        let required = || self.connector.columns.iter().filter(|column| column.required);
        let lacks: Vec<String> = required()
            .map(|column| format!("cast({} is null as integer)", quote_ident(&column.heading)))
            .collect();
        // One pattern over all cells, each on a line of its own: the engine compiles it once a statement.
        let patterns: Vec<String> =
            self.layout.layout_patterns().map(|pattern| format!("(?:{pattern})")).collect();
        // A row that says which it is is data, however little else it says; only what stands there can tell otherwise.
        let key = required().take(1).map(|column| quote_ident(&column.heading));
        let row =
            format!("coalesce({})", key.chain([self.whole_row()]).collect::<Vec<_>>().join(", "));
        let numbering = self.layout.numbering_pattern();
        let signs = format!(
            "not regexp_matches({row}, '[0-9]') or regexp_matches({row}, {patterns}) or regexp_full_match({whole}, {numbers})",
            patterns = quote_literal(&format!("(?m){}", patterns.join("|"))),
            whole = self.whole_row(),
            numbers = quote_literal(&format!(r"\s*{numbering}\s*(\n\s*{numbering}\s*)*")),
        );
        let is_code = self.has_code();
        let mut kinds = vec![format!(
            "case when ({}) * 2 > {} then not {is_code} and ({}) else false end",
            lacks.join(" + "),
            lacks.len(),
            signs,
        )];
        // A heading printed again on each page.
        kinds.extend(required().take(1).map(|column| {
            let names: Vec<String> = (std::iter::once(&column.heading).chain(&column.aliases))
                .map(|name| quote_literal(name))
                .collect();
            format!("coalesce({} in ({}), false)", quote_ident(&column.heading), names.join(", "))
        }));
        // And the numbers of the columns under it.
        kinds.extend(required().take(1).map(|column| {
            let number = r"\(\d{1,2}\)[ ]*(=[\d()=+ -]+)?";
            format!(
                "case when {} like '(%' then regexp_full_match({}, {}) else false end",
                quote_ident(&column.heading),
                self.whole_row(),
                quote_literal(&format!("({number}\\n?)+")),
            )
        }));
        kinds.extend(required().take(1).map(|column| self.is_total(&quote_ident(&column.heading))));
        kinds.extend(self.connector.skips.iter().map(|skip| {
            let pattern = quote_literal(skip.pattern.as_str());
            format!(
                "case when regexp_matches({}, {pattern}) then not {is_code} else false end",
                quote_ident(&skip.column)
            )
        }));
        kinds.join(" or ")
    }

    /// Whether a row says which it is with a code: a word of letters and several digits. Such a row is data, whatever it lacks.
    fn has_code(&self) -> String {
        let mut required = self.connector.columns.iter().filter(|column| column.required);
        let Some(key) = required.next().map(|column| quote_ident(&column.heading)) else {
            return "false".to_owned();
        };
        format!(
            "coalesce(regexp_full_match({key}, '\\S*\\p{{L}}\\S*') and length({key}) > 4 \
             and length(regexp_replace({key}, '[^0-9]', '', 'g')) > 2 and not regexp_matches({key}, {total}), false)",
            total = quote_literal(self.layout.total_pattern()),
        )
    }

    /// Whether a row says in its key, or without one, that it is a total, and has but numbers beside that.
    fn is_total(&self, key: &str) -> String {
        let total = self.layout.total_pattern();
        let letters_twice = r"(?s)\p{L}[^\n]*\n.*\p{L}";
        format!(
            "case when {key} is null or lower({key}[1]) in ('t', 'c', 'l', 'g', 's') then \
             regexp_matches(coalesce({key}, {row}), {total}) and not regexp_matches({row}, {letters}) \
             and not regexp_matches({row}, '[0-9][/-][0-9]') else false end",
            row = self.whole_row(),
            total = quote_literal(&format!("(?m){total}")),
            letters = quote_literal(letters_twice),
        )
    }

    fn whole_row(&self) -> String {
        let kept: Vec<String> = self.kept().map(|column| quote_ident(&column.heading)).collect();
        format!("concat_ws(chr(10), {})", kept.join(", "))
    }

    /// The connector's columns that the export has.
    pub fn kept(&self) -> impl Iterator<Item = &ConnectorColumn> {
        self.connector.columns.iter().filter(|column| self.has(column))
    }

    /// Whether any row of the export may have a text in a column.
    pub fn has_text(&self, column: &ConnectorColumn) -> bool {
        self.has(column) && !self.survey.blank.contains(&column.heading)
    }

    fn has(&self, column: &ConnectorColumn) -> bool {
        self.source.columns.contains(&column.heading)
    }
}
