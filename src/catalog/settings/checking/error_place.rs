//! Where in a settings file something is wrong.

use crate::catalog::phrases::wording::{ErrorWording, WordingValue};

/// Says in which file, and in which line of it, something is wrong.
pub fn in_file(path: &str, line: Option<usize>, told: impl Into<WordingValue>) -> ErrorWording {
    let path = path.to_owned();
    match line {
        Some(line) => ErrorWording::new("settings.in_line").with("line", &line),
        None => ErrorWording::new("settings.in_file"),
    }
    .with("path", &path)
    .with("told", told)
}
