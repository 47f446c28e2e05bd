//! A build that Spark works out: staged here, computed there, assembled and published here.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::{
    super::{
        WarehouseError, audit,
        build_plan::BuildPlan,
        build_summary::WarehouseBuild,
        empty_warehouse::EmptyWarehouse,
        engine::{name_denied_sql, open_builder, open_confined},
        event_kinds::check_summed_kinds,
        increment::build_inputs::BuildInputs,
        metrics, rollup,
        spark::{
            assembly::SparkAssembly, cluster::SparkCluster, script::SparkScript,
            spark_output::SparkOutput, staged_tables::write_staged,
        },
        used_columns::UnreadableColumns,
    },
    build_end,
    by_duckdb::stage_sources,
};
use crate::{
    catalog::{check::CheckSeverity, metric::Metric},
    domain::progress::BuildProgress,
};

/// Writes the script of a planned build, that reads and writes in a folder: nothing is staged, run or published.
pub fn write_spark_script(plan: &BuildPlan, folder: &Path) -> Result<String, WarehouseError> {
    let script = SparkScript::compose(plan, &folder.join("in"), &folder.join("out"));
    Ok(script.map_err(|error| name_denied_sql(&plan.content, error))?.text)
}

/// Builds from nothing by a Spark, and publishes; what is published stays as it is where anything fails.
pub fn build_by_spark(
    plan: &BuildPlan,
    cluster: &SparkCluster,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<WarehouseBuild, WarehouseError> {
    run_build(plan, cluster, progress).map_err(|error| name_denied_sql(&plan.content, error))
}

fn run_build(
    plan: &BuildPlan,
    cluster: &SparkCluster,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<WarehouseBuild, WarehouseError> {
    let inputs = BuildInputs::digest_plan(plan)?;
    let rows = plan.count_rows_of_work(|_| false, 0);
    EmptyWarehouse::of(&plan.content, plan.scratch)?.copy(&plan.aside())?;
    let folder = SharedFolder::make(cluster.shared.as_deref().unwrap_or(plan.scratch))?;
    // What cannot be written as Spark has it is told before anything is staged.
    let script = SparkScript::compose(plan, &folder.into, &folder.out)?;
    let mut summaries = stage_sources(plan, rows, BTreeMap::new(), progress)?;
    let staged = open_builder(Some(&plan.aside()), &plan.scratch.join("spill"), rows)?;
    write_staged(&staged, &folder.into)?;
    drop(staged);
    progress(&BuildProgress::RunSpark);
    folder.run(cluster, &script)?;
    let output = SparkOutput::find(&folder.out, &script.written)?;
    let connection = open_confined(&plan.aside(), plan.scratch, rows, &output.list_paths())?;
    output.check_counts(&connection)?;
    let assembly = SparkAssembly { connection: &connection, output: &output };
    assembly.fill_models(&plan.content)?;
    build_end::read_summaries(&connection, &mut summaries)?;
    let data_version = plan.data_version();
    build_end::note_build(plan, &connection, &data_version)?;
    sum_metrics(plan, &assembly, &script, progress)?;
    progress(&BuildProgress::Audit);
    // Those that block are judged here, over what came.
    let of_spark = || plan.catalog.checks.iter().filter(|it| it.severity != CheckSeverity::Block);
    for check in of_spark() {
        assembly.put_findings(check)?;
    }
    let kept: BTreeSet<String> = of_spark().map(|check| check.id.clone()).collect();
    let findings = audit::run_checks(&connection, &plan.catalog.checks, &kept)?;
    progress(&BuildProgress::Publish);
    build_end::pass_checkpoint()?;
    build_end::publish_build(plan, connection, &inputs, 0)?;
    Ok(WarehouseBuild { data_version, sources: summaries, findings })
}

/// Puts the sums of all metrics in, each held against what it declares as where they are summed here.
fn sum_metrics(
    plan: &BuildPlan,
    assembly: &SparkAssembly,
    script: &SparkScript,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<(), WarehouseError> {
    let connection = assembly.connection;
    let unreadable = UnreadableColumns::find_unreadable(connection, &plan.content)?;
    assembly.number_slices()?;
    for metric in &plan.catalog.metrics {
        progress(&BuildProgress::SumMetric { id: metric.id.clone() });
        let read = unreadable.exclude_unreadable(connection, &metric.sql, metrics::EVENT)?;
        metrics::note_left_out(connection, metric, read.left_out)?;
        let metric = &Metric { sql: read.sql, ..metric.clone() };
        metrics::create_view(connection, metric)?;
        metrics::list_metric(connection, metric)?;
        assembly.put_days(metric)?;
        check_summed_kinds(connection, metric)?;
        if script.sliced.contains(&metric.id) {
            assembly.put_slices(metric)?;
        }
    }
    rollup::drop_slices(connection)?;
    build_end::create_registers(plan, connection, &unreadable)
}

/// The folder in which what is staged lies for Spark, and what it makes of it; gone with this.
struct SharedFolder {
    folder: tempfile::TempDir,
    into: PathBuf,
    out: PathBuf,
}

impl SharedFolder {
    fn make(within: &Path) -> Result<Self, WarehouseError> {
        let doing = || WarehouseError::wrap_io(format!("cannot use `{}`", within.display()));
        // Other machines, and whatever directory it runs in, know it by its whole name.
        let within = std::path::absolute(within).map_err(doing())?;
        let mut named = tempfile::Builder::new();
        named.prefix("motcua-spark-");
        // Codes, and cells that could not be read, lie there for as long as it runs.
        #[cfg(unix)]
        named.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = named.tempdir_in(within).map_err(doing())?;
        let (into, out) = (folder.path().join("in"), folder.path().join("out"));
        for made in [&into, &out] {
            fs::create_dir(made).map_err(doing())?;
        }
        Ok(Self { folder, into, out })
    }

    fn run(&self, cluster: &SparkCluster, script: &SparkScript) -> Result<(), WarehouseError> {
        let file = self.folder.path().join("build.sql");
        fs::write(&file, &script.text)
            .map_err(WarehouseError::wrap_io(format!("cannot write `{}`", file.display())))?;
        cluster.run(&file, self.folder.path())
    }
}
