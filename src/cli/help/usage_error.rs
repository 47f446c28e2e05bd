//! What is wrong with what was typed, and what to type instead.

use clap::{
    Arg, Command, Error,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::worded_command::find_words;
use crate::catalog::phrases::PhraseBook;

/// Tells whether it is no error: help or the version, which has its words already.
pub fn is_talk(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// Says what is wrong, what may be meant, how the command is used. `plain` is the program without words, whose values have the
/// names under which the content says how they are written.
pub fn describe_usage_error(words: &PhraseBook, plain: &Command, error: &Error) -> String {
    let context = ErrorContext { words, error };
    let mut text = format!("{}: {}", context.say("error.label"), context.problem());
    if let Some(hint) = context.hint(plain) {
        text += "\n\n";
        text += &context.say("hint.label");
        text += ": ";
        text += &hint;
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        let command: Vec<&str> = usage
            .split(' ')
            .take_while(|word| word.chars().all(|it| it.is_ascii_lowercase() || it == '-'))
            .collect();
        let more = words.format_phrase("usage.more", &[("command", &command.join(" "))]);
        for piece in ["\n\n", &context.say("help.usage"), " ", usage, "\n\n", &more] {
            text += piece;
        }
    }
    text
}

struct ErrorContext<'e> {
    words: &'e PhraseBook,
    error: &'e Error,
}

impl ErrorContext<'_> {
    fn say(&self, id: &str) -> String {
        self.words.format_phrase(id, &[])
    }

    fn problem(&self) -> String {
        let option = self.joined(ContextKind::InvalidArg, "");
        let given = self.joined(ContextKind::InvalidValue, "");
        let id = match self.error.kind() {
            ErrorKind::UnknownArgument => "usage.unknown_argument",
            ErrorKind::InvalidSubcommand => "usage.unknown_command",
            ErrorKind::InvalidValue if given.is_empty() => "usage.no_value",
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => "usage.wrong_value",
            ErrorKind::MissingRequiredArgument => "usage.missing",
            ErrorKind::MissingSubcommand => "usage.missing_command",
            ErrorKind::ArgumentConflict if option == self.joined(ContextKind::PriorArg, "") => {
                "usage.twice"
            }
            ErrorKind::ArgumentConflict => "usage.conflict",
            ErrorKind::TooManyValues => "usage.too_many",
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => "usage.count",
            ErrorKind::InvalidUtf8 => "usage.not_text",
            _ => "usage.other",
        };
        let given = match self.error.kind() {
            ErrorKind::UnknownArgument => option.clone(),
            ErrorKind::InvalidSubcommand => self.joined(ContextKind::InvalidSubcommand, ""),
            _ => given,
        };
        let values = [
            ("given", &*given),
            ("option", &option),
            ("names", &self.joined(ContextKind::InvalidArg, "`")),
            ("others", &self.joined(ContextKind::PriorArg, "`")),
        ];
        self.words.format_phrase(id, &values)
    }

    fn hint(&self, plain: &Command) -> Option<String> {
        let values = self.joined(ContextKind::ValidValue, "");
        if !values.is_empty() {
            return Some(self.words.format_phrase("usage.values", &[("values", &values)]));
        }
        let suggestions = [
            ContextKind::SuggestedArg,
            ContextKind::SuggestedValue,
            ContextKind::SuggestedSubcommand,
        ]
        .map(|kind| self.joined(kind, "`"));
        if let Some(names) = suggestions.iter().find(|names| !names.is_empty()) {
            return Some(self.words.format_phrase("usage.nearest", &[("names", names)]));
        }
        let commands = self.joined(ContextKind::ValidSubcommand, "`");
        if !commands.is_empty() {
            return Some(self.words.format_phrase("usage.commands", &[("names", &commands)]));
        }
        if !matches!(self.error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation) {
            return None;
        }
        let option = self.joined(ContextKind::InvalidArg, "");
        let long = option.split([' ', '=']).next()?.strip_prefix("--")?;
        let value = find_option(plain, long)?.get_value_names()?.first()?.to_string();
        let how = find_words(self.words, "", &format!("<{value}> how"));
        (!how.is_empty()).then_some(how)
    }

    /// What clap knows of a kind, one behind the other, each between marks.
    fn joined(&self, kind: ContextKind, mark: &str) -> String {
        let names: Vec<String> = match self.error.get(kind) {
            Some(ContextValue::String(name)) => vec![name.clone()],
            Some(ContextValue::Strings(names)) => names.clone(),
            _ => Vec::new(),
        };
        let names: Vec<String> = names.iter().map(|name| format!("{mark}{name}{mark}")).collect();
        names.join(", ")
    }
}

/// Finds an option of any command: options of one name take values of one kind.
fn find_option<'c>(command: &'c Command, long: &str) -> Option<&'c Arg> {
    let own = command.get_arguments().find(|argument| argument.get_long() == Some(long));
    own.or_else(|| command.get_subcommands().find_map(|inner| find_option(inner, long)))
}
