//! `motcua.toml`: what one office says of itself. Every part is optional.

pub mod alerts;
pub mod audit;
pub mod backup;
mod check;
mod check_serve;
mod checking;
pub mod edit;
mod environment;
pub mod hours;
pub mod in_force;
pub mod key_list;
pub mod log;
pub mod login;
pub mod retention;
mod roles;
pub mod sending;
pub mod serve;
mod unknown_key;
pub mod versions;
mod warnings;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::Value;

use super::{CatalogError, connector::http::TokenFrom};
use alerts::AlertSettings;
use audit::AuditSettings;
use backup::BackupSettings;
use environment::{SettingOverride, apply_overrides, find_overrides};
use hours::OfficeHoursSettings;
use in_force::{SettingInForce, list_in_force};
use log::LogSettings;
use login::LoginSettings;
use retention::RetentionSettings;
use sending::{FolderSettings, MailSettings, RecipientSettings, ScheduleSettings, WebhookSettings};
use serve::ServeSettings;
use unknown_key::explain_error;
use versions::VersionSettings;

/// Holds everything that `motcua.toml` says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramSettings {
    /// The agency the office answers for, by its code or name.
    #[serde(default)]
    pub scope: Option<String>,
    #[serde(default)]
    pub office: OfficeSettings,
    #[serde(default)]
    pub office_hours: OfficeHoursSettings,
    #[serde(default)]
    pub inbox: Option<InboxSettings>,
    #[serde(default)]
    pub serve: ServeSettings,
    #[serde(default)]
    pub log: LogSettings,
    #[serde(default)]
    pub audit: AuditSettings,
    #[serde(default)]
    pub login: LoginSettings,
    #[serde(default)]
    pub http: HttpSettings,
    /// By the connector's id.
    #[serde(default)]
    pub fetch: BTreeMap<String, FetchSettings>,
    #[serde(default)]
    pub mail: Option<MailSettings>,
    #[serde(default, rename = "webhook")]
    pub webhooks: Vec<WebhookSettings>,
    #[serde(default, rename = "folder")]
    pub folders: Vec<FolderSettings>,
    /// Whom an agency is reached by.
    #[serde(default, rename = "contact")]
    pub contacts: Vec<RecipientSettings>,
    #[serde(default, rename = "schedule")]
    pub schedules: Vec<ScheduleSettings>,
    #[serde(default)]
    pub alerts: Option<AlertSettings>,
    #[serde(default)]
    pub backup: Option<BackupSettings>,
    #[serde(default)]
    pub retention: RetentionSettings,
    #[serde(default)]
    pub versions: VersionSettings,
    /// As its author sees it.
    #[serde(skip)]
    file: (String, String),
}

/// What stands on an office's papers. What is left out stays a row of dots, to be written in by hand.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeSettings {
    /// The agency above: "Ủy ban nhân dân tỉnh Lạng Sơn".
    #[serde(default)]
    pub superior: Option<String>,
    /// The agency whose paper it is.
    #[serde(default)]
    pub agency: Option<String>,
    /// What it answers for, as a text names it: "huyện Văn Quan".
    #[serde(default)]
    pub area: Option<String>,
    /// Where it is signed: "Văn Quan".
    #[serde(default)]
    pub place: Option<String>,
    #[serde(default)]
    pub number: Option<String>,
    /// What stands behind the number: "VP".
    #[serde(default)]
    pub symbol: Option<String>,
    /// What stands behind the number of a letter, where that is another: "UBND-VP".
    #[serde(default)]
    pub letter_symbol: Option<String>,
    /// As it stands above the signature, a line each: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH".
    #[serde(default)]
    pub title: Vec<String>,
    #[serde(default)]
    pub signer: Option<String>,
    /// "Nơi nhận", a line each.
    #[serde(default)]
    pub recipients: Vec<String>,
}

