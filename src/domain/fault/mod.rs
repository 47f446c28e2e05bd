//! Faults that tests ask for.

pub mod fault_point;
