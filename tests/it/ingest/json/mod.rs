//! JSON: its forms, where its records stand, its values.

mod formats;
mod places;
mod values;
