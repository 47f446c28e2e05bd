//! What a visitor is told when something is wrong. Details go to the log only.

use std::time::Duration;

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::{
    catalog::CatalogError,
    report::ReportError,
    state::StateError,
    view::PictureError,
    warehouse::WarehouseError,
    web::error_page::error_details::{
        ChoiceDetails, ErrorDetails, ErrorSurroundings, render_error,
    },
};

/// Lists what a request can be answered with when it fails.
#[derive(Debug)]
pub enum WebError {
    NotFound {
        what: String,
    },
    BadRequest {
        problem: String,
    },
    /// The address is right, and there is nothing to show: why, in a sentence.
    Nothing {
        said: String,
    },
    /// Several are called so: one is to be chosen.
    Choose {
        what: String,
        choice: Box<ChoiceDetails>,
    },
    /// What a form says cannot be taken.
    BadForm {
        problem: String,
    },
    /// The form is of a session that is over, or of none.
    OutdatedForm,
    /// More was sent than is taken.
    TooLarge,
    /// What was to be sent came too slowly, or no more.
    TooSlow,
    /// What was asked for is of another state of the data.
    Conflict {
        problem: String,
    },
    /// Who asks may not see or do this.
    Forbidden,
    /// Nobody known asks.
    Unknown,
    /// Who comes from another server is not let in: why, and what to do.
    LoginRefused {
        said: String,
        /// The other server or the settings are to blame.
        is_of_server: bool,
    },
    /// Too many tries: for so long.
    Throttled {
        wait: Duration,
    },
    /// The address is there, and takes no such request.
    Method,
    /// Nothing is published yet.
    Unavailable,
    /// What is published cannot be read, and is being built anew.
    Mending,
    /// What is published cannot be read, and somebody has to look at it.
    Damaged {
        cause: String,
    },
    /// What is published was built by another version of the program, and is being built anew: in a sentence.
    Upgrading {
        said: String,
    },
    /// What is published was built by another version of the program, and somebody has to build it anew: in a sentence.
    OtherVersion {
        said: String,
    },
    /// A reading node has no version yet: why, in a sentence.
    Following {
        said: String,
    },
    /// What was to be kept cannot be: the data folder is of an older program, and could not be brought up to date.
    NotUpgraded {
        cause: String,
    },
    /// What was to be kept cannot be: the disk is full, or may only be read.
    Unwritable {
        cause: String,
    },
    /// The server that keeps users and sessions cannot be asked: nobody can be known.
    StateAway {
        cause: String,
    },
    Internal {
        cause: String,
    },
}

