//! fetch → decode → archive → build → audit → publish, in that order and nothing else.

mod fetch;
mod history;
mod inbox;

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::{Date, DateTime};

use crate::{
    catalog::{Catalog, connector::Connector},
    domain::{
        period::Period,
        source::{SnapshotFrom, Source},
    },
    ingest::{
        self, Decoded, Export, IngestError, archive::Archive, export::Kind, fetch::FetchError,
    },
    warehouse::{self, Build, BuildLock, BuildPlan, WarehouseError, Written, read::Warehouse},
};

pub use fetch::Fetched;
pub use history::as_known_on;
pub use inbox::Inbox;

/// Where and when a run happens.
pub struct Run<'a> {
    pub catalog: &'a Catalog,
    pub data: &'a Path,
    pub now: DateTime,
    /// Told what is being done.
    pub progress: &'a mut dyn FnMut(&str),
}

/// What the user says of the exports, over what they say of themselves.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub connector: Option<String>,
    pub snapshot_on: Option<Date>,
    pub period: Option<Period>,
    /// The agency among whose units names are looked for.
    pub scope: Option<String>,
    /// The office's own agency: the scope where neither the user nor the export says one.
    pub office: Option<String>,
}

#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PipelineError {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalog(#[from] crate::catalog::CatalogError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Ingest(#[from] IngestError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Warehouse(#[from] WarehouseError),
}

/// An export as the user sees it, and what became of it or why it could not be taken in.
pub type TakenOrNot = (String, Result<Taken, PipelineError>);

/// What became of one export.
#[derive(Debug)]
pub enum Taken {
    New(Source),
    /// Archived before: nothing was done.
    Known(Source),
    /// Archived before; the day or the period it is of was said anew.
    Amended(Source),
}

impl Run<'_> {
    /// Takes exports in and publishes a warehouse that holds them. A file that fails does not stop the others.
    pub fn ingest(
        &mut self,
        paths: &[PathBuf],
        said: &Said,
    ) -> Result<(Vec<TakenOrNot>, Option<Build>), PipelineError> {
        let connectors: Vec<&Connector> = match &said.connector {
            Some(id) => vec![self.catalog.connector(id)?],
            None => self.catalog.connectors.iter().collect(),
        };
        let _lock = BuildLock::take(self.data, self.now)?;
        let scratch = self.scratch()?;
        let mut taken = Vec::new();
        for path in paths {
            for export in ingest::unpack(Export::at(path)) {
                let (shown, done) = match export {
                    Ok((export, kind)) => {
                        let done = self.take(&export, kind, &connectors, said, scratch.path());
                        (export.shown, done)
                    }
                    Err(error) => (path.display().to_string(), Err(error.into())),
                };
                taken.push((shown, done));
            }
        }
        let build = self.publish(scratch.path())?;
        Ok((taken, build))
    }

    fn take(
        &mut self,
        export: &Export,
        kind: Kind,
        connectors: &[&Connector],
        said: &Said,
        scratch: &Path,
    ) -> Result<Taken, PipelineError> {
        (self.progress)(&export.file_name);
        let archive = Archive::open(self.data)?;
        let sha256 = export.sha256()?;
        let sources = archive.sources()?;
        let is_known = |source: &&Source| {
            let fits = |connector: &String| source.connector == *connector;
            source.sha256 == sha256 && said.connector.as_ref().is_none_or(fits)
        };
        if let Some(known) = sources.iter().find(is_known) {
            return amended(&archive, known.clone(), said);
        }
        let decoded = ingest::decode(export, kind, connectors, scratch)?;
        let id = Archive::id(&decoded.connector.id, &sha256);
        self.keep(export, decoded, said, (id, sha256), scratch)
    }

    /// Makes a decoded export part of the archive.
    fn keep(
        &self,
        export: &Export,
        mut decoded: Decoded,
        said: &Said,
        (id, sha256): (String, String),
        scratch: &Path,
    ) -> Result<Taken, PipelineError> {
        let archive = Archive::open(self.data)?;
        let number = (archive.sources()?.last()).map_or(1, |last| last.number + 1);
        let source = Source {
            number,
            ..self.note(export, &decoded, said, id, sha256)?
        };
        let prepared = archive.prepare(&source.id)?;
        let errors = &self.catalog.layout.errors;
        let (row_count, error_cells) = write(export, &mut decoded, errors, &prepared, scratch)?;
        let columns = decoded
            .extract
            .fields
            .iter()
            .map(|field| field.name.clone())
            .collect();
        let first_row = decoded.extract.first_row();
        let source = Source {
            row_count,
            error_cells,
            columns,
            first_row,
            days_from_1904: decoded.days_from_1904,
            unreadable: decoded.unreadable,
            ..source
        };
        Ok(Taken::New(archive.commit(&prepared, source)?))
    }

    /// Builds from the whole archive, unless what is published is that already.
    fn publish(&mut self, scratch: &Path) -> Result<Option<Build>, PipelineError> {
        let publish_as = self.data.join(Warehouse::FILE);
        let plan = BuildPlan {
            catalog: self.catalog,
            sources: archived(self.data)?,
            as_known_on: None,
            scratch,
            publish_as: &publish_as,
        };
        if plan.sources.is_empty() {
            return Ok(None);
        }
        if Warehouse::open(self.data)
            .is_ok_and(|published| published.data_version == plan.data_version())
        {
            return Ok(None);
        }
        Ok(Some(warehouse::build(&plan, self.progress)?))
    }

    fn note(
        &self,
        export: &Export,
        decoded: &Decoded,
        said: &Said,
        id: String,
        sha256: String,
    ) -> Result<Source, PipelineError> {
        let file_name = export.file_name.clone();
        let (snapshot_on, snapshot_from) = match said.snapshot_on {
            Some(day) => (day, SnapshotFrom::Option),
            None => ingest::snapshot(decoded.connector, &decoded.title, &file_name)
                .unwrap_or((self.now.date(), SnapshotFrom::IngestDay)),
        };
        let period = match said.period {
            Some(period) => Some(period),
            None => ingest::period(decoded.connector, &decoded.title, &file_name)?,
        };
        Ok(Source {
            id,
            connector: decoded.connector.id.clone(),
            file_name,
            sha256,
            parquet_sha256: String::new(),
            snapshot_on,
            snapshot_from,
            ingested_at: self.now,
            number: 0,
            period: period.map(|period| period.to_string()),
            row_count: 0,
            first_row: None,
            columns: Vec::new(),
            days_from_1904: false,
            ignored_headings: decoded.ignored_headings.clone(),
            ignored_sheets: decoded.ignored_sheets.clone(),
            error_cells: 0,
            scope: (said.scope.clone())
                .or_else(|| ingest::scope(decoded.connector, &decoded.title))
                .or_else(|| said.office.clone()),
            unreadable: Vec::new(),
        })
    }

    /// A folder for this run's temporary files; what crashed runs left there goes.
    fn scratch(&self) -> Result<tempfile::TempDir, PipelineError> {
        let folder = self.data.join("build");
        let io = || WarehouseError::io(format!("cannot use `{}`", folder.display()));
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(io())?;
        }
        fs::create_dir_all(&folder).map_err(io())?;
        Ok(tempfile::tempdir_in(&folder).map_err(io())?)
    }
}

