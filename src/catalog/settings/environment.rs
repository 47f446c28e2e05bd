//! Variables that set a key over the file: `MOTCUA_MAIL__HOST` sets `host` of `[mail]`.
//!
//! Invariant: a secret is never written into the text of the settings, only the name of the variable that holds it.

use std::ops::Range;

use toml::{
    Spanned, Value,
    de::{DeTable, DeValue},
};

use super::{
    key_list::{SettingKey, SettingKind},
    unknown_key::{explain_error, suggest_name},
};
use crate::catalog::{CatalogError, phrases::PhraseBook};

/// Holds one key that a variable sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingOverride {
    pub variable: String,
    /// Its tables and its name.
    pub path: Vec<String>,
    /// As TOML.
    pub literal: String,
}

/// Reads from variables which keys they set. `MOTCUA_DATA` and others of one word are options of commands, not keys. Fails where
/// nothing is called so, and where a value is not of the key's kind.
pub fn find_overrides(
    variables: impl Iterator<Item = (String, String)>,
) -> Result<Vec<SettingOverride>, CatalogError> {
    let mut found: Vec<SettingOverride> = Vec::new();
    for (variable, value) in variables {
        let Some(name) = variable.strip_prefix("MOTCUA_") else { continue };
        if !name.contains("__") && name != "SCOPE" {
            continue;
        }
        let setting = read_override(&variable, &name.to_lowercase(), &value)?;
        if !found.iter().any(|known| known.path == setting.path) {
            found.push(setting);
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn read_override(variable: &str, name: &str, value: &str) -> Result<SettingOverride, CatalogError> {
    let secret = |name: &str| find_key(name).filter(|key| key.kind == SettingKind::Secret);
    // A secret's variable may name a file by `_FILE`, as the program reads it wherever it asks for one.
    let of_file = name.strip_suffix("_file").filter(|name| secret(name).is_some());
    let name = of_file.unwrap_or(name);
    let Some(key) = find_key(name) else {
        let known: Vec<String> =
            SettingKey::list_all().iter().filter_map(SettingKey::variable_name).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let said = [("variable", variable)];
        let phrases = PhraseBook::built_in();
        let error = plain_error(phrases.format_phrase("settings.unknown_variable", &said));
        return Err(error.with_hint(suggest_name(variable, &known)));
    };
    let literal = match key.kind {
        SettingKind::Text | SettingKind::Path | SettingKind::Time => {
            Value::String(value.to_owned()).to_string()
        }
        SettingKind::Secret => {
            let holder = if of_file.is_some() { &variable[..variable.len() - 5] } else { variable };
            format!("{{ env = \"{holder}\" }}")
        }
        SettingKind::Number
        | SettingKind::Flag
        | SettingKind::List
        | SettingKind::Table
        | SettingKind::Hidden => value.trim().to_owned(),
    };
    if DeValue::parse(&literal).is_err() {
        let phrases = PhraseBook::built_in();
        let said = [("variable", variable)];
        let error = plain_error(phrases.format_phrase("settings.unread_variable", &said));
        let example = [("example", key.example.as_str())];
        return Err(
            error.with_hint(phrases.format_phrase("settings.unread_variable.hint", &example))
        );
    }
    let path = name.split("__").map(str::to_owned).collect();
    Ok(SettingOverride { variable: variable.to_owned(), path, literal })
}

fn find_key(name: &str) -> Option<&'static SettingKey> {
    SettingKey::find(&name.split("__").collect::<Vec<_>>())
}

fn plain_error(message: String) -> CatalogError {
    CatalogError::at_place("", "", None, message)
}

/// Writes overrides into the text of a settings file, each where its key stands or would stand.
pub fn apply_overrides(
    path: &str,
    text: &str,
    overrides: &[SettingOverride],
) -> Result<String, CatalogError> {
    let mut text = text.to_owned();
    for setting in overrides {
        let table = DeTable::parse(&text).map_err(|error| explain_error(path, &text, &error))?;
        let place = find_value(table.get_ref(), &setting.path);
        text = match place {
            Some(place) => {
                format!("{}{}{}", &text[..place.start], setting.literal, &text[place.end..])
            }
            None => insert_key(&text, setting),
        };
    }
    Ok(text)
}

fn find_value(table: &DeTable, path: &[String]) -> Option<Range<usize>> {
    let (first, rest) = path.split_first()?;
    let (_, value) = table.iter().find(|(key, _)| key.get_ref() == first)?;
    match (rest.is_empty(), value.get_ref()) {
        (true, _) => Some(Spanned::span(value)),
        (false, DeValue::Table(inner)) => find_value(inner, rest),
        (false, _) => None,
    }
}

/// Under the heading of its table; with a heading of its own behind all others where there is none.
fn insert_key(text: &str, setting: &SettingOverride) -> String {
    let (tables, key) = setting.path.split_at(setting.path.len() - 1);
    let line = format!("{} = {}\n", key[0], setting.literal);
    if tables.is_empty() {
        return line + text;
    }
    let heading = format!("[{}]", tables.join("."));
    let is_at_start = |at: &usize| *at == 0 || text[..*at].ends_with('\n');
    match text.match_indices(&heading).map(|(at, _)| at).find(is_at_start) {
        None => format!("{text}\n{heading}\n{line}"),
        Some(at) => {
            let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            format!("{}\n{}{}", &text[..end], line.trim_end(), &text[end..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn overrides(variables: &[(&str, &str)]) -> Result<Vec<SettingOverride>, CatalogError> {
        find_overrides(variables.iter().map(|(name, value)| ((*name).into(), (*value).into())))
    }

    #[rstest]
    #[case::over_a_value("[mail]\nhost = \"a\" # cũ\n", ("MOTCUA_MAIL__HOST", "b"), "[mail]\nhost = \"b\" # cũ\n")]
    #[case::into_a_table("[log]\naccess = true\n", ("MOTCUA_LOG__KEEP_DAYS", "7"), "[log]\nkeep_days = 7\naccess = true\n")]
    #[case::a_table_of_its_own("", ("MOTCUA_SERVE__BEHIND_PROXY", "true"), "\n[serve]\nbehind_proxy = true\n")]
    #[case::of_no_table("[log]\n", ("MOTCUA_SCOPE", "184"), "scope = \"184\"\n[log]\n")]
    #[case::a_text_like_a_number("[office]\n", ("MOTCUA_OFFICE__NUMBER", "12"), "[office]\nnumber = \"12\"\n")]
    #[case::a_secret("[mail]\n", ("MOTCUA_MAIL__PASSWORD", "bi mat"), "[mail]\npassword = { env = \"MOTCUA_MAIL__PASSWORD\" }\n")]
    #[case::the_file_of_a_secret("[mail]\n", ("MOTCUA_MAIL__PASSWORD_FILE", "/x"), "[mail]\npassword = { env = \"MOTCUA_MAIL__PASSWORD\" }\n")]
    #[case::of_a_connector("", ("MOTCUA_FETCH__IGATE__URL", "https://a.vn"), "\n[fetch.igate]\nurl = \"https://a.vn\"\n")]
    fn a_variable_sets_a_key(
        #[case] text: &str,
        #[case] variable: (&str, &str),
        #[case] expected: &str,
    ) {
        let found = overrides(&[variable]).expect("known");
        assert_eq!(apply_overrides("motcua.toml", text, &found).expect("written"), expected);
    }

    #[rstest]
    #[case::no_such_table("MOTCUA_MIAL__HOST", "a", "MOTCUA_MAIL__HOST")]
    #[case::no_such_key("MOTCUA_SERVE__BEHIND_PROXI", "true", "MOTCUA_SERVE__BEHIND_PROXY")]
    #[case::no_value_of_its_kind("MOTCUA_LOG__KEEP_DAYS", "bảy ngày", "180")]
    fn a_variable_that_sets_nothing_is_refused(
        #[case] name: &str,
        #[case] value: &str,
        #[case] hint: &str,
    ) {
        let error = overrides(&[(name, value)]).expect_err("refused");
        let help = miette::Diagnostic::help(&error).expect("a hint").to_string();
        assert!(error.to_string().contains(name) && help.contains(hint), "{error} {help}");
    }

    #[test]
    fn options_of_commands_are_no_keys() {
        let options = [("MOTCUA_DATA", "a"), ("MOTCUA_LOG", "info"), ("PATH", "b")];
        assert_eq!(overrides(&options).expect("none of ours"), []);
    }
}
