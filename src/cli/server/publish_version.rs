use std::path::Path;

use clap::Args;

use super::{
    super::{
        CommandOutcome,
        command_error::CommandError,
        help::spoken::{say, spoken},
        options::{DataFolder, local_now},
        output::say::print_message,
    },
    follow_watch::say_published,
};
use crate::{
    archive_store::ArchiveStoreNote,
    catalog::{Catalog, settings::ProgramSettings},
    version_store::{ContentChange, PublishOptions, PublishOrder, publish_version},
};

/// Put what is published into a store, a folder or a bucket, from which reading nodes take it
///
/// `serve` and the commands that build do so by themselves where the settings name a store.
#[derive(Debug, Args)]
pub struct PublishVersionCommand {
    /// The store, where it is not that of the settings
    #[arg(long, value_name = "STORE")]
    store: Option<String>,

    /// Publish a new version and upload every file anew, for what lies in the store may be damaged
    #[arg(long)]
    again: bool,

    /// The store is this office's, though this data folder does not know it
    #[arg(long)]
    take_over: bool,

    #[command(flatten)]
    data: DataFolder,
}

impl PublishVersionCommand {
    /// Publishes a version where the last one was another, and says what was uploaded.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let settings = ProgramSettings::load_file(config)?.versions;
        let address = self.store.or_else(|| settings.store.clone()).ok_or(CommandError::NoStore)?;
        let order = PublishOrder {
            catalog,
            data: &self.data.path,
            address: &address,
            settings: &settings,
            now: local_now(),
        };
        let options = PublishOptions {
            uploads_all: self.again,
            takes_over: self.take_over,
            checks_store: true,
            content: ContentChange::Taken,
        };
        ArchiveStoreNote::ensure_not_shared(&self.data.path, spoken())?;
        let done = publish_version(&order, options)?;
        if done.is_none() {
            print_message(say("publish.nothing_new", &[]));
        }
        say_published(&Ok(done));
        Ok(CommandOutcome::Done)
    }
}
