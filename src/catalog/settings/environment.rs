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
use crate::catalog::{CatalogError, PlaceMessage, phrases::wording::ErrorWording};

/// Holds one key that a variable sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingOverride {
    pub variable: String,
    /// Its tables and its name.
    pub path: Vec<String>,
    /// As TOML.
    pub literal: String,
}

/// Reads from variables which keys they set. `MOTCUA_DATA` and others of one word are options of commands, not keys, and a variable
/// that the settings file itself names holds one of its secrets. Fails where nothing is called so, and where a value is not of the
/// key's kind.
pub fn find_overrides(
    text: &str,
    variables: impl Iterator<Item = (String, String)>,
) -> Result<Vec<SettingOverride>, CatalogError> {
    let mut found: Vec<SettingOverride> = Vec::new();
    let of_file = list_named(text);
    for (variable, value) in variables {
        let Some(name) = variable.strip_prefix("MOTCUA_") else { continue };
        if !name.contains("__") && name != "SCOPE" {
            continue;
        }
        if of_file.iter().any(|named| is_of_secret(&variable, named)) {
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

/// Whether a variable is one that holds a secret, or names its file.
fn is_of_secret(variable: &str, named: &str) -> bool {
    variable.strip_prefix(named).is_some_and(|rest| matches!(rest, "" | "_FILE"))
}

/// The variables that a settings file names: `password = { env = "…" }`.
fn list_named(text: &str) -> Vec<String> {
    fn walk(value: &DeValue, found: &mut Vec<String>) {
        match value {
            DeValue::Array(list) => list.iter().for_each(|one| walk(one.get_ref(), found)),
            DeValue::Table(table) => {
                for (key, value) in table {
                    match value.get_ref() {
                        DeValue::String(name) if key.get_ref() == "env" => {
                            found.push(name.clone().into_owned());
                        }
                        value => walk(value, found),
                    }
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    // What cannot be read is told of where it is read.
    if let Ok(table) = DeTable::parse(text) {
        table.get_ref().values().for_each(|value| walk(value.get_ref(), &mut found));
    }
    found
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
        let error = plain_error(ErrorWording::filled_with("settings.unknown_variable", &said));
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
        let said = [("variable", variable), ("example", key.example.as_str())];
        let told = ErrorWording::filled_with("settings.unread_variable", &said);
        let error = plain_error(told.clone());
        return Err(error.with_hint(PlaceMessage::HintOf(Box::new(told))));
    }
    let path = name.split("__").map(str::to_owned).collect();
    Ok(SettingOverride { variable: variable.to_owned(), path, literal })
}

fn find_key(name: &str) -> Option<&'static SettingKey> {
    SettingKey::find(&name.split("__").collect::<Vec<_>>())
}

fn plain_error(message: ErrorWording) -> CatalogError {
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
    use crate::catalog::settings::ProgramSettings;
    use rstest::rstest;

    fn overrides(variables: &[(&str, &str)]) -> Result<Vec<SettingOverride>, CatalogError> {
        find_overrides("", as_owned(variables))
    }

    fn as_owned(variables: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
        variables.iter().map(|(name, value)| ((*name).into(), (*value).into()))
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

    #[rstest]
    #[case::of_a_table("[mail]\npassword = { env = \"MOTCUA_SMTP__PASS\" }\n")]
    #[case::of_one_of_several(
        "[[webhook]]\nid = \"a\"\nheaders = { X = { env = \"MOTCUA_SMTP__PASS\" } }\n"
    )]
    fn a_variable_that_the_file_names_is_its_own_secret(#[case] text: &str) {
        let variables = [("MOTCUA_SMTP__PASS", "bi mat"), ("MOTCUA_SMTP__PASS_FILE", "/x")];
        assert_eq!(find_overrides(text, as_owned(&variables)).expect("no keys"), []);
        assert!(overrides(&variables).is_err(), "where the file names none, it is a slip");
    }

    #[test]
    fn options_of_commands_are_no_keys() {
        let options = [("MOTCUA_DATA", "a"), ("MOTCUA_LOG", "info"), ("PATH", "b")];
        assert_eq!(overrides(&options).expect("none of ours"), []);
    }

    fn overlaid(text: &str, variables: &[(&str, &str)]) -> Result<ProgramSettings, CatalogError> {
        let overrides = find_overrides(text, as_owned(variables))?;
        ProgramSettings::parse_overlaid("motcua.toml", text, &overrides)
    }

    #[test]
    fn what_a_file_leaves_out_a_variable_may_say() {
        let text = "[backup]\nat = \"02:00\"\n";
        assert!(overlaid(text, &[]).is_err(), "a backup needs a folder");
        let settings = overlaid(text, &[("MOTCUA_BACKUP__FOLDER", "/mnt/a")]).expect("said");
        assert_eq!(settings.backup.expect("set").folder, std::path::Path::new("/mnt/a"));
    }

    #[test]
    fn what_is_wrong_in_the_file_is_told_as_it_stands_there() {
        let text = "[backup]\nfoldr = \"/mnt/a\"\n";
        let alone = overlaid(text, &[]).expect_err("a slip").to_string();
        let error = overlaid(text, &[("MOTCUA_BACKUP__FOLDER", "/mnt/b")]).expect_err("a slip");
        assert_eq!(error.to_string(), alone);
    }
}
