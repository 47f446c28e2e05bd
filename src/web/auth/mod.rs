//! Who asks, whether they may, and what only they are shown.

pub(super) mod form;
pub(super) mod gate;
pub(super) mod own_page;
pub(super) mod throttle;
pub(super) mod visitor;
