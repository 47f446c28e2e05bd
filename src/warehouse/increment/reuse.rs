//! What of a copied build may stay, and what of it is made again.

use std::collections::BTreeSet;

use duckdb::Connection;

use super::{
    super::{
        WarehouseError,
        engine::{quote_ident, quote_literal, run_file},
        metrics::{EVENT_VIEW, event_view, list_derived_views},
    },
    change::dossier_change::{DossierChange, TOLD_TABLES},
    content_statement::StatementTarget,
    model_files::{ModelFiles, OF_EVERY_SOURCE, StaleFiles, may_read},
};
use crate::{
    catalog::{Catalog, check::CheckDefinition, metric::Metric},
    domain::measure::MetricSubject,
};

/// Tables with sums of metrics, each with the column that names the metric.
const METRIC_TABLES: [(&str, &str); 6] = [
    ("metric", "id"),
    ("metric_left_out", "metric_id"),
    ("metric_day", "metric_id"),
    ("metric_once", "metric_id"),
    ("metric_slice", "metric_id"),
    ("metric_slice_month", "metric_id"),
];

/// What all metrics of dossiers are cut up by.
const SLICED: &str = "dossier";

/// Says of a copied build what changed in it, and which metrics and checks are asked the same as before.
pub struct ReusePlan {
    pub models: ModelFiles,
    /// Relations that do not hold what they held.
    pub changed: BTreeSet<String>,
    /// The exports that the build before has not.
    pub new_sources: Vec<String>,
    /// How many dossiers lie out of their order in it.
    pub moved: u64,
    /// Files of the models that make what they made whatever changed.
    pub still: BTreeSet<String>,
    /// Of what changed, what holds of each dossier what its rows and their exports say.
    pub made_apart: BTreeSet<String>,
    pub same_metrics: BTreeSet<String>,
    pub same_checks: BTreeSet<String>,
}

