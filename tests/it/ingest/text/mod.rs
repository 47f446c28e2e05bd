//! Texts, numbers and days as exports write them.

mod days;
mod encodings;
mod meanings;
mod numbers;
