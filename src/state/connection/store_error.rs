//! What goes wrong between the program and what keeps the state.

use crate::{catalog::phrases::wording::WordingValue, state::server::server_error::ServerError};

/// Says what a question or a change came to.
pub type StoreResult<T> = Result<T, StoreError>;

/// Tells why a question or a change failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(transparent)]
    File(#[from] rusqlite::Error),
    #[error(transparent)]
    Server(#[from] ServerError),
    /// The file was carried into a server since it was opened.
    #[error("the state was carried into a server")]
    MovedAway,
    /// A row was asked for that is not there.
    #[error("there is no such row")]
    NoRow,
}

impl StoreError {
    /// Tells whether a rule of the schema refused it: a name that is there already, a row that names none.
    pub fn is_refused_by_rule(&self) -> bool {
        match self {
            Self::Server(error) => error.is_refused_by_rule(),
            _ => self.file_code() == Some(rusqlite::ErrorCode::ConstraintViolation),
        }
    }

    /// Tells whether a server cannot be asked now.
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Server(error) if error.is_away())
    }

    /// Tells whether nothing can be kept now, though what is kept can be read.
    pub fn is_unwritable(&self) -> bool {
        use rusqlite::ErrorCode::{
            CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure,
        };
        match self {
            Self::Server(error) => error.is_full(),
            Self::File(rusqlite::Error::ToSqlConversionFailure(_)) => true,
            _ => matches!(
                self.file_code(),
                Some(CannotOpen | DiskFull | PermissionDenied | ReadOnly | SystemIoFailure)
            ),
        }
    }

    /// Returns the code of `SQLite`, where it is of it.
    pub fn file_code(&self) -> Option<rusqlite::ErrorCode> {
        match self {
            Self::File(error) => error.sqlite_error_code(),
            _ => None,
        }
    }
}

impl From<&Box<StoreError>> for WordingValue {
    fn from(error: &Box<StoreError>) -> Self {
        Self::from(&**error)
    }
}

impl From<&StoreError> for WordingValue {
    fn from(error: &StoreError) -> Self {
        Self::Text(error.to_string())
    }
}
