//! Builds a warehouse aside from the archive, audits it, and publishes it by a rename.

use std::{
    fs,
    path::{Path, PathBuf},
};

use duckdb::Connection;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{
    WarehouseError,
    agency::{matching::NameScopes, registry::AgencyDirectory},
    audit,
    build_summary::{SourceSummary, WarehouseBuild},
    empty_warehouse::EmptyWarehouse,
    engine::{ALL_OPTIMIZERS, name_denied_sql, open_confined, quote_literal, run_file},
    event_kinds::{check_summed_kinds, check_written_kinds},
    layout::LAYOUT,
    metrics, rollup,
    source_list::list_source,
    staging::{
        raw::{blank_cells::ColumnSurvey, column_survey::survey_columns, raw_rows_sql::RawRows},
        staging_run::{StagingOutcome, StagingRun},
    },
    told_again::{ToldAgain, read_told_again},
    used_columns::UnreadableColumns,
};
use crate::{
    catalog::{
        Catalog, content::ContentSet, forecast::ForecastDefinition, form::FormDefinition,
        metric::Metric, phrases::PhraseBook,
    },
    domain::{
        erasure::ErasureLedger, fault_point::FaultPoint, hex::encode_hex, progress::BuildProgress,
        source::Source,
    },
};

/// What to build and where.
pub struct BuildPlan<'a> {
    pub catalog: &'a Catalog,
    /// Of the catalog, with what the office set itself.
    pub content: ContentSet,
    /// Each archived export with its Parquet file.
    pub sources: Vec<(Source, PathBuf)>,
    /// Dossiers whose rows count nowhere.
    pub erasures: ErasureLedger,
    /// Only what exports of that day or before say.
    pub as_known_on: Option<Date>,
    pub scratch: &'a Path,
    pub publish_as: &'a Path,
}

impl BuildPlan<'_> {
    fn known_sources(&self) -> impl Iterator<Item = &(Source, PathBuf)> {
        self.sources
            .iter()
            .filter(|(source, _)| self.as_known_on.is_none_or(|day| source.snapshot_on <= day))
    }

    /// The same content over the same sources has the same version, whenever and wherever it is built.
    pub fn data_version(&self) -> String {
        let mut digest = Sha256::new();
        // Staging is code too.
        digest.update(env!("CARGO_PKG_VERSION"));
        digest.update(LAYOUT);
        for file in self
            .content
            .list_files("queries/", "")
            .chain(self.content.list_files("connectors/", ""))
        {
            digest.update(format!("{} {}\n", file.path, file.bytes.len()));
            digest.update(&file.bytes);
        }
        for (source, _) in self.known_sources() {
            let note = serde_json::to_string(source).expect("a note is plain data");
            digest.update(note + "\n");
        }
        for erased in &self.erasures.entries {
            digest.update(format!("{}\n", erased.digest));
        }
        encode_hex(&digest.finalize()[..6])
    }
}

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
    let data_version = plan.data_version();
    let base = EmptyWarehouse::of(&plan.content, plan.scratch)?;
    base.copy(&aside)?;
    let archived: Vec<&Path> = plan.known_sources().map(|(_, parquet)| parquet.as_path()).collect();
    let rows = plan.known_sources().map(|(source, _)| source.row_count).sum();
    let connection = open_confined(&aside, plan.scratch, rows, &archived)?;
    let mut summaries = Vec::new();
    for (source, parquet) in plan.known_sources() {
        progress(&BuildProgress::ReadExport { file_name: source.file_name.clone() });
        FaultPoint::SourceStage
            .pass()
            .map_err(WarehouseError::wrap_io("cannot stage an export"))?;
        summaries.push(stage_source(plan, &connection, &base.agencies, source, parquet)?);
    }
    let failed = || WarehouseError::wrap_engine("cannot finish the build");
    // All that is read of the archive is in: what comes now is SQL of the content alone, and opens no file.
    connection.close().map_err(|(_, error)| failed()(error))?;
    let connection = open_confined(&aside, plan.scratch, rows, &[])?;
    for file in plan.content.list_files("queries/models/", ".sql") {
        progress(&BuildProgress::FillModel { name: file.file_stem().to_owned() });
        run_file(&connection, &file.path, &String::from_utf8_lossy(&file.bytes))?;
    }
    let mut told_again = read_told_again(&connection).map_err(failed())?;
    for summary in &mut summaries {
        summary.told_again = told_again.remove(&summary.id).unwrap_or_default();
    }
    let as_known_on = plan.as_known_on.map_or("null".into(), |day| quote_literal(&day.to_string()));
    // A slip of the pen may lie in the future; what an export shows does not.
    let note = format!(
        "insert into build select {}, cast({as_known_on} as date), \
         least((select cast(max(greatest(received_at, ended_at, returned_at)) as date) from dossier), max(until_on)), \
         max(until_on), {} from known where source_kind = 'dossier'",
        quote_literal(&data_version),
        quote_literal(LAYOUT)
    );
    connection.execute_batch(&note).map_err(failed())?;
    rollup::prepare_slices(&connection, plan.catalog)?;
    let unreadable = UnreadableColumns::find_unreadable(&connection, &plan.content)?;
    for metric in &plan.catalog.metrics {
        progress(&BuildProgress::SumMetric { id: metric.id.clone() });
        let read = unreadable.exclude_unreadable(&connection, &metric.sql, metrics::EVENT)?;
        metrics::note_left_out(&connection, metric, read.left_out)?;
        let metric = &Metric { sql: read.sql, ..metric.clone() };
        metrics::create_view(&connection, metric)?;
        metrics::sum_by_day(&connection, metric)?;
        check_summed_kinds(&connection, metric)?;
        rollup::sum_by_slice(&connection, metric)?;
    }
    rollup::drop_slices(&connection)?;
    for forecast in &plan.catalog.forecasts {
        let sql = unreadable.exclude_unreadable(&connection, &forecast.sql, metrics::LIFE)?.sql;
        metrics::create_life(&connection, &ForecastDefinition { sql, ..forecast.clone() })?;
    }
    for form in &plan.catalog.forms {
        let sql = unreadable.exclude_unreadable(&connection, &form.sql, metrics::REGISTER)?.sql;
        metrics::create_register(&connection, &FormDefinition { sql, ..form.clone() })?;
    }
    progress(&BuildProgress::Audit);
    let findings = audit::run_checks(&connection, &plan.catalog.checks)?;
    progress(&BuildProgress::Publish);
    FaultPoint::WarehouseCheckpoint
        .pass()
        .map_err(WarehouseError::wrap_io("cannot finish the build"))?;
    connection.execute_batch("checkpoint").map_err(failed())?;
    connection.close().map_err(|(_, error)| failed()(error))?;
    publish_build(&aside, plan.publish_as)?;
    Ok(WarehouseBuild { data_version, sources: summaries, findings })
}

