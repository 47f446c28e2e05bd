//! The columns of the table an export's rows go to, and where their texts come from.

use super::{
    super::{
        WarehouseError,
        engine::{quote_ident, quote_literal},
        writing::ColumnWriting,
    },
    column::{
        column_names::{PERIOD, UNREADABLE, is_agency},
        key_spelling::dresses,
        personal_value::{EXTRAS, is_extra},
        typed_column::TypedColumn,
        witness_columns::witness_columns,
    },
    staging_run::StagingRun,
};
use crate::catalog::connector::UpperBound;

/// Columns every staged row has from its source, not from its text.
const FROM_SOURCE: [&str; 5] =
    ["snapshot_at", "source_id", "source_number", "source_sheet", "source_row"];

/// A column of the table, as the schema says it.
struct DeclaredColumn {
    name: String,
    data_type: String,
    is_nullable: bool,
    must_be_read: bool,
    is_money: bool,
}

impl DeclaredColumn {
    /// Declares a column of the office's own: a text that a row can do without.
    fn of_extra(name: String) -> Self {
        let data_type = "VARCHAR".to_owned();
        Self { name, data_type, is_nullable: true, must_be_read: false, is_money: false }
    }
}

impl<'a> StagingRun<'a> {
    /// The columns that this export has something to say of.
    pub(in crate::warehouse) fn targets(&self) -> Result<Vec<TypedColumn<'a>>, WarehouseError> {
        let offered = self.offered()?;
        let declared = self.declared()?;
        let may_stay_unread = declared.iter().any(|column| column.name == UNREADABLE);
        let dresses = dresses(self.connection, &self.connector().yields)
            .map_err(WarehouseError::wrap_engine(self.doing()))?;
        let mut targets = Vec::new();
        let extras = self.connector().columns.iter().filter_map(|column| column.is.clone());
        let extras = extras.filter(|name| is_extra(name)).map(DeclaredColumn::of_extra);
        let declared = declared.into_iter().filter(|column| column.name != EXTRAS).chain(extras);
        for DeclaredColumn { name, data_type, is_nullable, must_be_read, is_money } in declared {
            if FROM_SOURCE.contains(&name.as_str()) || name == UNREADABLE {
                continue;
            }
            let Some(text) = self.text_of(&name, &offered) else {
                continue;
            };
            let coded = name == PERIOD || is_agency(&name) || self.vocabulary.is_coded(&name);
            let most = self.connector().most.get(&name).map(|most| match most {
                UpperBound::Number(number) => number.to_string(),
                UpperBound::Column(column) => quote_ident(column),
            });
            let named = self.raw.connector.format_of(&name);
            let dress = dresses.iter().find(|(column, _)| *column == name);
            targets.push(TypedColumn {
                dress: dress.map(|(_, dress)| dress.clone()),
                witness_of: None,
                dated: false,
                has_text: self.may_have_text(&name),
                name,
                data_type,
                required: !is_nullable,
                text,
                coded,
                blank_is_no: false,
                days_from_1904: self.source().days_from_1904,
                writing: ColumnWriting::Usual,
                named,
                is_usual: false,
                is_money,
                most,
                may_stay_unread: may_stay_unread && !must_be_read,
                has_unreadable: self.raw.survey.has_unreadable,
                zero_is_no_day: self.connector().staging.is_none(),
                layout: self.raw.layout,
            });
        }
        targets.extend(witness_columns(&targets, |name| {
            self.text_of(name, &offered).filter(|_| self.may_have_text(name))
        }));
        Ok(targets)
    }

    /// The columns of `canonical`; the engine is asked only of what staging.sql makes, since it makes all of a statement ready to tell.
    fn offered(&self) -> Result<Vec<String>, WarehouseError> {
        if self.connector().staging.is_none() {
            return Ok(self.connector().columns.iter().filter_map(|it| it.is.clone()).collect());
        }
        let failed = || WarehouseError::wrap_engine(self.doing());
        let mut nothing = self
            .connection
            .prepare(&format!("{} select * from canonical limit 0", self.canonical()))
            .map_err(failed())?;
        nothing.execute([]).map_err(failed())?;
        Ok(nothing.column_names())
    }

    fn declared(&self) -> Result<Vec<DeclaredColumn>, WarehouseError> {
        let failed = || WarehouseError::wrap_engine(self.doing());
        let mut columns = self
            .connection
            .prepare(
                "select column_name, data_type, is_nullable, coalesce(comment = 'read or rejected', false), coalesce(comment = 'money', false) \
                 from duckdb_columns() where table_name = $1 order by column_index",
            )
            .map_err(failed())?;
        let rows = columns
            .query_map([self.connector().table_name()], |row| {
                Ok(DeclaredColumn {
                    name: row.get(0)?,
                    data_type: row.get(1)?,
                    is_nullable: row.get(2)?,
                    must_be_read: row.get(3)?,
                    is_money: row.get(4)?,
                })
            })
            .map_err(failed())?;
        rows.collect::<duckdb::Result<_>>().map_err(failed())
    }

    /// Whether any row may have a text in a canonical column. Of what staging.sql makes nobody knows beforehand.
    fn may_have_text(&self, name: &str) -> bool {
        let connector = self.connector();
        let mut columns =
            connector.columns.iter().filter(|column| column.is.as_deref() == Some(name));
        name == PERIOD
            || connector.staging.is_some()
            || connector.constant.contains_key(name)
            || columns.any(|column| self.raw.has_text(column))
    }

    fn text_of(&self, name: &str, offered: &[String]) -> Option<String> {
        let period = (name == PERIOD).then_some(self.source().period.as_ref()).flatten();
        let column = format!("canonical.{}", quote_ident(name));
        match (
            self.connector().constant.get(name),
            offered.iter().any(|column| column == name),
            period,
        ) {
            (Some(constant), ..) => Some(quote_literal(constant)),
            (None, true, Some(period)) => {
                Some(format!("coalesce({column}, {})", quote_literal(period)))
            }
            (None, true, None) => Some(column),
            (None, false, Some(period)) => Some(quote_literal(period)),
            (None, false, None) => (name == PERIOD).then(|| "cast(null as varchar)".to_owned()),
        }
    }
}
