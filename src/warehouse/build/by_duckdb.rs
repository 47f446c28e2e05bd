//! Builds a warehouse aside from the archive, audits it, and publishes it by a rename.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use duckdb::Connection;

use super::{
    super::{
        WarehouseError, audit,
        build_plan::BuildPlan,
        build_summary::{SourceSummary, WarehouseBuild},
        empty_warehouse::EmptyWarehouse,
        engine::{name_denied_sql, open_confined, run_file},
        event_kinds::{check_summed_kinds, check_written_kinds},
        increment::{
            build_base::{BuildBase, remove_build},
            build_inputs::BuildInputs,
            change::{dossier_change::CHANGED_DOSSIERS, event_sums::EventSums},
            reuse::ReusePlan,
        },
        metrics,
        query::{check_bridge, check_lever},
        rollup,
        staging::stage_exports::stage_exports,
        used_columns::UnreadableColumns,
    },
    build_end,
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::{progress::BuildProgress, source::Source},
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
    let aside = plan.aside();
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
    let aside = plan.aside();
    let data_version = plan.data_version();
    let (mut reuse, staged) = match base {
        Some(base) => (Some(base.reuse), base.summaries),
        None => Default::default(),
    };
    let moved = reuse.as_ref().map_or(0, |reuse: &ReusePlan| reuse.moved);
    let rows = plan.count_rows_of_work(|id| staged.contains_key(id), moved);
    let mut summaries = stage_sources(plan, rows, staged, progress)?;
    let connection = open_confined(&aside, plan.scratch, rows, &[])?;
    let change = match &mut reuse {
        Some(reuse) => EventSums::gather_change(&connection, reuse, plan)?,
        None => None,
    };
    fill_models(plan, &connection, (reuse.as_mut(), change.as_ref()), progress)?;
    build_end::read_summaries(&connection, &mut summaries)?;
    let note = || build_end::note_build(plan, &connection, &data_version);
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
    build_end::pass_checkpoint()?;
    let moved = match (&change, &reuse) {
        (Some(change), _) => change.dossiers.moved,
        (None, Some(reuse)) if !reuse.is_of_other_dossiers() => reuse.moved,
        _ => 0,
    };
    if let Some(change) = change {
        change.dossiers.drop_change()?;
    }
    build_end::publish_build(plan, connection, inputs, moved)?;
    Ok(WarehouseBuild { data_version, sources: summaries, findings })
}

/// Stages every export whose rows are not there yet. All that is read of the archive is in then: what comes after is SQL of the content
/// alone, and opens no file.
pub(super) fn stage_sources(
    plan: &BuildPlan,
    rows: u64,
    mut staged: BTreeMap<String, SourceSummary>,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<Vec<SourceSummary>, WarehouseError> {
    let new = plan.known_sources().filter(|(source, _)| !staged.contains_key(&source.id));
    let new: Vec<(&Source, &Path)> = new.map(|(source, path)| (source, path.as_path())).collect();
    if !new.is_empty() {
        let archived: Vec<&Path> = new.iter().map(|(_, parquet)| *parquet).collect();
        let aside = plan.aside();
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
    build_end::create_registers(plan, connection, &unreadable)
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
