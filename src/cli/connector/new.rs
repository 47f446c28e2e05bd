use std::path::{Path, PathBuf};

use clap::Args;

use super::super::{
    CommandOutcome,
    command_error::CommandError,
    help::spoken::{say, spoken},
    output::say::{print_data, print_message},
};
use crate::{
    catalog::Catalog,
    ingest::{UndescribedExport, read_single_export},
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
        let Some((export, kind)) = read_single_export(&self.from)? else {
            let path = self.from.display().to_string();
            return Err(CommandError::SeveralExports { path }.into());
        };
        let scratch = ScratchFolder::make().map_err(|error| CommandError::of_system(&error))?;
        let read = UndescribedExport::read_export(catalog, (&export, kind), scratch.path())?;
        let headings = &read.headings;
        let proposal = catalog.propose_connector(id, &read.as_sample())?;
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
