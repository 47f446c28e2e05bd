//! What is wrong with what a command was asked for; the sentences stand in `dashboards/refusals.toml`.

use std::path::Path;

use crate::{
    catalog::{CatalogError, phrases::telling::worded_errors},
    ingest::FileProblem,
    pipeline::find_content,
};

worded_errors! {
    /// Says why a command cannot do what it was asked for.
    #[derive(Debug)]
    pub enum CommandError {
        "command.months_of_one" => MonthsOfOne,
        "command.not_cut" => NotCut { metric: String, counted: String },
        "command.spark_not_asked" => SparkNotAsked,
        "command.nothing_to_send" => NothingToSend,
        "command.no_source" => NoSource,
        #[cfg_attr(windows, expect(dead_code, reason = "Windows has it"))]
        "command.no_service" => NoService,
        #[cfg_attr(windows, expect(dead_code, reason = "Windows has it"))]
        "command.no_installer" => NoInstaller,
        "command.update_no_key" => UpdateNoKey,
        "command.update_key" => UpdateKey { path: String },
        "command.update_unsigned" => UpdateUnsigned { path: String, signature: String },
        "command.update_forged" => UpdateForged { path: String },
        "command.update_package" => UpdatePackage { path: String, missing: String },
        "command.update_processor" => UpdateProcessor { path: String, own: &'static str },
        "command.update_older" => UpdateOlder { version: String, own: String },
        "command.update_no_data" => UpdateNoData { folder: String },
        "command.update_backup" => UpdateBackup { folder: String },
        "command.inbox_inside" => InboxInside { path: String },
        "command.folder_follows" => FolderFollows { path: String, address: String },
        "command.followed_content" => FollowedContent,
        "command.folder_held" => FolderHeld { folder: String },
        "command.state_in_use" => StateInUse { folder: String },
        "command.schema_name" => SchemaName { name: String },
        "command.no_store" => NoStore,
        "command.connector_name" => ConnectorName { id: String },
        "command.connector_taken" => ConnectorTaken { id: String },
        "command.several_exports" => SeveralExports { path: String },
        "command.empty_folder" => EmptyFolder { path: String },
        "command.folder_of_folders" => FolderOfFolders { path: String, folders: String },
        "command.file" => File { path: String, problem: FileProblem },
        "command.system" => System { problem: FileProblem },
        "command.no_forecast" => NoForecast { metric: String, known: String },
        "command.nothing_known" => NothingKnown { period: String },
        "command.no_due_known" => NoDueKnown,
        "command.no_data_folder" => NoDataFolder { path: String },
        "command.no_agency" => NoAgency { code: String },
        "command.no_agency_like" => NoAgencyLike { code: String, near: String },
        "command.no_export" => NoExport { file: String },
        "command.no_level" => NoLevel { level: String, known: String },
        "command.no_period" => NoPeriod { example: &'static str },
        "command.paper_of_each" => PaperOfEach { report: String },
        "command.no_format" => NoFormat { format: String },
        "command.no_bridge" => NoBridge { metric: String },
        "command.no_lever" => NoLever { lever: String, known: String },
        "command.stuck_lever" => StuckLever { lever: String },
        "command.too_many_dossiers" => TooManyDossiers { lever: String, count: String, asked: String },
        "command.change_twice" => ChangeTwice { lever: String },
        "command.change_unread" => ChangeUnread { text: String },
        "command.no_reason" => NoReason { reason: String, known: String },
        "command.no_share" => NoShare { metric: String },
        "command.other_agency" => OtherAgency { card: String, agency: String },
        "command.agency_needed" => AgencyNeeded { card: String },
        "command.no_address" => NoAddress { address: String },
        "command.content_unreadable" => ContentUnreadable { path: String, problem: FileProblem },
        "command.settings_unreadable" => SettingsUnreadable { path: String, problem: FileProblem },
        "command.content_mistyped" => ContentMistyped { path: String, nearest: String },
        "command.content_missing" => ContentMissing { path: String },
        "command.content_not_text" => ContentNotText { path: String },
        "command.unknown" => Unknown { kind: ContentKind, id: String, known: String },
        "command.unknown_near" => UnknownNear { kind: ContentKind, id: String, nearest: String },
    }
}

worded_errors! {
    /// Names what is asked for by its id.
    #[derive(Debug)]
    pub enum ContentKind {
        "content_kind.metric" => Metric,
        "content_kind.connector" => Connector,
        "content_kind.report" => Report,
        "content_kind.form" => Form,
        "content_kind.scorecard" => Scorecard,
        "content_kind.scorecard_then" => ScorecardThen,
        "content_kind.check" => Check,
    }
}

impl CommandError {
    /// A file or folder that the system does not read or write.
    pub fn of_file(path: &Path, error: &std::io::Error) -> Self {
        Self::File { path: path.display().to_string(), problem: error.into() }
    }

    /// What the system does not do.
    pub fn of_system(error: &std::io::Error) -> Self {
        Self::System { problem: error.into() }
    }

    /// Finds a sentence for a failure of the content itself, where it is not about a place in a file.
    pub fn find_in(failed: &miette::Report) -> Option<Self> {
        Self::of_content(find_content(failed)?)
    }

    /// Says it of a failure of the content itself; `None` of one that has a place in a file.
    pub fn of_content(error: &CatalogError) -> Option<Self> {
        Some(match error {
            CatalogError::Unreadable { path, source } => {
                Self::ContentUnreadable { path: path.clone(), problem: source.into() }
            }
            CatalogError::NoSettings { path, source } => {
                Self::SettingsUnreadable { path: path.clone(), problem: source.into() }
            }
            CatalogError::NoTargets { path, source }
            | CatalogError::Unwritable { path, source } => {
                Self::File { path: path.clone(), problem: source.into() }
            }
            CatalogError::Missing { path } => Self::ContentMissing { path: path.clone() },
            CatalogError::NotText { path } => Self::ContentNotText { path: path.clone() },
            CatalogError::Unknown { kind, id, nearest, known } => {
                let (kind, id) = (ContentKind::of(kind)?, id.clone());
                match nearest {
                    Some(nearest) => Self::UnknownNear { kind, id, nearest: nearest.clone() },
                    None => Self::Unknown { kind, id, known: known.clone() },
                }
            }
            CatalogError::Table { .. } | CatalogError::Place { .. } => return None,
        })
    }
}

impl ContentKind {
    fn of(kind: &str) -> Option<Self> {
        Some(match kind {
            "metric" => Self::Metric,
            "connector" => Self::Connector,
            "report" => Self::Report,
            "form" => Self::Form,
            "scorecard" => Self::Scorecard,
            "scorecard of that time" => Self::ScorecardThen,
            "check" => Self::Check,
            _ => return None,
        })
    }
}
