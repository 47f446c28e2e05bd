//! Who asks, whether they may, and what only they are shown.

pub(super) mod device_cookie;
pub(super) mod first_run_key;
pub(super) mod form;
mod login_try;
pub(super) mod oidc;
pub(super) mod private_page;
pub(super) mod route_guard;
pub(super) mod throttle;
pub(super) mod throttled_tally;
pub(super) mod visitor;
