//! Backups: what they hold, what is left of one that was killed, what is found of one that is damaged.

mod damaged;
mod erased;
mod killed;
pub(super) mod layouts;
mod nightly;
mod packaged;
mod proved;
mod round_trip;
mod told;
pub(super) mod vault;
mod verified;
