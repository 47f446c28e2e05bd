//! The dossiers that new exports tell of, beside the build: what was told of them, what was made of it, and what is.

use duckdb::Connection;

use super::super::super::{
    WarehouseError,
    audit::keep_found,
    engine::{quote_ident, quote_literal, render_sql, run_file},
    rollup::create_model_views,
};
use crate::catalog::{Catalog, check::CheckDefinition};

/// Tables whose new rows say of which dossiers something is told.
pub const TOLD_TABLES: [&str; 2] = ["dossier_version", "apology_letter_version"];

/// The dossiers that changed, as they are.
pub const CHANGED_DOSSIERS: &str = "change.made.dossier";

/// So few that it does not matter where their rows lie.
const ALWAYS_FEW: u64 = 1_000;

/// Dossiers lie in the order of their agencies, and those that changed behind all others: of this part of all it is worth the while to
/// write them anew, and no cheaper to make them one by one.
const MOST_OF: u64 = 4;

/// The dossiers that changed, in a database of their own beside the build.
pub struct DossierChange<'c> {
    connection: &'c Connection,
    /// The build, as SQL names it.
    main: String,
    /// How many dossiers lie out of their order when it is done.
    pub moved: u64,
}

impl<'c> DossierChange<'c> {
    /// Gathers the dossiers that the new exports tell of, all that was told of them and what was made of it; `None` where they are too
    /// many, with those `moved` since all were written.
    pub fn gather(
        connection: &'c Connection,
        new_sources: &[String],
        moved: u64,
    ) -> Result<Option<Self>, WarehouseError> {
        let sources: Vec<String> = new_sources.iter().map(|id| quote_literal(id)).collect();
        let gather = render_sql(include_str!("gather.sql"), &[("sources", &sources.join(", "))])?;
        run_file(connection, "gather.sql", &gather)?;
        let failed = || WarehouseError::wrap_engine("cannot count the dossiers");
        let read = || -> duckdb::Result<(String, u64, u64, u64)> {
            let sql = "select current_database(), (select count(*) from change.made.changed_code), (select count(*) from dossier), \
                 (select count(*) from dossier_version)";
            connection
                .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        };
        let (database, changed, all, all_versions) = read().map_err(failed())?;
        let moved = moved.saturating_add(changed);
        let change = Self { connection, main: format!("{}.main", quote_ident(&database)), moved };
        if moved > ALWAYS_FEW.max(all / MOST_OF) {
            change.drop_change()?;
            return Ok(None);
        }
        // Few dossiers may have been told of so often that most rows are of them; where few rows tell of any once more, none need be counted.
        let most = ALWAYS_FEW.max(all_versions / MOST_OF);
        let versions = "select count(*) from dossier_version where dossier_code in (select dossier_code from change.made.changed_code)";
        let count_versions = || connection.query_row(versions, [], |row| row.get::<_, u64>(0));
        if changed.saturating_add(all_versions.saturating_sub(all)) > most
            && count_versions().map_err(failed())? > most
        {
            change.drop_change()?;
            return Ok(None);
        }
        change.run("narrow.sql", include_str!("narrow.sql"), &[])?;
        Ok(Some(change))
    }

    /// Runs a file of the models of the dossiers that changed alone, and puts what it makes of them in the place of what was.
    pub fn run_model(&self, path: &str, text: &str, tables: &[&str]) -> Result<(), WarehouseError> {
        self.with_schema("made", || run_file(self.connection, path, text))?;
        for table in tables {
            let table = quote_ident(table);
            self.run("replace.sql", include_str!("replace.sql"), &[("table", &table)])?;
        }
        Ok(())
    }

    /// Takes back what files of the models added of the dossiers that changed to a table that others add to as well.
    pub fn forget_rows(&self, table: &str) -> Result<(), WarehouseError> {
        let table = quote_ident(table);
        self.run("forget_rows.sql", include_str!("forget_rows.sql"), &[("table", &table)])
    }

    /// Runs a file of the models that adds rows to such a table of the dossiers that changed alone.
    pub fn add_rows(&self, path: &str, text: &str, tables: &[&str]) -> Result<(), WarehouseError> {
        self.with_schema("made", || run_file(self.connection, path, text))?;
        for table in tables.iter().map(|table| quote_ident(table)) {
            self.run("add_rows.sql", include_str!("add_rows.sql"), &[("table", &table)])?;
        }
        Ok(())
    }

    /// Puts what checks find of the dossiers that changed in the place of what they found of them.
    pub fn renew_checks(&self, checks: &[&CheckDefinition]) -> Result<(), WarehouseError> {
        if checks.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = checks.iter().map(|check| quote_literal(&check.id)).collect();
        let forget = include_str!("forget_checks.sql");
        self.run("forget_checks.sql", forget, &[("checks", &ids.join(", "))])?;
        for check in checks {
            // A petition may be called as a dossier is: an export tells of the one or of the other.
            let of_source = " and source_id in (select id from source where yields = 'dossier')";
            let wanted = format!(
                "subject_id in (select dossier_code from change.made.changed_code){}",
                if check.by_source { of_source } else { "" }
            );
            self.with_schema("made", || keep_found(self.connection, check, &wanted))?;
        }
        Ok(())
    }

    /// Makes the dossiers as they were and as they are, with all that is made of them by views.
    pub fn sign_dossiers(&self, catalog: &Catalog) -> Result<(), WarehouseError> {
        run_file(self.connection, "signed.sql", include_str!("signed.sql"))?;
        self.with_schema("signed", || create_model_views(self.connection, catalog))
    }

    /// Looks names up in a schema of the change first.
    pub fn with_schema<T>(
        &self,
        schema: &str,
        run: impl FnOnce() -> Result<T, WarehouseError>,
    ) -> Result<T, WarehouseError> {
        let path = format!("set search_path = 'change.{schema},{}'", self.main);
        run_file(self.connection, "change", &path)?;
        let done = run();
        let reset = format!("set search_path = '{}'", self.main);
        let is_reset = run_file(self.connection, "change", &reset);
        let done = done?;
        is_reset.map(|()| done)
    }

    fn run(&self, name: &str, sql: &str, values: &[(&str, &str)]) -> Result<(), WarehouseError> {
        let main = [("main", self.main.as_str())];
        let values: Vec<(&str, &str)> = values.iter().copied().chain(main).collect();
        run_file(self.connection, name, &render_sql(sql, &values)?)
    }

    /// Nothing of it is published.
    pub fn drop_change(&self) -> Result<(), WarehouseError> {
        run_file(self.connection, "change", "detach change")
    }
}
