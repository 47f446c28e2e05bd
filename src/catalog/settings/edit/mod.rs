//! `motcua.toml` as a page changes it: its comments are kept, and nothing is written that would not be read.

mod live_settings;
mod period_names;
mod recipient_list;
mod settings_change;
mod settings_file;
mod table_edit;

pub use live_settings::LiveSettings;
pub use settings_change::{
    MailChange, OfficeChange, PasswordSource, RecipientChange, ScheduleChange, SettingsChange,
};
pub use settings_file::SettingsFile;
