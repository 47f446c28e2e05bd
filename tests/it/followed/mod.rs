//! Published versions in a store, and the nodes that follow them (ADR 48).

mod erased;
mod faults;
mod node;
mod pages;
mod publishers;
mod taken;
mod told;
mod whole;
