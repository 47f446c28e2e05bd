//! What stands behind an option's words: what holds without it, what it takes, the variable that sets it.

use clap::{Arg, ArgAction, builder::PossibleValue};

use crate::catalog::phrases::PhraseBook;

/// The values an argument can be chosen from, without those of a mere flag.
pub fn list_values(argument: &Arg) -> Vec<PossibleValue> {
    let takes_value = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    let values = if takes_value { argument.get_possible_values() } else { Vec::new() };
    values.into_iter().filter(|value| !value.is_hide_set()).collect()
}

/// Says of an argument what holds without it, the variable that sets it, and its values where they are not explained one by one.
pub fn usage_notes(words: &PhraseBook, argument: &Arg, with_values: bool) -> String {
    let mut notes = Vec::new();
    let defaults = argument.get_default_values().iter();
    let defaults: Vec<_> = defaults.map(|value| value.to_string_lossy().into_owned()).collect();
    let takes_value = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    if takes_value && !defaults.is_empty() {
        notes.push(words.format_phrase("help.default", &[("value", &defaults.join(", "))]));
    }
    let values = if with_values { list_values(argument) } else { Vec::new() };
    if !values.is_empty() {
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        notes.push(words.format_phrase("help.values", &[("values", &names.join(", "))]));
    }
    if let Some(name) = argument.get_env() {
        let name = name.to_string_lossy();
        notes.push(words.format_phrase("help.variable", &[("name", &name)]));
    }
    notes.join(" ")
}
