//! Answers in words and pictures: what pages, charts and reports say alike.
//!
//! Invariant: every Vietnamese word comes from the content; nothing here asks the engine on its own.

mod picture;
pub mod rejected;
pub mod sheet;
mod wording;

pub use picture::{Kind, Picture, PictureError, SHOWN_MARKS};
pub use wording::Wording;
