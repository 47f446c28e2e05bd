//! Builds a warehouse aside from the archive, audits it, and publishes it by a rename.

use std::{
    fs,
    path::{Path, PathBuf},
};

use duckdb::{Connection, params};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{
    WarehouseError,
    agency_match::Agencies,
    audit::{self, Finding},
    engine::{create_schema, literal, open_builder, run_file},
    metrics,
    raw::Raw,
    reference,
    stage::{Stage, Staged},
};
use crate::{
    catalog::Catalog,
    domain::{hex::hex, source::Source},
};

/// What to build and where.
pub struct BuildPlan<'a> {
    pub catalog: &'a Catalog,
    /// Each archived export with its Parquet file.
    pub sources: Vec<(Source, PathBuf)>,
    /// Only what exports of that day or before say.
    pub as_known_on: Option<Date>,
    pub scratch: &'a Path,
    pub publish_as: &'a Path,
}

impl BuildPlan<'_> {
    fn known(&self) -> impl Iterator<Item = &(Source, PathBuf)> {
        self.sources
            .iter()
            .filter(|(source, _)| self.as_known_on.is_none_or(|day| source.snapshot_on <= day))
    }

    /// The same content over the same sources has the same version, whenever and wherever it is built.
    pub fn data_version(&self) -> String {
        let mut digest = Sha256::new();
        // Staging is code too.
        digest.update(env!("CARGO_PKG_VERSION"));
        let content = &self.catalog.content;
        for file in content
            .list("queries/", "")
            .chain(content.list("connectors/", ""))
        {
            digest.update(format!("{} {}\n", file.path, file.bytes.len()));
            digest.update(&file.bytes);
        }
        for (source, _) in self.known() {
            let note = serde_json::to_string(source).expect("a note is plain data");
            digest.update(note + "\n");
        }
        digest.update(
            self.as_known_on
                .map_or(String::new(), |day| day.to_string()),
        );
        hex(&digest.finalize()[..6])
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    pub data_version: String,
    pub sources: Vec<SourceSummary>,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSummary {
    pub id: String,
    pub rows_read: u64,
    pub staged: Staged,
}

/// Builds and publishes. `progress` is told what is being done.
pub fn build(plan: &BuildPlan, progress: &mut dyn FnMut(&str)) -> Result<Build, WarehouseError> {
    let aside = plan.scratch.join("warehouse.duckdb");
    let data_version = plan.data_version();
    let connection = open_builder(Some(&aside), plan.scratch)?;
    create_schema(&connection, &plan.catalog.content)?;
    reference::load(&connection, &plan.catalog.content, plan.scratch)?;
    let agencies = Agencies::load(&connection)?;
    let mut summaries = Vec::new();
    for (source, parquet) in plan.known() {
        progress(&source.file_name);
        summaries.push(stage(
            plan.catalog,
            &connection,
            &agencies,
            source,
            parquet,
        )?);
    }
    for file in plan.catalog.content.list("queries/models/", ".sql") {
        progress(file.stem());
        run_file(
            &connection,
            &file.path,
            &String::from_utf8_lossy(&file.bytes),
        )?;
    }
    for metric in &plan.catalog.metrics {
        progress(&metric.id);
        metrics::create_view(&connection, metric)?;
        metrics::sum_by_day(&connection, metric)?;
    }
    progress("audit");
    let failed = || WarehouseError::engine("cannot finish the build");
    let as_known_on = plan
        .as_known_on
        .map_or("null".into(), |day| literal(&day.to_string()));
    // A slip of the pen may lie in the future; what an export shows does not.
    let note = format!(
        "insert into build select {}, cast({as_known_on} as date), \
         least((select cast(max(greatest(received_at, ended_at, returned_at)) as date) from dossier), max(snapshot_on)), \
         max(snapshot_on) from source where yields = 'dossier'",
        literal(&data_version)
    );
    connection.execute_batch(&note).map_err(failed())?;
    let findings = audit::audit(&connection, &plan.catalog.checks)?;
    progress("publish");
    connection.execute_batch("checkpoint").map_err(failed())?;
    connection.close().map_err(|(_, error)| failed()(error))?;
    publish(&aside, plan.publish_as)?;
    Ok(Build {
        data_version,
        sources: summaries,
        findings,
    })
}

fn stage(
    catalog: &Catalog,
    connection: &Connection,
    agencies: &Agencies,
    source: &Source,
    parquet: &Path,
) -> Result<SourceSummary, WarehouseError> {
    let failed = || WarehouseError::engine(format!("cannot stage `{}`", source.file_name));
    // A connector taken out of the content takes its rows with it; the archive keeps them.
    let Ok(connector) = catalog.connector(&source.connector) else {
        return Ok(SourceSummary {
            id: source.id.clone(),
            rows_read: 0,
            staged: Staged::default(),
        });
    };
    let raw = Raw {
        connector,
        layout: &catalog.layout,
        source,
        parquet,
    };
    let vocabulary = &catalog.vocabulary;
    let mut staged = Stage {
        connection,
        raw,
        agencies: &agencies.on(source.snapshot_on, source.scope.as_deref()),
        vocabulary,
    }
    .run()?;
    for row in &source.unreadable {
        connection
            .execute(
                "insert into rejected_row (source_id, source_row, reason) values ($1, $2, $3)",
                params![source.id, row.row, row.reason],
            )
            .map_err(failed())?;
    }
    let unreadable = source.unreadable.len() as u64;
    staged.rejected += unreadable;
    let rows_read = source.row_count + unreadable;
    connection
        .execute(
            "insert into source values ($1, $2, $3, $4, cast($5 as date), cast($6 as timestamp), $7, $8, $9, $10, $11, $12)",
            params![
                source.id, source.connector, source.file_name, connector.yields, source.snapshot_on.to_string(),
                source.ingested_at.to_string(), source.period, rows_read, staged.kept, staged.layout, staged.rejected,
                source.error_cells
            ],
        )
        .map_err(failed())?;
    Ok(SourceSummary {
        id: source.id.clone(),
        rows_read,
        staged,
    })
}

/// Checks that all SQL of the content can be prepared, on an empty warehouse.
pub fn prepares(catalog: &Catalog, scratch: &Path) -> Result<(), WarehouseError> {
    let connection = open_builder(None, scratch)?;
    create_schema(&connection, &catalog.content)?;
    reference::load(&connection, &catalog.content, scratch)?;
    for file in catalog.content.list("queries/models/", ".sql") {
        run_file(
            &connection,
            &file.path,
            &String::from_utf8_lossy(&file.bytes),
        )?;
    }
    for metric in &catalog.metrics {
        metrics::create_view(&connection, metric)?;
        metrics::sum_by_day(&connection, metric)?;
    }
    audit::audit(&connection, &catalog.checks).map(drop)
}

fn publish(aside: &Path, to: &Path) -> Result<(), WarehouseError> {
    let doing = || WarehouseError::io(format!("cannot publish `{}`", to.display()));
    fs::File::open(aside)
        .and_then(|file| file.sync_all())
        .map_err(doing())?;
    fs::rename(aside, to).map_err(doing())?;
    if let Some(folder) = to.parent().filter(|_| cfg!(unix)) {
        fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(doing())?;
    }
    Ok(())
}