impl WebError {
    /// Returns the HTTP status of the error.
    pub fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound { .. } | Self::Nothing { .. } => StatusCode::NOT_FOUND,
            Self::BadRequest { .. } | Self::BadForm { .. } | Self::Choose { .. } => {
                StatusCode::BAD_REQUEST
            }
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Conflict { .. } => StatusCode::CONFLICT,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden
            | Self::OutdatedForm
            | Self::LoginRefused { is_of_server: false, .. } => StatusCode::FORBIDDEN,
            Self::Unknown => StatusCode::UNAUTHORIZED,
            Self::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unwritable { .. } => StatusCode::INSUFFICIENT_STORAGE,
            Self::Unavailable
            | Self::LoginRefused { .. }
            | Self::Mending
            | Self::Damaged { .. }
            | Self::NotUpgraded { .. }
            | Self::StateAway { .. }
            | Self::Upgrading { .. }
            | Self::Following { .. }
            | Self::OtherVersion { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What may be shown.
    pub fn public_detail(&self) -> &str {
        match self {
            Self::NotFound { what } | Self::Choose { what, .. } => what,
            Self::Nothing { said }
            | Self::Upgrading { said }
            | Self::Following { said }
            | Self::OtherVersion { said }
            | Self::LoginRefused { said, .. } => said,
            Self::BadRequest { problem }
            | Self::BadForm { problem }
            | Self::Conflict { problem } => problem,
            Self::Forbidden
            | Self::OutdatedForm
            | Self::TooLarge
            | Self::TooSlow
            | Self::Unknown
            | Self::Throttled { .. }
            | Self::Method
            | Self::Unavailable
            | Self::Mending
            | Self::Damaged { .. }
            | Self::NotUpgraded { .. }
            | Self::StateAway { .. }
            | Self::Unwritable { .. }
            | Self::Internal { .. } => "",
        }
    }

    /// Seconds after which the same may be asked again, where that is known.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Throttled { wait } => Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0)),
            Self::Mending
            | Self::StateAway { .. }
            | Self::Upgrading { .. }
            | Self::Following { .. } => Some(15),
            _ => None,
        }
    }

    /// Tells errors of one status apart.
    fn kind(&self) -> &'static str {
        match self {
            Self::BadForm { .. } | Self::OutdatedForm => "form",
            Self::Nothing { .. } => "nothing",
            Self::Choose { .. } => "choose",
            Self::LoginRefused { .. } => "login",
            Self::Mending => "mending",
            Self::Damaged { .. } => "damaged",
            Self::NotUpgraded { .. } => "not_upgraded",
            Self::StateAway { .. } => "state_away",
            Self::Upgrading { .. } => "upgrading",
            Self::Following { .. } => "following",
            Self::OtherVersion { .. } => "other_version",
            _ => "",
        }
    }

    /// Logs the cause of an internal error; every other error is the client's and is not logged.
    pub fn log_cause(&self) {
        if let Self::Internal { cause }
        | Self::Damaged { cause }
        | Self::NotUpgraded { cause }
        | Self::StateAway { cause }
        | Self::Unwritable { cause } = self
        {
            tracing::error!(error.cause = cause, "a request failed");
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        self.log_cause();
        let wait = self.retry_after();
        let choice = match &self {
            Self::Choose { choice, .. } => Some(ChoiceDetails::clone(choice)),
            _ => None,
        };
        let details = ErrorDetails {
            status: self.status_code().as_u16(),
            kind: self.kind(),
            minutes: wait.map_or(0, |seconds| seconds.div_ceil(60)),
            detail: self.public_detail().to_owned(),
            choice,
        };
        let mut response =
            (self.status_code(), Html(render_error(&details, &ErrorSurroundings::default())))
                .into_response();
        response.extensions_mut().insert(details);
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl From<WarehouseError> for WebError {
    fn from(error: WarehouseError) -> Self {
        match error {
            WarehouseError::NotBuilt { .. } => Self::Unavailable,
            other @ WarehouseError::OtherVersion { .. } => {
                Self::OtherVersion { said: other.to_string() }
            }
            WarehouseError::OutOfSight => Self::Forbidden,
            damage if damage.may_be_damage() => Self::Damaged { cause: damage.to_string() },
            other => Self::Internal { cause: other.to_string() },
        }
    }
}

impl From<StateError> for WebError {
    fn from(error: StateError) -> Self {
        let cause = error.to_string();
        match error {
            StateError::NotUpgraded { .. } => Self::NotUpgraded { cause },
            StateError::Away { .. } | StateError::Busy { .. } => Self::StateAway { cause },
            _ if error.is_elsewhere() => Self::StateAway { cause },
            _ if error.is_unwritable() => Self::Unwritable { cause },
            _ => Self::Internal { cause },
        }
    }
}

impl From<CatalogError> for WebError {
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::Unknown { id, .. } => Self::NotFound { what: id },
            other => Self::Internal { cause: other.to_string() },
        }
    }
}

impl From<PictureError> for WebError {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::Warehouse(error) => error.into(),
            PictureError::Nothing { said } => Self::Nothing { said },
            other @ PictureError::Chart(_) => Self::Internal { cause: other.to_string() },
        }
    }
}

impl From<ReportError> for WebError {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Warehouse(error) => error.into(),
            ReportError::Catalog(error) => error.into(),
            ReportError::Picture(error) => error.into(),
            ReportError::NoAgency { code } => Self::NotFound { what: code },
            other => Self::Internal { cause: other.to_string() },
        }
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Self::Internal { cause: error.to_string() }
    }
}
