use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use miette::{Context, IntoDiagnostic};

use super::{
    Outcome, ingest,
    options::now,
    report::{data, say},
};
use crate::{
    catalog::{Catalog, settings::Settings},
    ingest::{self as reading, Export},
    pipeline::{Run, Said, Taken},
    warehouse::read::Warehouse,
};

/// Where a new connector goes when no `--content` is named.
const CONTENT: &str = "content";

/// Write a connector for an export nobody has described yet, and try it
#[derive(Debug, Args)]
pub struct ConnectorCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Propose a connector from an export's headings, in the folder `--content` names (or `content`)
    New {
        /// Names the connector's folder: lower-case letters, digits and `_`
        id: String,

        /// An export of the kind
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
    /// Show the first rows a connector makes of an export, and those it rejects; nothing is kept
    Try {
        id: String,

        file: PathBuf,

        /// The day whose state the export shows
        #[arg(long, value_name = "DATE")]
        snapshot_on: Option<jiff::civil::Date>,

        /// The period published figures are of
        #[arg(long)]
        period: Option<crate::domain::period::Period>,

        /// The agency among whose units agencies are looked for that are named without a parent
        #[arg(long, value_name = "AGENCY")]
        scope: Option<String>,

        /// At most so many rows
        #[arg(long, value_name = "N", default_value_t = 10)]
        rows: usize,
    },
}

impl ConnectorCommand {
    pub fn run(
        self,
        catalog: &Catalog,
        content: Option<&Path>,
        config: Option<&Path>,
    ) -> miette::Result<Outcome> {
        match self.command {
            Command::New { id, from } => {
                propose(catalog, content.unwrap_or(Path::new(CONTENT)), &id, &from)
            }
            Command::Try {
                id,
                file,
                snapshot_on,
                period,
                scope,
                rows,
            } => {
                let connector = Some(id);
                let scope = scope.or(Settings::load(config)?.scope);
                let said = Said {
                    connector,
                    snapshot_on,
                    period,
                    scope,
                };
                attempt(catalog, &file, &said, rows)
            }
        }
    }
}

fn propose(catalog: &Catalog, content: &Path, id: &str, from: &Path) -> miette::Result<Outcome> {
    let is_plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if id.is_empty() || !id.chars().all(is_plain) {
        return Err(miette::miette!(
            help = "write for example `so_theo_doi_2026`",
            "`{id}` cannot name a connector"
        ));
    }
    let folder = content.join("connectors").join(id);
    let path = folder.join("connector.toml");
    if path.exists() || catalog.connector(id).is_ok() {
        return Err(miette::miette!(
            help = "choose another name",
            "there is a connector `{id}` already"
        ));
    }
    let (export, kind) = one(from)?;
    let headings = reading::headings(&export, kind, &|key| catalog.knows_heading(key))?;
    let proposal = catalog.propose(
        id,
        &headings.names,
        headings.format,
        headings.records.as_deref(),
    );
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&path, &proposal.toml))
        .into_diagnostic()
        .wrap_err_with(|| format!("cannot write `{}`", path.display()))?;
    data(path.display());
    say(format!(
        "Taken for rows of the kind `{}`: {} of {} headings placed",
        proposal.yields,
        proposal.placed,
        headings.names.len()
    ));
    if !proposal.unplaced.is_empty() {
        say(format!(
            "Not placed, and so never kept: {}",
            proposal.unplaced.join(", ")
        ));
    }
    say(format!(
        "Next: look at the file, then `motcua --content {} connector try {id} {}`",
        content.display(),
        from.display()
    ));
    Ok(Outcome::Done)
}

/// The one export in a file.
fn one(path: &Path) -> miette::Result<(Export, reading::export::Kind)> {
    let mut exports = reading::unpack(Export::at(path));
    if exports.len() != 1 {
        return Err(miette::miette!(
            help = "unpack it and name one",
            "`{}` holds several exports",
            path.display()
        ));
    }
    Ok(exports.remove(0)?)
}

/// Takes the export into a data folder that goes away again.
fn attempt(catalog: &Catalog, file: &Path, said: &Said, rows: usize) -> miette::Result<Outcome> {
    let folder = tempfile::tempdir().into_diagnostic()?;
    let (taken, build) = Run {
        catalog,
        data: folder.path(),
        now: now(),
        progress: &mut |_| {},
    }
    .ingest(&[file.to_owned()], said)?;
    let mut outcome = Outcome::Done;
    for (shown, taken) in taken {
        let (Taken::New(source) | Taken::Known(source) | Taken::Amended(source)) = taken?;
        if ingest::summary(catalog, &shown, &source, build.as_ref(), folder.path())? > 0 {
            outcome = Outcome::Failed;
        }
        let connector = catalog.connector(&source.connector)?;
        let warehouse = Warehouse::open(folder.path())?;
        let csv = warehouse.staged(
            &connector.table(),
            &warehouse.filled_columns(&connector.table())?,
        )?;
        csv.lines().take(rows + 1).for_each(data);
    }
    Ok(outcome)
}