/// What is now said of a known export replaces what was noted, if it is anything else.
fn amended(archive: &Archive, known: Source, said: &Said) -> Result<Taken, PipelineError> {
    let mut source = known.clone();
    if let Some(day) = said.snapshot_on {
        (source.snapshot_on, source.snapshot_from) = (day, SnapshotFrom::Option);
    }
    if let Some(period) = said.period.filter(|_| known.period.is_some()) {
        source.period = Some(period.to_string());
    }
    if let Some(scope) = &said.scope {
        source.scope = Some(scope.clone());
    }
    if source == known {
        return Ok(Taken::Known(known));
    }
    archive.amend(&source)?;
    Ok(Taken::Amended(source))
}

fn archived(data: &Path) -> Result<Vec<(Source, PathBuf)>, PipelineError> {
    let archive = Archive::open(data)?;
    let sources = archive.sources()?;
    Ok(sources
        .into_iter()
        .map(|source| (source.clone(), archive.parquet(&source.id)))
        .collect())
}

/// Writes the archive's file: its rows, and its cells with errors. What the engine cannot split, or not number, is read
/// again row by row.
fn write(
    export: &Export,
    decoded: &mut Decoded,
    errors: &[String],
    to: &Path,
    scratch: &Path,
) -> Result<(u64, u64), PipelineError> {
    let mut written = warehouse::write_parquet(&decoded.extract, errors, to, scratch)?;
    if written == Written::Broken {
        let (extract, unreadable) = ingest::rewrite(export, &decoded.extract, scratch)?;
        (decoded.extract, decoded.unreadable) = (extract, unreadable);
        written = warehouse::write_parquet(&decoded.extract, errors, to, scratch)?;
    }
    match written {
        Written::Whole { rows, error_cells } => Ok((rows, error_cells)),
        Written::Broken => Err(IngestError::malformed(
            format!("`{}`", export.shown),
            "the lines cannot be split into columns",
            "open the export in a spreadsheet and save it again",
        )
        .into()),
    }
}
