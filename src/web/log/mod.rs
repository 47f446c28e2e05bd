//! The logs in the data folder: a file a day, kept as long as the settings say.

pub mod access_log;
pub mod daily_file;
