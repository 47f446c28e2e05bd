//! How errors and results are said. The only file that writes to the terminal.

use std::{fmt::Display, io::Write};

use super::super::{
    command_error::CommandError,
    help::spoken::{say, spoken},
};
use crate::{
    catalog::{CatalogError, phrases::wording::WordedError},
    pipeline::{find_content, find_worded},
};

/// A line of data, to stdout. A closed pipe ends the output, not the program.
pub fn print_data(line: impl Display) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// A line of talk, to stderr.
pub fn print_message(line: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Waits until somebody has read what stands in a window that closes with the program.
pub fn wait_for_reader() {
    print_message(say("help.press_enter", &[]));
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// What failed, where, and what to do next.
pub fn print_error(error: &miette::Report) {
    if let Some(content) = find_content(error) {
        return print_message(describe_content(content));
    }
    let content = CommandError::find_in(error);
    let own = error.downcast_ref::<CommandError>().or(content.as_ref());
    print_message(match own.map(|own| own as &dyn WordedError).or(find_worded(error)) {
        Some(worded) => describe_worded(worded),
        None => describe_error(error.as_ref()),
    });
}

/// What is wrong with the content or with motcua.toml, in the language somebody is spoken to.
pub fn describe_content(error: &CatalogError) -> String {
    match error {
        CatalogError::Place { message, hint, .. } => {
            let hint = hint.as_ref().map(|hint| spoken().tell_place(hint));
            label_error(error, (spoken().tell_place(message), hint))
        }
        _ => match CommandError::of_content(error) {
            Some(own) => describe_worded(&own),
            None => describe_error(error),
        },
    }
}

/// The sentence, the place in its file where there is one, the hint, of an error that tells itself.
pub fn describe_error(error: &dyn miette::Diagnostic) -> String {
    label_error(error, (error.to_string(), error.help().map(|help| help.to_string())))
}

/// The sentence, the place in its file where there is one, the hint: all in the words of the content.
pub fn describe_worded(error: &dyn WordedError) -> String {
    label_error(error, (spoken().tell_error(error), spoken().tell_hint(error)))
}

fn label_error(error: &dyn miette::Diagnostic, (said, help): (String, Option<String>)) -> String {
    let (problem, hint) = (say("error.label", &[]), say("hint.label", &[]));
    let mut text = format!("{problem}: {said}");
    if let Some(place) = locate_error(error) {
        text.push_str(&place);
    }
    if let Some(help) = help {
        text = format!("{text}\n\n{hint}: {help}");
    }
    text
}

/// The line of the file with a caret under the place.
fn locate_error(error: &dyn miette::Diagnostic) -> Option<String> {
    let label = error.labels()?.next()?;
    // From the start of the file to the end of the marked line: what stands before tells row and column.
    let up_to = (0, label.offset() + label.len()).into();
    let contents = error.source_code()?.read_span(&up_to, 0, 1).ok()?;
    let text = String::from_utf8_lossy(contents.data());
    let before = text.get(..label.offset())?;
    let (row, start) =
        (before.matches('\n').count() + 1, before.rfind('\n').map_or(0, |end| end + 1));
    let line = text[start..].lines().next().unwrap_or_default();
    let column = label.offset() - start;
    let gutter = row.to_string();
    let width = label.len().clamp(1, line.len().saturating_sub(column).max(1));
    // Bytes to letters: the caret stands under what is seen.
    let before = line.get(..column).map_or(column, |text| text.chars().count());
    let marked = line.get(column..column + width).map_or(width, |text| text.chars().count().max(1));
    Some(format!(
        "\n{pad} --> {path}:{row}:{column}\n{gutter} | {line}\n{pad} | {space}{carets}",
        pad = " ".repeat(gutter.len()),
        path = contents.name().unwrap_or("content"),
        column = before + 1,
        space = " ".repeat(before),
        carets = "^".repeat(marked),
    ))
}
