//! What `motcua doctor` and the page Sức khỏe say of an installation, and what an office hands to those who audit it.

mod access_log;
mod alert_rules;
mod damaged;
pub mod examined;
mod fetched;
mod machine;
mod papers;
mod personal_columns;
mod phrases;
mod settings;
mod words;
