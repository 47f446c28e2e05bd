//! Why a portal's rows could not be had, where, and what to do.

use miette::Diagnostic;

#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum FetchError {
    #[error("`{connector}` cannot be fetched: {problem}")]
    #[diagnostic(help("{hint}"))]
    Setup { connector: String, problem: String, hint: String },

    #[error("cannot make requests: {problem}")]
    #[diagnostic(help(
        "check that the system's certificates are installed (package ca-certificates)"
    ))]
    NoClient { problem: String },

    #[error("{place}: {problem}")]
    #[diagnostic(help("{hint}"))]
    NotAllowed { place: String, problem: String, hint: String },

    #[error(
        "{place}: the answer is a web page with status {status}, most likely of the portal's firewall"
    )]
    #[diagnostic(help(
        "open the portal in a browser, save the response by hand and `motcua ingest` the saved file"
    ))]
    Firewall { place: String, status: u16 },

    #[error("{place}: the portal answers with status {status}")]
    #[diagnostic(help("{hint}"))]
    Status { place: String, status: u16, hint: String },

    #[error("{place}: gave up after {attempts} attempts, the last one: {last}")]
    #[diagnostic(help(
        "run `motcua fetch` again later, what is finished is not asked for again; or save the response by hand and `motcua ingest` it"
    ))]
    GaveUp { place: String, attempts: u32, last: String },

    #[error("{place}: the portal wants to be left alone for {minutes} minutes")]
    #[diagnostic(help("run `motcua fetch` again then; what is finished is not asked for again"))]
    LeaveAlone { place: String, minutes: u64 },

    #[error("{place}: the answer is larger than {limit_mb} MB")]
    #[diagnostic(help(
        "ask for fewer rows a page, or raise `largest_response_mb` of the connector"
    ))]
    TooLarge { place: String, limit_mb: u32 },

    #[error("{place}: {problem}")]
    #[diagnostic(help(
        "the portal may have changed; save a response by hand and compare it with the connector"
    ))]
    NoRows { place: String, problem: String },

    #[error("{place}: hệ thống nói có {total} dòng mà chỉ trả {held}")]
    #[diagnostic(help(
        "chạy lại `motcua fetch` để hỏi tiếp từ trang này; nếu vẫn thiếu thì hỏi từng kỳ ngắn hơn"
    ))]
    Short { place: String, total: u64, held: u64 },

    #[error("cannot keep `{path}`: {problem}")]
    #[diagnostic(help("it only says what is fetched already: delete it and fetch again"))]
    Record { path: String, problem: String },
}

impl FetchError {
    pub fn setup(error: impl std::error::Error) -> Self {
        Self::NoClient { problem: root(&error) }
    }
}

/// The innermost cause, in its own words. What stands around it would repeat the address with all its parameters.
pub fn root(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
