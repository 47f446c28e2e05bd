//! Answers that are kept, made once for many, and made before anybody asks.

pub(super) mod caching;
pub(super) mod lookout;
pub(super) mod turns;
