//! How a build ends, whoever worked it out: what it says of itself and of its exports, its views, and its name.

use duckdb::Connection;

use super::super::{
    WarehouseError, build_plan::BuildPlan, build_summary::SourceSummary,
    engine::write_left_out_blocks, increment::build_inputs::BuildInputs, metrics,
    staging::unsaid_no::read_blank_columns, told_again::read_told_again,
    used_columns::UnreadableColumns,
};
use super::build_note::build_note;
use crate::{
    catalog::{forecast::ForecastDefinition, form::FormDefinition},
    disk::{RenamePoints, rename_durably},
    domain::fault_point::FaultPoint,
};

const WAREHOUSE: RenamePoints = RenamePoints {
    sync: FaultPoint::WarehouseSync,
    rename: FaultPoint::WarehouseRename,
    sync_folder: FaultPoint::WarehouseFolderSync,
};

/// Writes down what the build says of itself.
pub fn note_build(
    plan: &BuildPlan,
    connection: &Connection,
    data_version: &str,
) -> Result<(), WarehouseError> {
    connection
        .execute_batch(&build_note(plan, data_version))
        .map_err(WarehouseError::wrap_engine("cannot finish the build"))
}

/// Reads what each export tells once more, and what its blank cells mean.
pub fn read_summaries(
    connection: &Connection,
    summaries: &mut [SourceSummary],
) -> Result<(), WarehouseError> {
    let failed = || WarehouseError::wrap_engine("cannot finish the build");
    let mut told_again = read_told_again(connection).map_err(failed())?;
    let mut blank_columns = read_blank_columns(connection).map_err(failed())?;
    for summary in summaries {
        summary.blank_columns = blank_columns.remove(&summary.id).unwrap_or_default();
        summary.told_again = told_again.remove(&summary.id).unwrap_or_default();
    }
    Ok(())
}

/// Creates the views of forecasts and forms, which nothing is summed of.
pub fn create_registers(
    plan: &BuildPlan,
    connection: &Connection,
    unreadable: &UnreadableColumns,
) -> Result<(), WarehouseError> {
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

/// Passes the point before the last that is written.
pub fn pass_checkpoint() -> Result<(), WarehouseError> {
    FaultPoint::WarehouseCheckpoint
        .pass()
        .map_err(WarehouseError::wrap_io("cannot finish the build"))
}

/// Keeps what the build is made of, with how many dossiers lie out of their order, closes it and gives it its name.
pub fn publish_build(
    plan: &BuildPlan,
    connection: Connection,
    inputs: &BuildInputs,
    moved: u64,
) -> Result<(), WarehouseError> {
    let failed = || WarehouseError::wrap_engine("cannot finish the build");
    inputs.keep(&connection, moved).map_err(failed())?;
    connection.execute_batch("checkpoint").map_err(failed())?;
    connection.close().map_err(|(_, error)| failed()(error))?;
    let aside = plan.aside();
    write_left_out_blocks(&aside).map_err(WarehouseError::wrap_io("cannot finish the build"))?;
    let doing =
        || WarehouseError::wrap_io(format!("cannot publish `{}`", plan.publish_as.display()));
    rename_durably(&aside, plan.publish_as, WAREHOUSE).map_err(|error| doing()(error.source))
}
