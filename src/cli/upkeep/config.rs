use std::path::Path;

use clap::Args;

use super::super::{CommandOutcome, help::spoken::spoken, output::say::print_data};
use crate::{
    catalog::{
        phrases::PhraseBook,
        settings::{
            ProgramSettings,
            in_force::{SettingInForce, SettingOrigin},
        },
    },
    view::settings_doc::document_settings,
};

/// Say which settings hold and where each comes from: the environment, motcua.toml, or what holds without it
///
/// Secrets are never shown, only the variable or the file that holds them.
#[derive(Debug, Args)]
pub struct ConfigCommand {
    /// Explain every key instead: what it means, what holds without it, an example, the variable that sets it
    #[arg(long)]
    explain: bool,
}

impl ConfigCommand {
    /// Prints a line for each key. Fails where the file or a variable cannot be read.
    pub fn run(self, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        if self.explain {
            print_data(document_settings(spoken()).trim_end());
            return Ok(CommandOutcome::Done);
        }
        for setting in ProgramSettings::list_in_force(config)? {
            print_data(format_setting(spoken(), &setting));
        }
        Ok(CommandOutcome::Done)
    }
}

fn format_setting(phrases: &PhraseBook, setting: &SettingInForce) -> String {
    let say = |id: &str, values: &[(&str, &str)]| phrases.format_phrase(id, values);
    let (unset, hidden) = (say("config.unset", &[]), say("config.hidden", &[]));
    let value = match (&setting.value, &setting.origin) {
        (Some(value), _) => value,
        (None, SettingOrigin::Unset) => &unset,
        (None, _) => &hidden,
    };
    let origin = match &setting.origin {
        SettingOrigin::File { line } => say("config.from_file", &[("line", &line.to_string())]),
        SettingOrigin::Variable(name) => say("config.from_variable", &[("name", name)]),
        SettingOrigin::Default => say("config.from_default", &[]),
        SettingOrigin::Unset => return format!("{} = {value}", setting.key),
    };
    format!("{} = {value}    # {origin}", setting.key)
}
