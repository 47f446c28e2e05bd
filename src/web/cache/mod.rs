//! Answers that are kept, made once for many, and made before anybody asks.

pub(super) mod cache_warmer;
pub(super) mod lock_cache;
pub(super) mod middleware;
pub(super) mod response_cache;
pub(super) mod response_tag;
