//! What is missing before anything can be asked for.

use crate::{catalog::phrases::telling::worded_errors, domain::period::Period};

worded_errors! {
    /// Says why nothing is asked for.
    #[derive(Debug)]
    pub enum SetupProblem {
        "setup.no_http" => NoHttp,
        "setup.period" => OtherPeriod { period: Period, kinds: String },
        "setup.parameter" => NoParameter { connector: String, name: String },
        "setup.address" => BadAddress { told: String },
        "setup.secret" => Secret { problem: SecretProblem },
    }
}

worded_errors! {
    /// Says why a token or a password is not there; it holds nothing of it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum SecretProblem {
        "secret.file_unread" => FileUnread { path: String, told: String },
        "secret.not_set" => NotSet { env: String, file: String },
        "secret.not_plain" => NotPlain,
    }
}
