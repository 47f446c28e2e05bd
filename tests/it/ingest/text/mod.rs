//! Texts, numbers and days as exports write them.

mod days;
mod encodings;
mod group_rows;
mod marks;
mod meanings;
mod numbers;
