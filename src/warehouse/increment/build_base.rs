//! The published build as the base of the next: copied, read through, and held against what is to be built.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use duckdb::Connection;

use super::{
    super::{
        WarehouseError,
        build_plan::BuildPlan,
        build_summary::SourceSummary,
        engine::{has_sound_blocks, open_confined, open_reader, read_every_block},
        staging::{stage_source::tell_undescribed, staging_run::StagingOutcome},
        told_again::ToldAgain,
    },
    build_inputs::{BuildInputs, InputKind},
    model_files::{ModelFiles, OF_EVERY_SOURCE, may_read},
    reuse::ReusePlan,
};
use crate::{
    catalog::content::ContentSet,
    domain::{fault_point::FaultPoint, source::Source},
};

/// What is filled with metrics or after them.
const FILLED_LATER: [&str; 9] = [
    "build_input",
    "check_row",
    "metric",
    "metric_day",
    "metric_left_out",
    "metric_once",
    "metric_slice",
    "metric_slice_month",
    "slice",
];

/// A copied build that is proven to hold what a build from nothing would hold of the exports it has.
pub struct BuildBase {
    /// What became of each export whose rows it holds.
    pub summaries: BTreeMap<String, SourceSummary>,
    pub reuse: ReusePlan,
}

impl BuildBase {
    /// Copies the base of a plan and proves it; `None` where there is none, or anything about it is not known for sure. What was copied
    /// is gone then.
    pub fn copy(plan: &BuildPlan, inputs: &BuildInputs, aside: &Path) -> Option<Self> {
        let base = plan.base.filter(|base| base.exists())?;
        // Whatever is wrong with it, the archive has it all.
        match Self::try_copy((base, aside), plan, inputs) {
            Ok(Some(proven)) => Some(proven),
            tried => {
                if let Err(error) = tried {
                    tracing::warn!(error = %error, "the published build is no base; all is built anew");
                }
                remove_build(aside);
                None
            }
        }
    }

    fn try_copy(
        (base, aside): (&Path, &Path),
        plan: &BuildPlan,
        inputs: &BuildInputs,
    ) -> Result<Option<Self>, WarehouseError> {
        // What is erased, or of other content, is not even copied.
        let before = BuildInputs::read_build(&open_reader(base)?)
            .map_err(WarehouseError::wrap_engine("cannot read the base"))?;
        if !is_of_known_models(plan) || !is_before(&before, inputs) {
            return Ok(None);
        }
        FaultPoint::WarehouseWrite
            .pass()
            .and_then(|()| fs::copy(base, aside))
            .map_err(WarehouseError::wrap_io(format!("cannot write `{}`", aside.display())))?;
        // Before the engine has it open: whoever closes a file gives up the locks on it.
        let is_sound = has_sound_blocks(aside)
            .map_err(WarehouseError::wrap_io(format!("cannot read `{}`", aside.display())))?;
        let connection = open_confined(aside, plan.scratch, 0, &[])?;
        let proven = Self::prove(&connection, plan, inputs)?;
        // A block that nothing is in may hold anything: of those in use the engine says whether they are whole.
        if proven.is_some() && !is_sound {
            read_every_block(&connection)
                .map_err(WarehouseError::wrap_engine("cannot read the base"))?;
        }
        Ok(proven)
    }

    fn prove(
        connection: &Connection,
        plan: &BuildPlan,
        inputs: &BuildInputs,
    ) -> Result<Option<Self>, WarehouseError> {
        let failed = || WarehouseError::wrap_engine("cannot read the base");
        let before = BuildInputs::read_build(connection).map_err(failed())?;
        // Another build may have been published since it was looked at.
        if !is_before(&before, inputs) || is_mostly_free(connection).map_err(failed())? {
            return Ok(None);
        }
        let Some(models) = ModelFiles::read_files(&plan.content) else { return Ok(None) };
        let kept = before.list_same(inputs, InputKind::Source);
        let new: Vec<&Source> = (plan.known_sources().map(|(source, _)| source))
            .filter(|source| !kept.contains(&source.id))
            .collect();
        let Some(changed) = changed_by(connection, plan, &models, &new)? else { return Ok(None) };
        let referenced: BTreeSet<String> =
            (plan.content.list_reference_files()).map(|(table, _)| table.to_owned()).collect();
        if models.loses_rows(&changed, &referenced) {
            return Ok(None);
        }
        let summaries = read_summaries(connection, plan, &kept).map_err(failed())?;
        let reuse = ReusePlan {
            models,
            changed,
            still: BTreeSet::new(),
            made_apart: BTreeSet::new(),
            new_sources: new.iter().map(|source| source.id.clone()).collect(),
            moved: before.moved,
            same_metrics: before.list_same(inputs, InputKind::Metric),
            same_checks: before.list_same(inputs, InputKind::Check),
        };
        Ok(Some(Self { summaries, reuse }))
    }
}

