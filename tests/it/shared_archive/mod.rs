//! The archive in a store that several machines of an office share (ADR 51).

mod away;
mod builders;
mod damaged;
mod erased;
mod holding;
mod joined;
#[cfg(fault_points)]
mod killed;
mod machine;
mod told;
