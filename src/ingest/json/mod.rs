//! JSON: records in a list, alone, in an envelope or in several, one a line, or encoded as a text once more.

/// Visits values that say nothing, and passes over them.
macro_rules! pass_over {
    ($($visit:ident: $of:ty),*) => {
        $(fn $visit<E>(self, _: $of) -> Result<(), E> {
            Ok(())
        })*
        fn visit_unit<E>(self) -> Result<(), E> {
            Ok(())
        }
    };
}

mod cell;
mod choice;
mod decode;
mod key;
mod moment;
mod node;
mod records;
mod refusal;
mod remainder;
mod repair;
mod source;
mod survey;

pub use decode::{decode_json, record_keys};
