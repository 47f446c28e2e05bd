//! Builds a warehouse aside from the archive, audits it, and publishes it by a rename.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use duckdb::Connection;

use super::{
    WarehouseError, audit,
    build_plan::BuildPlan,
    build_summary::{SourceSummary, WarehouseBuild},
    empty_warehouse::EmptyWarehouse,
    engine::{name_denied_sql, open_confined, quote_literal, run_file, write_left_out_blocks},
    event_kinds::{check_summed_kinds, check_written_kinds},
    increment::{
        build_base::{BuildBase, remove_build},
        build_inputs::BuildInputs,
        change::{dossier_change::CHANGED_DOSSIERS, event_sums::EventSums},
        reuse::ReusePlan,
    },
    layout::LAYOUT,
    metrics,
    query::{check_bridge, check_lever},
    rollup,
    staging::{stage_exports::stage_exports, unsaid_no::read_blank_columns},
    told_again::read_told_again,
    used_columns::UnreadableColumns,
};
use crate::{
    catalog::{Catalog, forecast::ForecastDefinition, form::FormDefinition, metric::Metric},
    disk::{RenamePoints, rename_durably},
    domain::{fault_point::FaultPoint, progress::BuildProgress, source::Source},
};

/// Builds and publishes. `progress` is told what is being done.
pub fn build_warehouse(
    plan: &BuildPlan,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<WarehouseBuild, WarehouseError> {
    run_build(plan, progress).map_err(|error| name_denied_sql(&plan.content, error))
}

fn run_build(
    plan: &BuildPlan,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<WarehouseBuild, WarehouseError> {
    let aside = plan.scratch.join("warehouse.duckdb");
    let inputs = BuildInputs::digest_plan(plan)?;
    if let Some(base) = BuildBase::copy(plan, &inputs, &aside) {
        match fill_build(plan, &inputs, Some(base), progress) {
            // Whatever went wrong in it, a build from nothing says it of itself, or has it right.
            Err(error) if !matches!(error, WarehouseError::Io { .. }) => {
                tracing::warn!(error = %error, "a build upon the published one failed; all is built anew");
                remove_build(&aside);
            }
            done => return done,
        }
    }
    EmptyWarehouse::of(&plan.content, plan.scratch)?.copy(&aside)?;
    fill_build(plan, &inputs, None, progress)
}

/// Makes what lies aside the build that is planned, and publishes it.
fn fill_build(
    plan: &BuildPlan,
    inputs: &BuildInputs,
    base: Option<BuildBase>,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<WarehouseBuild, WarehouseError> {
    let aside = plan.scratch.join("warehouse.duckdb");
    let data_version = plan.data_version();
    let (mut reuse, staged) = match base {
        Some(base) => (Some(base.reuse), base.summaries),
        None => Default::default(),
    };
    let moved = reuse.as_ref().map_or(0, |reuse: &ReusePlan| reuse.moved);
    let rows = plan.count_rows_of_work(|id| staged.contains_key(id), moved);
    let mut summaries = stage_sources(plan, rows, staged, progress)?;
    let failed = || WarehouseError::wrap_engine("cannot finish the build");
    let connection = open_confined(&aside, plan.scratch, rows, &[])?;
    let change = match &mut reuse {
        Some(reuse) => EventSums::gather_change(&connection, reuse, plan)?,
        None => None,
    };
    fill_models(plan, &connection, (reuse.as_mut(), change.as_ref()), progress)?;
    let mut told_again = read_told_again(&connection).map_err(failed())?;
    let mut blank_columns = read_blank_columns(&connection).map_err(failed())?;
    for summary in &mut summaries {
        summary.blank_columns = blank_columns.remove(&summary.id).unwrap_or_default();
        summary.told_again = told_again.remove(&summary.id).unwrap_or_default();
    }
    let note = || note_build(plan, &connection, &data_version);
    match reuse.as_mut() {
        Some(reuse) => reuse.note_build(&connection, note)?,
        None => note()?,
    }
    sum_metrics(plan, &connection, (reuse.as_mut(), change.as_ref()), progress)?;
    progress(&BuildProgress::Audit);
    let kept = match &reuse {
        Some(reuse) => {
            let dossiers = change.as_ref().map(|change| &change.dossiers);
            reuse.clear_checks(&connection, &plan.catalog.checks, dossiers)?
        }
        None => BTreeSet::new(),
    };
    let findings = audit::run_checks(&connection, &plan.catalog.checks, &kept)?;
    progress(&BuildProgress::Publish);
    FaultPoint::WarehouseCheckpoint
        .pass()
        .map_err(WarehouseError::wrap_io("cannot finish the build"))?;
    let moved = match (&change, &reuse) {
        (Some(change), _) => change.dossiers.moved,
        (None, Some(reuse)) if !reuse.is_of_other_dossiers() => reuse.moved,
        _ => 0,
    };
    if let Some(change) = change {
        change.dossiers.drop_change()?;
    }
    inputs.keep(&connection, moved).map_err(failed())?;
    connection.execute_batch("checkpoint").map_err(failed())?;
    connection.close().map_err(|(_, error)| failed()(error))?;
    write_left_out_blocks(&aside).map_err(WarehouseError::wrap_io("cannot finish the build"))?;
    publish_build(&aside, plan.publish_as)?;
    Ok(WarehouseBuild { data_version, sources: summaries, findings })
}

/// Stages every export whose rows are not there yet. All that is read of the archive is in then: what comes after is SQL of the content
/// alone, and opens no file.
fn stage_sources(
    plan: &BuildPlan,
    rows: u64,
    mut staged: BTreeMap<String, SourceSummary>,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<Vec<SourceSummary>, WarehouseError> {
    let new = plan.known_sources().filter(|(source, _)| !staged.contains_key(&source.id));
    let new: Vec<(&Source, &Path)> = new.map(|(source, path)| (source, path.as_path())).collect();
    if !new.is_empty() {
        let archived: Vec<&Path> = new.iter().map(|(_, parquet)| *parquet).collect();
        let aside = plan.scratch.join("warehouse.duckdb");
        let connection = open_confined(&aside, plan.scratch, rows, &archived)?;
        let agencies = EmptyWarehouse::agencies_of(&plan.content, &connection)?;
        staged.extend(stage_exports(plan, &connection, &agencies, &new, progress)?);
        let failed = WarehouseError::wrap_engine("cannot finish the build");
        connection.close().map_err(|(_, error)| failed(error))?;
    }
    Ok(plan.known_sources().filter_map(|(source, _)| staged.remove(&source.id)).collect())
}

fn fill_models(
    plan: &BuildPlan,
    connection: &Connection,
    (reuse, change): (Option<&mut ReusePlan>, Option<&EventSums>),
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<(), WarehouseError> {
    if let Some(reuse) = reuse {
        let dossiers = change.map(|change| &change.dossiers);
        return reuse.run_stale_models(connection, dossiers, &mut |name| {
            progress(&BuildProgress::FillModel { name: name.to_owned() });
        });
    }
    for file in plan.content.list_files("queries/models/", ".sql") {
        progress(&BuildProgress::FillModel { name: file.file_stem().to_owned() });
        run_file(connection, &file.path, &String::from_utf8_lossy(&file.bytes))?;
    }
    Ok(())
}

/// Writes down what the build says of itself.
fn note_build(
    plan: &BuildPlan,
    connection: &Connection,
    data_version: &str,
) -> Result<(), WarehouseError> {
    let as_known_on = plan.as_known_on.map_or("null".into(), |day| quote_literal(&day.to_string()));
    // A slip of the pen may lie in the future; what an export shows does not.
    let note = format!(
        "insert into build select {}, cast({as_known_on} as date), \
         least((select cast(max(greatest(received_at, ended_at, returned_at)) as date) from dossier), max(until_on)), \
         max(until_on), {} from known where source_kind = 'dossier'",
        quote_literal(data_version),
        quote_literal(LAYOUT)
    );
    connection.execute_batch(&note).map_err(WarehouseError::wrap_engine("cannot finish the build"))
}

/// Sums every metric that is not summed yet; forecasts and forms are views alone.
fn sum_metrics(
    plan: &BuildPlan,
    connection: &Connection,
    (reuse, change): (Option<&mut ReusePlan>, Option<&EventSums>),
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<(), WarehouseError> {
    let unreadable = UnreadableColumns::find_unreadable(connection, &plan.content)?;
    let mut kept = BTreeSet::new();
    if let Some(reuse) = reuse {
        kept = reuse.list_kept_metrics(connection, plan.catalog)?;
        let mut kept_up = BTreeSet::new();
        if let Some(change) = change {
            kept_up =
                change.keep_up(plan.catalog, (&kept, &reuse.changed), &unreadable, progress)?;
        } else if reuse.is_of_other_dossiers() {
            rollup::forget_slices(connection)?;
        }
        kept.extend(kept_up.iter().cloned());
        reuse.clear_metrics(connection, plan.catalog, (&kept, &kept_up))?;
    }
    let summed: Vec<&Metric> =
        plan.catalog.metrics.iter().filter(|metric| !kept.contains(&metric.id)).collect();
    if !summed.is_empty() {
        rollup::number_slices(
            connection,
            if change.is_some() { CHANGED_DOSSIERS } else { "dossier" },
        )?;
        rollup::prepare_slices(connection, plan.catalog)?;
        for metric in summed {
            progress(&BuildProgress::SumMetric { id: metric.id.clone() });
            let read = unreadable.exclude_unreadable(connection, &metric.sql, metrics::EVENT)?;
            metrics::note_left_out(connection, metric, read.left_out)?;
            let metric = &Metric { sql: read.sql, ..metric.clone() };
            metrics::create_view(connection, metric)?;
            metrics::sum_by_day(connection, metric)?;
            check_summed_kinds(connection, metric)?;
            rollup::sum_by_slice(connection, metric)?;
        }
        rollup::drop_slices(connection)?;
    }
    for forecast in &plan.catalog.forecasts {
        let sql = unreadable.exclude_unreadable(connection, &forecast.sql, metrics::LIFE)?.sql;
        metrics::create_life(connection, &ForecastDefinition { sql, ..forecast.clone() })?;
    }
    for form in &plan.catalog.forms {
        let sql = unreadable.exclude_unreadable(connection, &form.sql, metrics::REGISTER)?.sql;
        metrics::create_register(connection, &FormDefinition { sql, ..form.clone() })?;
    }
    Ok(())
}

/// Checks that all SQL of the content can be prepared, on an empty warehouse.
pub fn check_content_sql(catalog: &Catalog, scratch: &Path) -> Result<(), WarehouseError> {
    prepare_content_sql(catalog, scratch).map_err(|error| name_denied_sql(&catalog.content, error))
}

fn prepare_content_sql(catalog: &Catalog, scratch: &Path) -> Result<(), WarehouseError> {
    let aside = scratch.join("warehouse.duckdb");
    EmptyWarehouse::of(&catalog.content, scratch)?.copy(&aside)?;
    let connection = open_confined(&aside, scratch, 0, &[])?;
    for file in catalog.content.list_files("queries/models/", ".sql") {
        run_file(&connection, &file.path, &String::from_utf8_lossy(&file.bytes))?;
    }
    for metric in &catalog.metrics {
        check_written_kinds(&connection, metric)?;
        metrics::create_view(&connection, metric)?;
        metrics::sum_by_day(&connection, metric)?;
    }
    for forecast in &catalog.forecasts {
        metrics::create_life(&connection, forecast)?;
    }
    for form in &catalog.forms {
        metrics::create_register(&connection, form)?;
    }
    for bridge in &catalog.bridges {
        check_bridge(&connection, bridge)?;
    }
    for lever in &catalog.levers {
        check_lever(&connection, lever)?;
    }
    for check in &catalog.checks {
        audit::keep_found(&connection, check, "true")?;
    }
    Ok(())
}

const WAREHOUSE: RenamePoints = RenamePoints {
    sync: FaultPoint::WarehouseSync,
    rename: FaultPoint::WarehouseRename,
    sync_folder: FaultPoint::WarehouseFolderSync,
};

fn publish_build(aside: &Path, to: &Path) -> Result<(), WarehouseError> {
    let doing = || WarehouseError::wrap_io(format!("cannot publish `{}`", to.display()));
    rename_durably(aside, to, WAREHOUSE).map_err(|error| doing()(error.source))
}
