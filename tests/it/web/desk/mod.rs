//! What whoever works at the pages needs to know by heart: nothing.

mod finding;
mod navigation;
pub mod sending_desk;
mod sending_settings;
mod sending_told;
mod sending_tried;
