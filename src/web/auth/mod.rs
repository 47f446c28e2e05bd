//! Who asks, whether they may, and what only they are shown.

pub(super) mod form;
pub(super) mod private_page;
pub(super) mod route_guard;
pub(super) mod throttle;
pub(super) mod visitor;
