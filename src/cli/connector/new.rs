use std::path::{Path, PathBuf};

use clap::Args;

use super::super::{
    CommandOutcome,
    command_error::CommandError,
    help::spoken::{say, spoken},
    output::say::{print_data, print_message},
};
use crate::{
    catalog::{
        Catalog,
        connector::{Connector, proposal::SampledExport},
    },
    ingest::{self, Export, UnknownHeadings, export::FileKind},
    pipeline::ScratchFolder,
};

/// Where a new connector goes when no `--content` is named.
const CONTENT: &str = "content";

/// Propose a connector from an export's headings, in the folder `--content` names (or `content`)
#[derive(Debug, Args)]
pub struct NewConnectorCommand {
    /// Names the connector's folder: lower-case letters, digits and `_`
    id: String,

    /// An export of the kind
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

impl NewConnectorCommand {
    /// Proposes a connector from an export and writes it to the content folder. Fails where the id is
    /// not plain or is in use.
    pub fn run(self, catalog: &Catalog, content: Option<&Path>) -> miette::Result<CommandOutcome> {
        let content = content.unwrap_or(Path::new(CONTENT));
        let id = self.id.as_str();

        let is_plain =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if id.is_empty() || !id.chars().all(is_plain) {
            return Err(CommandError::ConnectorName { id: self.id }.into());
        }
        let folder = content.join("connectors").join(id);
        let path = folder.join("connector.toml");
        if path.exists() || catalog.find_connector(id).is_ok() {
            return Err(CommandError::ConnectorTaken { id: self.id }.into());
        }
        let (export, kind) = read_single_export(&self.from)?;
        let headings = ingest::find_headings(&export, kind, &|key| catalog.knows_heading(key))?;
        let first_rows = read_samples(catalog, (&export, kind), &headings)?;
        let records = headings.records.as_deref();
        let sampled = SampledExport {
            headings: &headings.names,
            samples: &first_rows,
            format: headings.format,
            records,
        };
        let proposal = catalog.propose_connector(id, &sampled)?;
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&path, &proposal.toml))
            .map_err(|error| CommandError::of_file(&path, &error))?;
        print_data(path.display());
        let (placed, all) = (proposal.placed.to_string(), headings.names.len().to_string());
        let kind = format!("subject.{}", proposal.yields);
        let kind =
            if spoken().has_phrase(&kind) { say(&kind, &[]) } else { proposal.yields.clone() };
        let values = [("kind", &*kind), ("placed", &placed), ("all", &all)];
        print_message(say("connector.placed", &values));
        if !proposal.guessed.is_empty() {
            let names = proposal.guessed.join(", ");
            print_message(say("connector.guessed", &[("names", &names)]));
        }
        if !proposal.unplaced.is_empty() {
            let names = proposal.unplaced.join(", ");
            print_message(say("connector.unplaced", &[("names", &names)]));
        }
        let (content, from) = (content.display().to_string(), self.from.display().to_string());
        let values = [("content", &*content), ("id", id), ("file", &from)];
        print_message(say("connector.next", &values));
        Ok(CommandOutcome::Done)
    }
}

/// What stands under the headings. Of an export whose rows cannot be read it is nothing: the headings are there all the same.
fn read_samples(
    catalog: &Catalog,
    export: (&Export, FileKind),
    headings: &UnknownHeadings,
) -> miette::Result<Vec<Vec<String>>> {
    let records = headings.records.as_deref();
    let Ok(probe) = Connector::make_probe(&headings.names, headings.format, records) else {
        return Ok(Vec::new());
    };
    let scratch = ScratchFolder::make().map_err(|error| CommandError::of_system(&error))?;
    let read = ingest::sample_columns(export, headings, &probe, &catalog.layout, scratch.path());
    Ok(read.unwrap_or_default())
}

/// The one export in a file.
fn read_single_export(path: &Path) -> miette::Result<(Export, FileKind)> {
    let mut exports = ingest::unpack_export(Export::from_path(path));
    if exports.len() != 1 {
        return Err(CommandError::SeveralExports { path: path.display().to_string() }.into());
    }
    Ok(exports.remove(0)?)
}
