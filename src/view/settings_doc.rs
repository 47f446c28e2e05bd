//! Every key of `motcua.toml` as a document, from the list the settings are held against.

use std::fmt::Write;

use crate::catalog::{
    phrases::{PhraseBook, language::WrittenSentence},
    settings::key_list::SettingKey,
};

/// Explains every key in Markdown, a heading for each table.
pub fn document_settings(phrases: &PhraseBook) -> String {
    let say = |id: &str, values: &[(&str, &str)]| phrases.format_phrase(id, values);
    let mut text = format!("{}\n", say("config.document", &[]));
    let mut table = None;
    for key in SettingKey::list_all() {
        let of_key = key.key.rsplit_once('.').map(|(table, _)| table);
        if table != Some(of_key) {
            table = Some(of_key);
            let heading = of_key.map_or_else(|| say("config.no_table", &[]), heading);
            let _ = write!(text, "\n## {heading}\n");
        }
        let _ = write!(text, "\n{}\n", describe_key(key, phrases));
    }
    text
}

/// As it is written in the file: `[[webhook]]`, `[alerts.quiet]`.
fn heading(table: &str) -> String {
    match table.strip_suffix("[]") {
        Some(list) => format!("`[[{list}]]`"),
        None => format!("`[{table}]`"),
    }
}

fn describe_key(key: &SettingKey, phrases: &PhraseBook) -> String {
    let say = |id: &str, values: &[(&str, &str)]| phrases.format_phrase(id, values);
    let name = key.key.rsplit('.').next().unwrap_or_default();
    let kind = say(&format!("config.kind.{}", key.kind.id()), &[]);
    let in_words = |sentence: &WrittenSentence| sentence.choose(phrases.is_english()).to_owned();
    let unit = key.unit.as_ref().map_or_else(String::new, |unit| format!(" ({})", in_words(unit)));
    let default = match &key.default {
        Some(default) => say("config.default", &[("value", default)]),
        None => say("config.no_default", &[]),
    };
    let variable = key.variable_name();
    let variable =
        variable.map_or_else(String::new, |name| say("config.variable", &[("name", &name)]));
    format!(
        "**`{name}`** {kind}{unit}; {default}. {}\n{}{variable}",
        in_words(&key.says),
        say(
            "config.example",
            &[("name", name), ("value", &key.example), ("used", &in_words(&key.used))]
        )
    )
}
