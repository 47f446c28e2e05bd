//! Where rows came from, and what the checks found in them.

pub(super) mod checks;
pub(super) mod queries;
pub(super) mod sources;
mod staged;
