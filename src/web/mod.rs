//! Pages, charts and the API over the published warehouse.
//!
//! Invariant: a handler never asks the engine on an async thread, and shows one published build from top to bottom.

#![expect(clippy::disallowed_types, reason = "this is the home of axum")]

mod api;
mod auth;
mod cache;
mod charts;
mod connections;
mod error_page;
mod finding;
mod followed;
mod http;
mod jobs;
mod log;
mod navigation;
mod pages;
mod serve;
mod serve_error;
mod site;
mod stop_signal;
mod trouble;

pub use auth::{first_run_key::FirstRunKey, oidc::IdentityProvider};
pub use connections::{ConnectionLimits, raise_file_limit};
pub use http::router::build_router;
pub use jobs::job_runner::{
    DemoPages, ExportTrial, JobRunner, LockOrder, UploadOutcome, UploadRequest,
};
pub use jobs::mend_outcome::MendOutcome;
pub use log::{
    access_log::{ACCESS_FIELDS, AccessLog},
    daily_file::DailyFile,
};
pub use pages::first_run::{find_link, forget_link, make_link, write_link};
pub use serve::serve;
pub use serve_error::ServeError;
pub use site::ServedSite;
