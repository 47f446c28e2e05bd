//! The commands and options with their words from the content: clap's own are English.

use clap::{Arg, Command};

use super::usage::{list_values, usage_notes};
use crate::catalog::phrases::PhraseBook;

/// The command that clap adds, which has the same words wherever it stands.
const HELP: &str = "help";

/// Gives every command, option and value of the program its words.
pub fn word_command(mut command: Command, words: &PhraseBook) -> Command {
    // What clap adds by itself has to be there to be worded.
    command.build();
    word_tree(command, words, "")
}

fn word_tree(command: Command, words: &PhraseBook, path: &str) -> Command {
    let is_help = command.get_name() == HELP;
    let key = if is_help || path.is_empty() { command.get_name() } else { path }.to_owned();
    // What help can be asked for are the commands beside it.
    let outer = if is_help { path.trim_end_matches(HELP).trim_end() } else { path };
    let about = find_words(words, "", &key);
    let more = find_words(words, "", &format!("{key} more"));
    let long = if more.is_empty() { about.clone() } else { format!("{about}\n\n{more}") };
    let command = command
        .about(about)
        .long_about(long)
        .subcommand_value_name(find_words(words, "", "<COMMAND>"))
        .mut_args(|argument| word_argument(argument, words, path))
        .mut_subcommands(|inner| {
            let path = join_path(outer, inner.get_name());
            word_tree(inner, words, &path)
        });
    lay_out(command, words)
}

/// Lays help out under headings in the language asked for.
fn lay_out(mut command: Command, words: &PhraseBook) -> Command {
    let style = *command.get_styles().get_header();
    let heading =
        |id: &str| format!("{}{}{}", style.render(), words.phrase_text(id), style.render_reset());
    let mut template =
        format!("{{before-help}}{{about-with-newline}}\n{} {{usage}}", heading("help.usage"));
    let parts = [
        (command.has_subcommands(), "help.commands", "subcommands"),
        (command.get_positionals().next().is_some(), "help.arguments", "positionals"),
        (command.get_opts().next().is_some(), "help.options", "options"),
    ];
    for (_, id, tag) in parts.into_iter().filter(|part| part.0) {
        for piece in ["\n\n", &heading(id), "\n{", tag, "}"] {
            template += piece;
        }
    }
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim_start();
    let usage = usage.replace("[OPTIONS]", words.phrase_text("help.any_options"));
    command.override_usage(usage).help_template(template + "{after-help}")
}

/// An argument's own words, else those it has in every command; what holds without it stands behind.
fn word_argument(argument: Arg, words: &PhraseBook, path: &str) -> Arg {
    let name = argument_name(&argument);
    let told = list_values(&argument).into_iter().filter_map(|value| {
        let said = find_words(words, path, &format!("{name}={}", value.get_name()));
        (!said.is_empty()).then(|| format!("\n- {}: {said}", value.get_name()))
    });
    let told: String = told.collect();
    let text = find_words(words, path, &name);
    let notes = usage_notes(words, &argument, told.is_empty());
    let short = format!("{text} {}", usage_notes(words, &argument, true)).trim().to_owned();
    let long = format!("{text} {notes}").trim().to_owned();
    let long = if told.is_empty() { long } else { format!("{long}\n{told}") };
    let values = argument.get_value_names().into_iter().flatten();
    let values: Vec<String> =
        values.map(|value| find_words(words, "", &format!("<{value}>"))).collect();
    let takes_value = argument.get_action().takes_values();
    let has_long = argument.get_long_help().is_some() || !told.is_empty();
    let argument =
        argument.help(short).hide_default_value(true).hide_env(true).hide_possible_values(true);
    let argument = if has_long { argument.long_help(long) } else { argument };
    if takes_value { argument.value_names(values) } else { argument }
}

/// The words under a command's path and a name, else under the name alone; none where they are nowhere.
pub fn find_words(words: &PhraseBook, path: &str, name: &str) -> String {
    let keys = [join_path(path, name), name.to_owned()];
    let key = keys.iter().find(|key| words.has_phrase(key));
    key.map_or(String::new(), |key| words.phrase_text(key).to_owned())
}

fn join_path(path: &str, name: &str) -> String {
    format!("{path} {name}").trim_start().to_owned()
}

/// How an argument is typed: `--data`, or the name of its place.
fn argument_name(argument: &Arg) -> String {
    match argument.get_long() {
        Some(long) => format!("--{long}"),
        None => argument
            .get_value_names()
            .and_then(<[_]>::first)
            .map_or_else(|| argument.get_id().as_str().to_uppercase(), ToString::to_string),
    }
}