impl ReusePlan {
    /// Gathers the dossiers that new exports tell of; `None` where they tell of none, or the models must be run of all of them.
    pub fn gather_change<'c>(
        &mut self,
        connection: &'c Connection,
    ) -> Result<Option<DossierChange<'c>>, WarehouseError> {
        let mut changed = self.changed.clone();
        let stale = self.models.spread_changes(&mut changed);
        let apart = ModelFiles::split_stale(&stale, &changed).apart;
        if !TOLD_TABLES.iter().any(|table| self.changed.contains(*table)) {
            self.still = apart.iter().map(|file| file.path.clone()).collect();
            return Ok(None);
        }
        if !apart.iter().flat_map(|file| &file.targets).any(|it| it.name() == SLICED) {
            return Ok(None);
        }
        DossierChange::gather(connection, &self.new_sources, self.moved)
    }

    /// Runs again the models that are made of what changed: those that can be, of the dossiers that changed alone.
    pub fn run_stale_models(
        &mut self,
        connection: &Connection,
        change: Option<&DossierChange>,
        tell: &mut dyn FnMut(&str),
    ) -> Result<(), WarehouseError> {
        let stale = self.models.spread_changes_past(&mut self.changed, &self.still);
        let split = match change {
            Some(_) => ModelFiles::split_stale(&stale, &self.changed),
            None => StaleFiles { apart: Vec::new(), whole: stale.clone() },
        };
        let told = TOLD_TABLES.iter().chain(&OF_EVERY_SOURCE).copied();
        let made = split.apart.iter().filter(|file| !file.adds_rows());
        let made = made.flat_map(|file| &file.targets).map(StatementTarget::name);
        self.made_apart = told.chain(made).map(str::to_owned).collect();
        let mut cleared = BTreeSet::new();
        let mut held = Vec::new();
        for target in split.whole.iter().flat_map(|file| &file.targets) {
            if cleared.insert(target.name()) {
                held.push((target.name(), digest_small(connection, target)?));
                run_file(connection, "models", &target.take_back(&quote_ident(target.name())))?;
            }
        }
        if let Some(change) = change {
            let added = split.apart.iter().filter(|file| file.adds_rows());
            let added: BTreeSet<&str> =
                added.flat_map(|file| &file.targets).map(StatementTarget::name).collect();
            added.iter().try_for_each(|table| change.forget_rows(table))?;
        }
        for file in stale {
            let is_whole = split.whole.iter().any(|one| one.path == file.path);
            match change.filter(|_| split.has_apart(file)) {
                Some(change) => {
                    tell(file.name());
                    let tables: Vec<&str> =
                        file.targets.iter().map(StatementTarget::name).collect();
                    if file.adds_rows() {
                        change.add_rows(&file.path, &file.text, &tables)?;
                    } else {
                        change.run_model(&file.path, &file.text, &tables)?;
                    }
                }
                None if is_whole => {
                    tell(file.name());
                    run_file(connection, &file.path, &file.text)?;
                }
                None => {}
            }
        }
        // What is made again and says the same did not change: the days anything is known of, mostly.
        let targets: Vec<&StatementTarget> = self.models.made().collect();
        for (name, before) in held.into_iter().filter(|(_, before)| before.is_some()) {
            let target = targets.iter().find(|target| target.name() == name);
            if target.map_or(Ok(None), |target| digest_small(connection, target))? == before {
                self.changed.remove(name);
            }
        }
        Ok(())
    }

    /// Writes anew what the build says of itself, and sees whether that changed.
    pub fn note_build(
        &mut self,
        connection: &Connection,
        note: impl FnOnce() -> Result<(), WarehouseError>,
    ) -> Result<(), WarehouseError> {
        let read = || -> Result<String, WarehouseError> {
            let sql = "select coalesce(max(concat_ws(' ', coalesce(cast(as_known_on as varchar), '-'), \
                 coalesce(cast(newest_on as varchar), '-'), coalesce(cast(known_until as varchar), '-'))), '') from build";
            let days = connection.query_row(sql, [], |row| row.get(0));
            days.map_err(WarehouseError::wrap_engine("cannot read the build's days"))
        };
        let before = read()?;
        run_file(connection, "build", "delete from build")?;
        note()?;
        if read()? != before {
            self.changed.insert("build".to_owned());
        }
        Ok(())
    }

    /// Names the metrics whose sums stay as they are.
    pub fn list_kept_metrics(
        &self,
        connection: &Connection,
        catalog: &Catalog,
    ) -> Result<BTreeSet<String>, WarehouseError> {
        let views = list_derived_views(connection)
            .map_err(WarehouseError::wrap_engine("cannot list the views"))?;
        // What is asked of other metrics' events is asked again.
        let mut changed = self.changed.clone();
        changed.extend(views.iter().cloned());
        changed.extend(METRIC_TABLES.map(|(table, _)| table.to_owned()));
        let stays = |metric: &&Metric| {
            self.same_metrics.contains(&metric.id)
                && !may_read(&metric.sql, &changed)
                && !(metric.subject == MetricSubject::Dossier && self.changed.contains(SLICED))
        };
        Ok(catalog.metrics.iter().filter(stays).map(|metric| metric.id.clone()).collect())
    }

    /// Clears away the sums of the metrics that are summed again: all but those `kept`, of which some were kept up by what changed.
    pub fn clear_metrics(
        &mut self,
        connection: &Connection,
        catalog: &Catalog,
        (kept, kept_up): (&BTreeSet<String>, &BTreeSet<String>),
    ) -> Result<(), WarehouseError> {
        let summed = list_summed(connection)
            .map_err(WarehouseError::wrap_engine("cannot read the metrics"))?;
        let gone: Vec<String> = summed.difference(kept).map(|id| quote_literal(id)).collect();
        for (table, column) in METRIC_TABLES.into_iter().filter(|_| !gone.is_empty()) {
            // Of names to look for the engine passes over what has none of them; as a whole it gives the room back.
            let sql = if kept.is_empty() {
                format!("delete from {table}")
            } else {
                format!("delete from {table} where {column} in ({})", gone.join(", "))
            };
            run_file(connection, table, &sql)?;
        }
        let stays: BTreeSet<String> = kept.iter().map(|id| event_view(id)).collect();
        let views = list_derived_views(connection)
            .map_err(WarehouseError::wrap_engine("cannot list the views"))?;
        for view in views {
            let name = quote_ident(&view);
            if !stays.contains(&name) {
                run_file(connection, "views", &format!("drop view {name}"))?;
                self.changed.insert(view);
            }
        }
        self.changed.extend(kept_up.iter().map(|id| format!("{EVENT_VIEW}{id}")));
        // One that is new had no view before.
        let is_summed = catalog.metrics.iter().any(|metric| !kept.contains(&metric.id));
        if is_summed || self.changed.iter().any(|name| name.starts_with(EVENT_VIEW)) {
            self.changed.extend(METRIC_TABLES.map(|(table, _)| table.to_owned()));
            self.changed.insert("slice".to_owned());
        }
        Ok(())
    }

    /// Tells whether the sums of no metric of dossiers stay.
    pub fn is_of_other_dossiers(&self) -> bool {
        self.changed.contains(SLICED)
    }

    /// Clears away what checks found that are run again, and names those that stay: those that can be are run again of the dossiers that
    /// changed alone.
    pub fn clear_checks(
        &self,
        connection: &Connection,
        checks: &[CheckDefinition],
        change: Option<&DossierChange>,
    ) -> Result<BTreeSet<String>, WarehouseError> {
        let mut changed = self.changed.clone();
        changed.extend(["check_row", "build_input"].map(str::to_owned));
        let of_several: BTreeSet<String> = changed.difference(&self.made_apart).cloned().collect();
        let (mut kept, mut renewed) = (BTreeSet::new(), Vec::new());
        for check in checks.iter().filter(|check| self.same_checks.contains(&check.id)) {
            if !may_read(&check.sql, &changed) {
                kept.insert(check.id.clone());
            } else if check.apart_by.is_some() && !may_read(&check.sql, &of_several) {
                renewed.push(check);
            }
        }
        if let Some(change) = change {
            change.renew_checks(&renewed)?;
            kept.extend(renewed.iter().map(|check| check.id.clone()));
        }
        run_file(connection, "checks", &delete_others("check_row", "check_id", &kept))?;
        Ok(kept)
    }
}

