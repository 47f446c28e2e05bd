//! Writes a seeded set of exports, dirty in the ways real ones are, with known answers planted.
//!
//! Invariant: what is written depends on the plan, the seed and the number of rows alone.

mod dossiers;
mod plan;
mod write;

use std::{
    fs,
    path::{Path, PathBuf},
};

pub use plan::SamplePlan;

use crate::catalog::{CatalogError, content::ContentSet};

/// Reports why a sample was not written.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum SampleError {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Plan(#[from] CatalogError),
    #[error("cannot write `{path}`: {problem}")]
    #[diagnostic(help("name another folder with `--out`"))]
    Write { path: String, problem: String },
}

/// Writes the plan's exports to a folder and names them. With `rows`, about so many rows of the same shape,
/// all in the CSV export and nothing else.
pub fn write_exports(
    content: &ContentSet,
    plan: &SamplePlan,
    out: &Path,
    rows: Option<u64>,
    seed: u64,
) -> Result<Vec<PathBuf>, SampleError> {
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |problem: String| SampleError::Write { path, problem }
    };
    fs::create_dir_all(out).map_err(|error| failed(out)(error.to_string()))?;
    let scale = rows.map(|rows| (rows, plan.row_count()));
    let mut written = Vec::new();
    for export in &plan.exports {
        let all = scale.is_some();
        if all && export.format != "csv" {
            continue;
        }
        let communes = plan
            .communes
            .iter()
            .enumerate()
            .filter(|(_, commune)| all || commune.export == export.id);
        let path = out.join(&export.file);
        let dossiers = communes.flat_map(|(index, commune)| {
            let mut random =
                fastrand::Rng::with_seed(seed.wrapping_mul(1_000_003).wrapping_add(index as u64));
            dossiers::invent_commune(plan, commune, index, scale, &mut random)
        });
        write::write_export(plan, export, &path, dossiers).map_err(failed(&path))?;
        written.push(path);
    }
    for shipped in plan.shipped.iter().filter(|_| rows.is_none()) {
        let path = out.join(&shipped.file);
        fs::write(&path, content.file_text(&shipped.content)?)
            .map_err(|error| failed(&path)(error.to_string()))?;
        written.push(path);
    }
    Ok(written)
}
