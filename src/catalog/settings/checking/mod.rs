//! What is wrong with a settings file: said in the words of the content, with its place.

mod check_fetch;
mod check_hours;
pub(in crate::catalog::settings) mod error_place;
mod refusal;