/// Lists the metrics that are summed in a build.
fn list_summed(connection: &Connection) -> duckdb::Result<BTreeSet<String>> {
    connection.prepare("select id from metric")?.query_map([], |row| row.get(0))?.collect()
}

/// Tables of so few rows are looked through in no time.
const FEW_ROWS: u64 = 10_000;

/// Digests a small table; `None` of anything else.
fn digest_small(
    connection: &Connection,
    target: &StatementTarget,
) -> Result<Option<String>, WarehouseError> {
    let StatementTarget::Table(name) = target else { return Ok(None) };
    let name = quote_ident(name);
    let read = || -> duckdb::Result<Option<String>> {
        let count = format!("select count(*) from {name}");
        if connection.query_row(&count, [], |row| row.get::<_, u64>(0))? > FEW_ROWS {
            return Ok(None);
        }
        let digest = format!(
            "select concat(count(*), ' ', sum(cast(hash(it) as hugeint))) from {name} as it"
        );
        connection.query_row(&digest, [], |row| row.get(0)).map(Some)
    };
    read().map_err(WarehouseError::wrap_engine("cannot read a table"))
}

/// Deletes the rows of all but some: as a whole where none stays, so that the engine gives the room back.
pub fn delete_others(table: &str, column: &str, kept: &BTreeSet<String>) -> String {
    if kept.is_empty() {
        return format!("delete from {table}");
    }
    let kept: Vec<String> = kept.iter().map(|id| quote_literal(id)).collect();
    format!("delete from {table} where {column} not in ({})", kept.join(", "))
}
