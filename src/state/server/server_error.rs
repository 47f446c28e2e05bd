//! What goes wrong with a server of PostgreSQL. Nothing of it names a user, a password or a value of a row.

use tokio_postgres::error::SqlState;

use crate::catalog::phrases::PhraseBook;

/// Tells why a server did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// It cannot be reached, or the connection broke.
    #[error("{told}")]
    Away { told: String },
    /// It does not answer in time.
    #[error("{}", say("state.silent", &[("seconds", &seconds.to_string())]))]
    Silent { seconds: u64 },
    /// Who asks is not let in: what the server says of that names the user.
    #[error("{}", say("state.refused", &[]))]
    Refused,
    /// What was being written is lost with its connection.
    #[error("{}", say("state.broken_off", &[]))]
    BrokenOff,
    /// It understood, and refused.
    #[error("{told}")]
    Told { code: String, told: String },
    /// A value came that is of no kind we know.
    #[error("a value of the kind `{kind}` came")]
    UnknownKind { kind: String },
}

impl ServerError {
    /// Tells whether the server cannot be asked now, though nothing may be wrong with what it keeps.
    pub fn is_away(&self) -> bool {
        match self {
            Self::Away { .. } | Self::Silent { .. } | Self::Refused | Self::BrokenOff => true,
            // It stops, begins, or has no connection left.
            Self::Told { code, .. } => code.starts_with("57P") || code.starts_with("53"),
            Self::UnknownKind { .. } => false,
        }
    }

    /// Tells whether the connection is of no use any more.
    pub fn is_broken(&self) -> bool {
        match self {
            Self::Away { .. } => true,
            Self::Told { code, .. } => code.starts_with("57P"),
            _ => false,
        }
    }

    /// Tells whether it may only be read: a standby, or one somebody set so.
    pub fn is_read_only(&self) -> bool {
        matches!(self, Self::Told { code, .. } if code == SqlState::READ_ONLY_SQL_TRANSACTION.code()
            || code == SqlState::DISK_FULL.code())
    }

    /// Tells whether a rule of the schema refused it.
    pub fn is_refused_by_rule(&self) -> bool {
        matches!(self, Self::Told { code, .. } if code.starts_with("23"))
    }
}

impl From<tokio_postgres::Error> for ServerError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else {
            return Self::Away { told: describe_chain(&error) };
        };
        let (code, said) = (told.code().code(), told.message().to_owned());
        if code.starts_with("28") {
            return Self::Refused;
        }
        // There is no such database.
        if code == SqlState::INVALID_CATALOG_NAME.code() {
            return Self::Away { told: said };
        }
        Self::Told { code: code.to_owned(), told: said }
    }
}

fn say(id: &str, values: &[(&str, &str)]) -> String {
    PhraseBook::built_in().format_phrase(id, values)
}

/// An error with what it comes of: its own text alone says "error connecting".
fn describe_chain(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let said = error.to_string();
        if !told.contains(&said) {
            told = format!("{told}: {said}");
        }
        source = error.source();
    }
    told
}
