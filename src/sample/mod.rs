//! Writes a seeded set of exports, dirty in the ways real ones are, with known answers planted.
//!
//! Invariant: what is written depends on the plan, the seed and the number of rows alone.

mod cells;
mod dossiers;
mod plan;
mod standings;
mod steps;
mod write;

use std::{
    fs,
    path::{Path, PathBuf},
};

pub use plan::SamplePlan;

use cells::{SampleRow, dossier_cells, step_cells};
use dossiers::SampleDossier;
use plan::{SampleDoubles, SampleExport};
use steps::list_steps;

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
        let path = out.join(&export.file);
        let dossiers = list_dossiers(plan, export, scale, seed);
        let rows: Box<dyn Iterator<Item = SampleRow>> = match &export.steps_of {
            None => {
                let cells = |(index, dossier)| dossier_cells(export, index + 1, &dossier);
                Box::new(dossiers.enumerate().map(cells))
            }
            Some(_) => Box::new(
                dossiers
                    .flat_map(|dossier| list_steps(&dossier, &export.desk))
                    .map(|step| step_cells(export, &step)),
            ),
        };
        write::write_export(plan, export, &path, rows).map_err(failed(&path))?;
        written.push(path);
    }
    for standings in plan.standings.iter().filter(|_| rows.is_none()) {
        for (file, rows) in standings.list_tables(&plan.parent, seed) {
            let path = out.join(file);
            write::write_export(plan, &standings.export, &path, rows.into_iter())
                .map_err(failed(&path))?;
            written.push(path);
        }
    }
    for shipped in plan.shipped.iter().filter(|_| rows.is_none()) {
        let path = out.join(&shipped.file);
        fs::write(&path, content.file_text(&shipped.content)?)
            .map_err(|error| failed(&path)(error.to_string()))?;
        written.push(path);
    }
    Ok(written)
}

/// The dossiers of an export: those of its communes, all of the plan where their number is scaled, and what it lists besides another one.
fn list_dossiers<'p>(
    plan: &'p SamplePlan,
    export: &'p SampleExport,
    scale: Option<(u64, u64)>,
    seed: u64,
) -> impl Iterator<Item = SampleDossier> + use<'p> {
    let told = export.steps_of.as_ref().unwrap_or(&export.id);
    let invent = move |index: usize, commune| {
        let mut random =
            fastrand::Rng::with_seed(seed.wrapping_mul(1_000_003).wrapping_add(index as u64));
        dossiers::invent_commune(plan, commune, index, scale, &mut random)
    };
    plan.communes.iter().enumerate().flat_map(move |(index, commune)| {
        if scale.is_some() || commune.export == *told {
            return invent(index, commune);
        }
        match &commune.also {
            Some(also) if also.export == export.id => {
                also.list_doubles(invent(index, commune)).collect()
            }
            _ => Vec::new(),
        }
    })
}

impl SampleDoubles {
    /// The first dossiers that are done and nothing was asked for, as another system lists them; it has not been told the end of some.
    fn list_doubles(&self, all: Vec<SampleDossier>) -> impl Iterator<Item = SampleDossier> {
        let is_done = |it: &SampleDossier| {
            matches!(it.status, "finished" | "returned") && it.supplement.is_none()
        };
        let told = all.into_iter().filter(is_done).take(self.dossiers);
        told.enumerate().map(|(index, dossier)| {
            if index >= self.still_open {
                return dossier;
            }
            SampleDossier { status: "in_progress", ended_at: None, returned_at: None, ..dossier }
        })
    }
}
