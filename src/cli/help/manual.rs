//! The manual pages and completions of the commands, for packages.

use std::{fs, path::PathBuf};

use clap::{Args, Command};
use clap_complete::{Shell, generate_to};
use miette::IntoDiagnostic;

use super::super::CommandOutcome;
use crate::catalog::phrases::PhraseBook;

/// Write the manual pages and the shells' completions into a folder; packages are made with it
#[derive(Debug, Args)]
pub struct ManualCommand {
    /// Where to write them: man1/, completions/
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl ManualCommand {
    /// Writes a page a command, and the completions of three shells. Fails where the folder cannot be written to.
    pub fn run(self, words: &PhraseBook, mut command: Command) -> miette::Result<CommandOutcome> {
        let (pages, completions) = (self.out.join("man1"), self.out.join("completions"));
        for folder in [&pages, &completions] {
            fs::create_dir_all(folder).into_diagnostic()?;
        }
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            generate_to(shell, &mut command, "motcua", &completions).into_diagnostic()?;
        }
        clap_mangen::generate_to(command, &pages).into_diagnostic()?;
        for page in fs::read_dir(&pages).into_diagnostic()? {
            let path = page.into_diagnostic()?.path();
            let text = fs::read_to_string(&path).into_diagnostic()?;
            fs::write(&path, word_headings(words, &text)).into_diagnostic()?;
        }
        Ok(CommandOutcome::Done)
    }
}

/// The headings that the writer of pages knows in English alone.
fn word_headings(words: &PhraseBook, page: &str) -> String {
    const KNOWN: [&str; 6] =
        ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SUBCOMMANDS", "VERSION"];
    let own = words.phrase_text("manual.headings").split('|');
    let own: Vec<(&str, &str)> = KNOWN.into_iter().zip(own).collect();
    let lines = page.lines().map(|line| {
        let head = line.strip_prefix(".SH ").map(|head| head.trim_matches('"'));
        let own = head.and_then(|head| own.iter().find(|(known, _)| *known == head));
        own.map_or_else(|| line.to_owned(), |(_, own)| format!(".SH \"{own}\""))
    });
    lines.map(|line| line + "\n").collect()
}
