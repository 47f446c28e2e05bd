use std::path::PathBuf;

use clap::Args;

use super::{
    Outcome,
    options::{DataFolder, now},
    progress::Progress,
    report::{self, say},
};
use crate::{
    catalog::Catalog,
    pipeline::{self, Run},
};

/// Build the warehouse anew from the archive, if the content or the program changed since
///
/// `ingest` and `serve` do so by themselves.
#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    data: DataFolder,
}

impl Build {
    pub fn run(self, catalog: &Catalog) -> miette::Result<Outcome> {
        let mut progress = Progress::new();
        let run = Run {
            catalog,
            data: &self.data.path,
            now: now(),
            progress: &mut |what| progress.tell(what),
        };
        let done = { run }.build()?;
        drop(progress);
        let Some(build) = done else {
            say("Nothing changed since the last build");
            return Ok(Outcome::Done);
        };
        say(format!("Built data version {}", build.data_version));
        let failed = build.sources.iter().any(|source| source.problem.is_some());
        Ok(if failed {
            Outcome::Failed
        } else {
            Outcome::Done
        })
    }
}

/// Builds anew what is of other content or of another version of the program; the old build is served until then.
pub fn refresh(catalog: Catalog, data: PathBuf) {
    if !pipeline::is_stale(&catalog, &data).unwrap_or(false) {
        return;
    }
    say("The content, the program or the archive changed: building the warehouse anew");
    std::thread::spawn(move || {
        let run = Run {
            catalog: &catalog,
            data: &data,
            now: now(),
            progress: &mut |_| {},
        };
        match { run }.build() {
            Ok(_) => say("The warehouse is built anew"),
            Err(error) => report::error(&error.into()),
        }
    });
}
