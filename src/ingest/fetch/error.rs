//! Why a portal's rows could not be had, where, and what to do.

mod exchange_fault;
mod setup_problem;

pub use exchange_fault::{
    ExchangeFault, PageProblem, RedirectProblem, RefusedRequest, RequestPlace, StatusHint,
};
pub use setup_problem::{SecretProblem, SetupProblem};

use crate::catalog::phrases::telling::worded_errors;

worded_errors! {
    /// Reports why rows of a portal could not be fetched.
    #[derive(Debug)]
    pub enum FetchError {
        "portal.setup" => Setup { connector: String, problem: SetupProblem },
        "portal.no_client" => NoClient { problem: String },
        "portal.not_allowed" => NotAllowed { place: String, problem: RefusedRequest },
        "portal.firewall" => Firewall { place: String, status: u16 },
        "portal.status" => Status { place: String, status: u16, hint: StatusHint },
        "portal.gave_up" => GaveUp { place: String, attempts: u32, last: ExchangeFault },
        "portal.leave_alone" => LeaveAlone { place: String, minutes: u64 },
        "portal.too_large" => TooLarge { place: String, limit_mb: u32 },
        "portal.no_rows" => NoRows { place: String, problem: PageProblem },
        "portal.short" => Short { place: String, total: u64, held: u64 },
        "portal.shifted" => Shifted { place: String, before: u64, after: u64 },
        "portal.repeated" => Repeated { place: String, count: u64 },
        "portal.record" => Record { path: String, problem: String },
    }
}

impl FetchError {
    /// Makes the error of a client that cannot be set up.
    pub fn from_setup(error: impl std::error::Error) -> Self {
        Self::NoClient { problem: root_cause(&error) }
    }
}

/// The innermost cause, in its own words. What stands around it would repeat the address with all its parameters.
pub fn root_cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
