//! JSON: an array of records, alone or in an envelope, or a record a line.

mod decode;
mod records;

pub use decode::{decode, keys};
