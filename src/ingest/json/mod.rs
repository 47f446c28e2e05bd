//! JSON: records in a list, alone, in an envelope or in several, one a line, or encoded as a text once more.

mod cell;
mod choice;
mod decode;
mod key;
mod moment;
mod node;
mod records;
mod remainder;
mod repair;
mod source;
mod survey;

pub use decode::{decode, keys};
