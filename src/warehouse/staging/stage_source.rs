//! One export of a build, staged wholly or not at all.

use std::path::Path;

use duckdb::Connection;

use super::{
    super::{
        WarehouseError,
        agency::{matching::NameScopes, registry::AgencyDirectory},
        build_plan::BuildPlan,
        build_summary::SourceSummary,
        engine::ALL_OPTIMIZERS,
        told_again::ToldAgain,
    },
    raw::{
        blank_cells::ColumnSurvey,
        column_survey::survey_columns,
        raw_rows_sql::{RawRows, RowOrigin},
    },
    source_list::list_source,
    staging_run::{StagingOutcome, StagingRun},
};
use crate::{
    catalog::{Catalog, connector::Connector, phrases::PhraseBook},
    domain::source::Source,
};

/// Stages one export, wholly or not at all: one that cannot be staged is listed, and stops no other.
pub fn stage_source(
    plan: &BuildPlan,
    connection: &Connection,
    agencies: &AgencyDirectory,
    source: &Source,
    parquet: &Path,
) -> Result<SourceSummary, WarehouseError> {
    let catalog = plan.catalog;
    // A connector taken out of the content takes its rows with it, not without a word; the archive keeps them.
    let Ok(connector) = catalog.find_connector(&source.connector) else {
        let problem = Some(tell_undescribed(catalog, source));
        return Ok(SourceSummary {
            problem,
            ..summarize_source(source, 0, StagingOutcome::default())
        });
    };
    let scopes =
        NameScopes { office: source.scope.as_deref(), title: source.title_scope.as_deref() };
    let mut raw = RawRows {
        connector,
        layout: &catalog.layout,
        source,
        origin: RowOrigin::Archived(parquet),
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
    let (staged, problem) = in_transaction(connection, &stage, &catalog.phrases)?;
    let staged = StagingOutcome { erased, ..staged };
    let listed = list_staged(connection, agencies, (connector, source), staged)?;
    Ok(SourceSummary { problem, ..listed })
}

/// Lists an export with what became of its rows, those that are not in its archive among them.
pub fn list_staged(
    connection: &Connection,
    agencies: &AgencyDirectory,
    (connector, source): (&Connector, &Source),
    mut staged: StagingOutcome,
) -> Result<SourceSummary, WarehouseError> {
    let beside = source.unread_rows();
    staged.rejected += beside.rejected;
    staged.layout += beside.layout;
    let rows_read = source.row_count + beside.rejected + beside.layout;
    let scope_code =
        (source.scope.as_deref()).and_then(|scope| agencies.scope_code(scope, source.snapshot_on));
    list_source(connection, connector, source, scope_code, rows_read, staged)?;
    Ok(summarize_source(source, rows_read, staged))
}

fn summarize_source(source: &Source, rows_read: u64, staged: StagingOutcome) -> SourceSummary {
    SourceSummary {
        id: source.id.clone(),
        rows_read,
        staged,
        told_again: ToldAgain::default(),
        blank_columns: Vec::new(),
        problem: None,
    }
}

/// Says that no connector of the content describes an export any more.
pub fn tell_undescribed(catalog: &Catalog, source: &Source) -> String {
    let values = [("connector", &*source.connector), ("file", &*source.file_name)];
    catalog.phrases.format_phrase("source.undescribed", &values)
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