/// A folder that `serve` takes exports from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InboxSettings {
    /// Outside the data folder: originals hold personal data.
    pub folder: PathBuf,
    /// For how many days originals are kept that were taken in.
    #[serde(default = "thirty")]
    pub keep_days: u16,
}

fn thirty() -> u16 {
    30
}

/// Holds what applies to all HTTP requests of the program.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSettings {
    /// Hosts that may have a private address, and be asked without TLS.
    #[serde(default)]
    pub allow_private: Vec<String>,
}

/// Holds what an office says of one connector that is fetched.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct FetchSettings {
    /// Asked instead of the connector's own address.
    #[serde(default)]
    pub url: Option<String>,
    /// Over the connector's own.
    #[serde(default)]
    pub token: Option<TokenFrom>,
    /// What fills the holes of the connector's templates.
    #[serde(flatten)]
    pub parameters: BTreeMap<String, Value>,
}

impl ProgramSettings {
    /// Names the file that is read from the working directory where no other is named.
    pub const FILE: &str = "motcua.toml";

    /// A file that is named must be there; the one in the working directory need not. Variables are set over it.
    pub fn load_file(named: Option<&Path>) -> Result<Self, CatalogError> {
        let (path, text) = read_text(named)?;
        Self::parse_overlaid(&path, &text, &overrides_of_process(&text)?)
    }

    /// Parses the text of a settings file with the variables of the process over it, as `load_file` would.
    pub fn parse_in_force(path: &str, text: &str) -> Result<Self, CatalogError> {
        Self::parse_overlaid(path, text, &overrides_of_process(text)?)
    }

    /// Lists keys and variables that say something over a file's text. Fails where `load_file` does.
    pub fn list_variables(text: &str) -> Result<Vec<(String, String)>, CatalogError> {
        let overrides = overrides_of_process(text)?;
        Ok(overrides.into_iter().map(|one| (one.path.join("."), one.variable)).collect())
    }

    /// What a file leaves out a variable may say; what is wrong with both is told in the file's own lines where they are wrong alone.
    fn parse_overlaid(
        path: &str,
        text: &str,
        overrides: &[SettingOverride],
    ) -> Result<Self, CatalogError> {
        let alone = Self::parse_text(path, text);
        if overrides.is_empty() {
            return alone;
        }
        let overlaid = apply_overrides(path, text, overrides)
            .and_then(|overlaid| Self::parse_text(path, &overlaid));
        overlaid.map_err(|error| alone.err().unwrap_or(error))
    }

    /// Lists the values of all keys as `load_file` reads them, and where each comes from. Fails where `load_file` does.
    pub fn list_in_force(named: Option<&Path>) -> Result<Vec<SettingInForce>, CatalogError> {
        Self::load_file(named)?;
        let (path, text) = read_text(named)?;
        list_in_force(&path, &text, &overrides_of_process(&text)?)
    }

    /// Parses the text of a settings file; `path` is only shown in errors.
    pub fn parse_text(path: &str, text: &str) -> Result<Self, CatalogError> {
        let settings: Self =
            toml::from_str(text).map_err(|error| explain_error(path, text, &error))?;
        Ok(Self { file: (path.to_owned(), text.to_owned()), ..settings })
    }

    /// The file the settings were read from; `None` where there is none.
    pub fn file_path(&self) -> Option<&Path> {
        Some(Path::new(&self.file.0)).filter(|path| !path.as_os_str().is_empty())
    }
}

/// The file as it is shown, and its text; empty where none is named and none is there.
fn read_text(named: Option<&Path>) -> Result<(String, String), CatalogError> {
    let path = named.unwrap_or(Path::new(ProgramSettings::FILE));
    let shown = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok((shown, text)),
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            Ok((shown, String::new()))
        }
        Err(source) => Err(CatalogError::NoSettings { path: shown, source }),
    }
}

/// A variable that is no text is none of ours.
fn overrides_of_process(text: &str) -> Result<Vec<SettingOverride>, CatalogError> {
    let texts = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    find_overrides(text, texts)
}
