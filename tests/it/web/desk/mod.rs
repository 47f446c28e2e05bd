//! What whoever works at the pages needs to know by heart: nothing.

mod finding;
mod navigation;
mod sending_desk;
mod sending_settings;
