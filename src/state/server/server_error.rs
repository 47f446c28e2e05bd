//! What goes wrong with a server of PostgreSQL. Nothing of it names a user, a password or a value of a row.

use tokio_postgres::error::SqlState;

use crate::catalog::phrases::PhraseBook;

/// Tells what a schema holds instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherMark {
    /// The state was carried out of the server.
    Gone,
    /// It is the same, at a step of another program.
    Step(usize),
    /// The same, as it was some time ago: somebody put a copy back.
    Older,
    /// Another state, or none.
    Unknown,
}

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
    /// It is a standby, or was set to be read only: what it holds may be of a while ago.
    #[error("{}", say("state.standby", &[]))]
    Standby,
    /// It has no connection left.
    #[error("{}", say("state.no_connections", &[]))]
    NoConnections,
    /// The schema does not hold what was opened.
    #[error("the schema `{schema}` holds another state: {found:?}")]
    Other { schema: String, found: OtherMark },
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
            Self::Away { .. }
            | Self::Silent { .. }
            | Self::Refused
            | Self::BrokenOff
            | Self::Standby
            | Self::NoConnections => true,
            // It stops, begins, or has no memory left. A full disk can be read.
            Self::Told { code, .. } => {
                code.starts_with("57P") || (code.starts_with("53") && !self.is_full())
            }
            Self::UnknownKind { .. } | Self::Other { .. } => false,
        }
    }

    /// Tells whether the connection is of no use any more.
    pub fn is_broken(&self) -> bool {
        match self {
            Self::Away { .. } | Self::Standby => true,
            Self::Told { code, .. } => code.starts_with("57P"),
            _ => false,
        }
    }

    /// Tells whether its disk is full: what it keeps can be read.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Told { code, .. } if code == SqlState::DISK_FULL.code())
    }

    /// Tells whether a rule of the schema refused it.
    pub fn is_refused_by_rule(&self) -> bool {
        matches!(self, Self::Told { code, .. } if code.starts_with("23"))
    }
}

impl From<tokio_postgres::Error> for ServerError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else {
            let told = describe_chain(&error);
            // What the driver says of a server that is not the one to write to.
            let is_standby = told.contains("does not allow writes");
            return if is_standby { Self::Standby } else { Self::Away { told } };
        };
        let (code, said) = (told.code().code(), told.message().to_owned());
        if code.starts_with("28") {
            return Self::Refused;
        }
        // It was made a standby, or read only, while it was being talked to.
        if [SqlState::READ_ONLY_SQL_TRANSACTION, SqlState::FEATURE_NOT_SUPPORTED]
            .iter()
            .any(|one| one.code() == code)
        {
            return Self::Standby;
        }
        // What it says of that may name the user.
        if code == SqlState::TOO_MANY_CONNECTIONS.code() {
            return Self::NoConnections;
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
