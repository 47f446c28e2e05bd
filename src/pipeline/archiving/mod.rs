//! The archive as a build reads it: held against its digests, and brought together with its store where it lies in one.

pub(super) mod archived;
mod shared;
