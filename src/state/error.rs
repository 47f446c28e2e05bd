//! What can go wrong with the state of an office.

use super::access::password_rules::{LEAST, PasswordFault};
use crate::{
    catalog::phrases::{telling::worded_errors, wording::WordingValue},
    domain::sight::UnknownRole,
};

worded_errors! {
    /// Lists what can go wrong with the state of an office.
    #[derive(Debug)]
    pub enum StateError {
        "state.store" => Store { doing: &'static str, path: String, source: rusqlite::Error },
        "state.not_upgraded" => NotUpgraded { path: String },
        "state.newer" => Newer { path: String, found: usize, known: usize },
        "state.name_taken" => NameTaken { name: String },
        "state.no_user" => NoUser { name: String },
        "state.bad_name" => BadName { name: String },
        "state.agency_and_role" => AgencyAndRole,
        "state.guessed_password" => GuessedPassword { fault: PasswordFault, least: usize },
        "state.emptied" => Emptied { path: String },
        "state.damaged" => Damaged { path: String },
        "state.users_lost" => UsersLost { path: String, mark: String },
        "state.last_admin" => LastAdmin { name: String },
        "state.no_randomness" => NoRandomness { told: String },
        "state.role" => Role { told: String },
    }
}

impl From<PasswordFault> for StateError {
    fn from(fault: PasswordFault) -> Self {
        Self::GuessedPassword { fault, least: LEAST }
    }
}

impl From<UnknownRole> for StateError {
    fn from(unknown: UnknownRole) -> Self {
        Self::Role { told: unknown.to_string() }
    }
}

impl From<&rusqlite::Error> for WordingValue {
    fn from(error: &rusqlite::Error) -> Self {
        Self::Text(error.to_string())
    }
}

impl StateError {
    /// Tells whether nothing can be kept now, because the disk is full or may only be read, or the file is of an older program.
    pub fn is_unwritable(&self) -> bool {
        use rusqlite::ErrorCode::{
            CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure,
        };
        match self {
            Self::NotUpgraded { .. }
            | Self::Store { source: rusqlite::Error::ToSqlConversionFailure(_), .. } => true,
            Self::Store { source, .. } => matches!(
                source.sqlite_error_code(),
                Some(CannotOpen | DiskFull | PermissionDenied | ReadOnly | SystemIoFailure)
            ),
            _ => false,
        }
    }

    /// Tells whether the file is no state, or one that is damaged.
    pub fn is_damaged(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match self {
            Self::Damaged { .. } => true,
            Self::Store { source, .. } => {
                matches!(source.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
            }
            _ => false,
        }
    }

    /// Passes over what could not be noted while nothing can be kept: what was only to be noted stops nobody.
    pub fn pass_over_unwritable(noted: Result<(), Self>) -> Result<(), Self> {
        match noted {
            Err(error) if error.is_unwritable() => Ok(()),
            other => other,
        }
    }
}
