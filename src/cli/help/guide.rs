use std::{fs, path::PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::{
    super::{
        CommandOutcome, command_error::CommandError, options::local_now, output::say::print_data,
    },
    spoken::say,
};
use crate::{
    domain::vietnamese_date::typed_day,
    report::{GuideWords, write_guide},
};

/// Write a guide in Markdown as PDF, for packages
#[derive(Debug, Args)]
pub struct GuideCommand {
    /// The guide
    #[arg(long, value_name = "FILE")]
    from: PathBuf,

    /// Where to write it
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// The day it bears; today where it is left out
    #[arg(long, value_name = "DATE", value_parser = typed_day)]
    on: Option<Date>,
}

impl GuideCommand {
    /// Writes the guide by the engine that writes reports. Fails where a file cannot be read or written.
    pub fn run(self) -> miette::Result<CommandOutcome> {
        let text = fs::read_to_string(&self.from);
        let text = text.map_err(|error| CommandError::of_file(&self.from, &error))?;
        let words = GuideWords {
            kind: say("guide.kind", &[]),
            table: say("guide.table", &[]),
            author: "motcua".to_owned(),
        };
        let on = self.on.unwrap_or_else(|| local_now().date());
        let pdf = write_guide(&text, &words, on)?;
        fs::write(&self.out, pdf).map_err(|error| CommandError::of_file(&self.out, &error))?;
        print_data(self.out.display());
        Ok(CommandOutcome::Done)
    }
}