/// Stages one export, wholly or not at all: one that cannot be staged is listed, and stops no other.
fn stage_source(
    plan: &BuildPlan,
    connection: &Connection,
    agencies: &AgencyDirectory,
    source: &Source,
    parquet: &Path,
) -> Result<SourceSummary, WarehouseError> {
    let catalog = plan.catalog;
    let summary = |rows_read, staged, problem| SourceSummary {
        id: source.id.clone(),
        rows_read,
        staged,
        told_again: ToldAgain::default(),
        problem,
    };
    // A connector taken out of the content takes its rows with it; the archive keeps them.
    let Ok(connector) = catalog.find_connector(&source.connector) else {
        return Ok(summary(0, StagingOutcome::default(), None));
    };
    let scopes =
        NameScopes { office: source.scope.as_deref(), title: source.title_scope.as_deref() };
    let mut raw = RawRows {
        connector,
        layout: &catalog.layout,
        source,
        parquet,
        survey: ColumnSurvey::default(),
        has_erased: false,
        is_held: false,
    };
    raw.survey = survey_columns(connection, &raw)?;
    let mut stage = StagingRun {
        connection,
        raw,
        agencies: &agencies.agencies_until(source.snapshot_on, scopes),
        vocabulary: &catalog.vocabulary,
    };
    let erased = stage.list_erased(&plan.erasures)?;
    // The rest goes its way as if they had never been there.
    let left = Source { row_count: source.row_count.saturating_sub(erased), ..source.clone() };
    if erased > 0 {
        stage.raw.has_erased = true;
        stage.raw.source = &left;
    }
    // Where they cannot be held, what is wrong with them is told by whoever reads them.
    let _ = stage.raw.hold_rows(connection);
    let (mut staged, problem) = in_transaction(connection, &stage, &catalog.phrases)?;
    staged.erased = erased;
    let beside = source.unread_rows();
    staged.rejected += beside.rejected;
    staged.layout += beside.layout;
    let rows_read = source.row_count + beside.rejected + beside.layout;
    let scope_code =
        (source.scope.as_deref()).and_then(|scope| agencies.scope_code(scope, source.snapshot_on));
    list_source(connection, connector, source, scope_code, rows_read, staged)?;
    Ok(summary(rows_read, staged, problem))
}

fn in_transaction(
    connection: &Connection,
    stage: &StagingRun,
    phrases: &PhraseBook,
) -> Result<(StagingOutcome, Option<String>), WarehouseError> {
    let run = |sql: &str| {
        let failed = WarehouseError::wrap_engine(format!("cannot {sql}"));
        connection.execute_batch(sql).map_err(failed)
    };
    run("begin")?;
    match stage.stage_rows() {
        Ok(staged) => {
            run("commit")?;
            Ok((staged, None))
        }
        Err(error) if error.is_of_content() => {
            run("rollback")?;
            run(ALL_OPTIMIZERS)?;
            let problem = phrases.tell_error(&error);
            Ok((stage.reject_all(&problem)?, Some(problem)))
        }
        Err(error) => Err(error),
    }
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
    for check in &catalog.checks {
        audit::run_check(&connection, check)?;
    }
    Ok(())
}

fn publish_build(aside: &Path, to: &Path) -> Result<(), WarehouseError> {
    let doing = || WarehouseError::wrap_io(format!("cannot publish `{}`", to.display()));
    let synced = FaultPoint::WarehouseSync.pass().and_then(|()| fs::File::open(aside)?.sync_all());
    synced
        .and_then(|()| FaultPoint::WarehouseRename.pass())
        .and_then(|()| fs::rename(aside, to))
        .map_err(doing())?;
    if let Some(folder) = to.parent().filter(|_| cfg!(unix)) {
        FaultPoint::WarehouseFolderSync
            .pass()
            .and_then(|()| fs::File::open(folder)?.sync_all())
            .map_err(doing())?;
    }
    Ok(())
}
