//! Published versions in a store, and the nodes that follow them (ADR 48).

mod erased;
mod faults;
mod guarded;
mod held;
pub mod node;
mod noted;
mod pages;
mod publishers;
mod taken;
mod told;
mod whole;
