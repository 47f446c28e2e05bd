use std::path::PathBuf;

use clap::Args;

use super::super::{
    CommandOutcome,
    command_error::CommandError,
    help::spoken::spoken,
    options::{DataFolder, print_invented},
    output::{
        progress::ProgressOutput,
        say::{print_data, print_message},
    },
};
use crate::{
    backup::{VerifyFinding, VerifyPart, compare_with_rebuild, verify_backups, verify_data},
    catalog::{Catalog, phrases::PhraseBook},
    warehouse::query::Warehouse,
};

/// Verify that the archive, the state and what is published are as they were written
///
/// A line for each part; exit code 1 where one is damaged. Nothing is changed.
#[derive(Debug, Args)]
pub struct VerifyCommand {
    /// Build anew from the archive aside, and compare every answer with what is published
    #[arg(long)]
    rebuild: bool,

    /// Verify the backups in a folder too, reading each of their files
    #[arg(long, value_name = "DEST")]
    backup: Option<PathBuf>,

    #[command(flatten)]
    data: DataFolder,
}

/// Problems of one part that are named.
const LISTED: usize = 20;

impl VerifyCommand {
    /// Verifies part by part and says what was found. Ends as failed where something is damaged.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let scratch = tempfile::tempdir().map_err(|error| CommandError::of_system(&error))?;
        let mut progress = ProgressOutput::new();
        let mut findings = verify_data(catalog, &self.data.path, scratch.path())?;
        if let Some(folder) = &self.backup {
            findings.push(verify_backups(folder)?);
        }
        if self.rebuild {
            let published = Warehouse::open_published(&self.data.path)?;
            print_invented(catalog, &published);
            let data = (self.data.path.as_path(), &published);
            let compared = compare_with_rebuild(catalog, data, scratch.path(), &mut |step| {
                progress.set_message(&step.to_string());
            })?;
            findings.push(VerifyFinding {
                part: VerifyPart::Rebuild,
                looked_at: compared.answers,
                problems: compared.differing,
            });
        }
        drop(progress);
        let mut outcome = CommandOutcome::Done;
        for finding in &findings {
            print_finding(spoken(), finding);
            // What lies about is named, and spoils nothing.
            if !finding.problems.is_empty() && finding.part != VerifyPart::Leftovers {
                outcome = CommandOutcome::Failed;
            }
        }
        Ok(outcome)
    }
}

fn print_finding(phrases: &PhraseBook, finding: &VerifyFinding) {
    let part = finding.part.id();
    let count = finding.looked_at.to_string();
    if finding.problems.is_empty() {
        let none = format!("verify.{part}.none");
        let is_none = finding.looked_at == 0 && phrases.has_phrase(&none);
        let phrase = if is_none { none } else { format!("verify.{part}") };
        print_data(phrases.format_phrase(&phrase, &[("count", &count)]));
        return;
    }
    for problem in finding.problems.iter().take(LISTED) {
        let phrase = format!("verify.{part}.problem");
        print_message(phrases.format_phrase(&phrase, &[("problem", problem)]));
    }
    if finding.problems.len() > LISTED {
        let more = (finding.problems.len() - LISTED).to_string();
        print_message(phrases.format_phrase("verify.more", &[("count", &more)]));
    }
}
