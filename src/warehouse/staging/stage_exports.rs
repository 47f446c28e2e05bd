//! The exports of a build that are not staged yet: small ones of one kind together, the others one by one.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use duckdb::Connection;

use super::{
    super::{
        WarehouseError, agency::registry::AgencyDirectory, build_plan::BuildPlan,
        build_summary::SourceSummary,
    },
    group::{group_exports, stage_group},
    stage_source::stage_source,
};
use crate::domain::{fault_point::FaultPoint, progress::BuildProgress, source::Source};

/// Stages some exports of a plan; says what became of each, by its id. `progress` is told of each once.
pub fn stage_exports(
    plan: &BuildPlan,
    connection: &Connection,
    agencies: &AgencyDirectory,
    exports: &[(&Source, &Path)],
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<BTreeMap<String, SourceSummary>, WarehouseError> {
    let pass = || {
        FaultPoint::SourceStage.pass().map_err(WarehouseError::wrap_io("cannot stage an export"))
    };
    let mut told = BTreeSet::new();
    let mut tell = |source: &Source| {
        if told.insert(source.id.clone()) {
            progress(&BuildProgress::ReadExport { file_name: source.file_name.clone() });
        }
    };
    let mut staged = BTreeMap::new();
    for group in group_exports(plan, agencies, exports.iter().copied()) {
        group.exports.iter().for_each(|(source, _)| tell(source));
        pass()?;
        let together = stage_group(plan, connection, agencies, &group)?;
        staged.extend(together.into_iter().map(|summary| (summary.id.clone(), summary)));
    }
    for (source, parquet) in exports {
        if !staged.contains_key(&source.id) {
            tell(source);
            pass()?;
            let summary = stage_source(plan, connection, agencies, source, parquet)?;
            staged.insert(source.id.clone(), summary);
        }
    }
    Ok(staged)
}
