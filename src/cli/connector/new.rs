use std::path::{Path, PathBuf};

use clap::Args;
use miette::{Context, IntoDiagnostic};

use super::super::{
    CommandOutcome,
    output::say::{print_data, print_message},
};
use crate::{
    catalog::Catalog,
    ingest::{self, Export, export::FileKind},
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
            return Err(miette::miette!(
                help = "write for example `so_theo_doi_2026`",
                "`{id}` cannot name a connector"
            ));
        }
        let folder = content.join("connectors").join(id);
        let path = folder.join("connector.toml");
        if path.exists() || catalog.find_connector(id).is_ok() {
            return Err(miette::miette!(
                help = "choose another name",
                "there is a connector `{id}` already"
            ));
        }
        let (export, kind) = read_single_export(&self.from)?;
        let headings = ingest::find_headings(&export, kind, &|key| catalog.knows_heading(key))?;
        let proposal = catalog.propose_connector(
            id,
            &headings.names,
            headings.format,
            headings.records.as_deref(),
        );
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&path, &proposal.toml))
            .into_diagnostic()
            .wrap_err_with(|| format!("cannot write `{}`", path.display()))?;
        print_data(path.display());
        print_message(format!(
            "Taken for rows of the kind `{}`: {} of {} headings placed",
            proposal.yields,
            proposal.placed,
            headings.names.len()
        ));
        if !proposal.unplaced.is_empty() {
            print_message(format!(
                "Not placed, and so never kept: {}",
                proposal.unplaced.join(", ")
            ));
        }
        print_message(format!(
            "Next: look at the file, then `motcua --content {} connector try {id} {}`",
            content.display(),
            self.from.display()
        ));
        Ok(CommandOutcome::Done)
    }
}

/// The one export in a file.
fn read_single_export(path: &Path) -> miette::Result<(Export, FileKind)> {
    let mut exports = ingest::unpack_export(Export::from_path(path));
    if exports.len() != 1 {
        return Err(miette::miette!(
            help = "unpack it and name one",
            "`{}` holds several exports",
            path.display()
        ));
    }
    Ok(exports.remove(0)?)
}