/// Whether a build holds nothing but what is to be built: an export that is gone or is told of otherwise is in what is held of its
/// dossiers too, and nothing is taken out of a base.
fn is_before(before: &BuildInputs, inputs: &BuildInputs) -> bool {
    before.is_within(inputs, InputKind::Foundation)
        && inputs.is_within(before, InputKind::Foundation)
        && before.is_within(inputs, InputKind::Source)
}

/// Whether schema, dialect and models are those whose reading is known: an office's own may read by a view or a macro what their words do
/// not say, or add rows where staging does. Nor may a metric read what builds fill after it.
fn is_of_known_models(plan: &BuildPlan) -> bool {
    let is_own = |folder: &str| plan.content.list_files(folder, "").any(|file| file.is_own);
    let later: BTreeSet<String> = FILLED_LATER.map(str::to_owned).into();
    !["queries/dialect/", "queries/models/", "queries/schema/"].into_iter().any(is_own)
        && !plan.catalog.metrics.iter().any(|metric| may_read(&metric.sql, &later))
}

/// Removes a build that did not come to be.
pub fn remove_build(aside: &Path) {
    for path in [aside.to_owned(), aside.with_extension("duckdb.wal")] {
        let _ = fs::remove_file(path);
    }
}

/// The tables that new exports add to; `None` where staging them reads what is in a base and not in an empty warehouse.
fn changed_by(
    connection: &Connection,
    plan: &BuildPlan,
    models: &ModelFiles,
    new: &[&Source],
) -> Result<Option<BTreeSet<String>>, WarehouseError> {
    let mut changed = BTreeSet::new();
    if new.is_empty() {
        return Ok(Some(changed));
    }
    let filled = filled_relations(connection, &plan.content, models)
        .map_err(WarehouseError::wrap_engine("cannot list the tables"))?;
    changed.extend(OF_EVERY_SOURCE.map(str::to_owned));
    for source in new {
        let Ok(connector) = plan.catalog.find_connector(&source.connector) else { continue };
        if connector.staging.as_ref().is_some_and(|staging| may_read(&staging.sql, &filled)) {
            return Ok(None);
        }
        changed.insert(connector.table_name());
    }
    Ok(Some(changed))
}

/// Every relation that is other in a build than in an empty warehouse.
fn filled_relations(
    connection: &Connection,
    content: &ContentSet,
    models: &ModelFiles,
) -> duckdb::Result<BTreeSet<String>> {
    let mut query = connection.prepare(
        "select table_name from duckdb_tables() union select view_name from duckdb_views() where not internal",
    )?;
    let mut filled: BTreeSet<String> =
        query.query_map([], |row| row.get(0))?.collect::<duckdb::Result<_>>()?;
    for (table, _) in content.list_reference_files() {
        filled.remove(table);
    }
    filled.extend(models.made().map(|target| target.name().to_owned()));
    Ok(filled)
}

/// Whether the file holds less than it has room for: then it is worth the while to write it anew.
fn is_mostly_free(connection: &Connection) -> duckdb::Result<bool> {
    const ALWAYS_KEPT: i64 = 256;
    let sql = "select free_blocks > used_blocks + $1 from pragma_database_size()";
    connection.query_row(sql, [ALWAYS_KEPT], |row| row.get(0))
}

fn read_summaries(
    connection: &Connection,
    plan: &BuildPlan,
    kept: &BTreeSet<String>,
) -> duckdb::Result<BTreeMap<String, SourceSummary>> {
    let mut query = connection.prepare(
        "select id, rows_read, rows_kept, rows_layout, rows_rejected, rows_erased, coalesce(unreadable.count, 0), not_staged.hint \
         from source \
         left join (select source_id, count(*) as count from unreadable_value group by source_id) as unreadable on unreadable.source_id = id \
         left join (select source_id, min(hint) as hint from rejected_row where reason = 'not_staged' group by source_id) as not_staged \
            on not_staged.source_id = id",
    )?;
    let mut found = BTreeMap::new();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let summary = SourceSummary {
            id: id.clone(),
            rows_read: row.get(1)?,
            staged: StagingOutcome {
                kept: row.get(2)?,
                layout: row.get(3)?,
                rejected: row.get(4)?,
                erased: row.get(5)?,
                unreadable: row.get(6)?,
            },
            told_again: ToldAgain::default(),
            blank_columns: Vec::new(),
            problem: row.get(7)?,
        };
        found.insert(id, summary);
    }
    // One of a connector that is not in the content is listed nowhere.
    for (source, _) in plan.known_sources().filter(|(source, _)| kept.contains(&source.id)) {
        found.entry(source.id.clone()).or_insert_with(|| {
            let is_known = plan.catalog.find_connector(&source.connector).is_ok();
            SourceSummary {
                id: source.id.clone(),
                rows_read: 0,
                staged: StagingOutcome::default(),
                told_again: ToldAgain::default(),
                blank_columns: Vec::new(),
                problem: (!is_known).then(|| tell_undescribed(plan.catalog, source)),
            }
        });
    }
    Ok(found)
}
