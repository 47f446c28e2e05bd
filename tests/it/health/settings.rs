//! The list of settings is what the program reads, and each example and default in it is so.

use std::{collections::BTreeSet, fs};

use motcua::catalog::{
    Catalog,
    phrases::language::PhraseLanguage,
    settings::{
        ProgramSettings,
        key_list::{SettingKey, SettingKind},
    },
};
use motcua::view::settings_doc::document_settings;

use crate::support::desk::Desk;

/// The heading under which keys of a table are written; nothing for those of none.
fn heading(table: &str) -> String {
    let table = table.replace("<connector>", "one");
    match (table.as_str(), table.strip_suffix("[]")) {
        ("", _) => String::new(),
        (_, Some(list)) => format!("[[{list}]]\n"),
        _ => format!("[{table}]\n"),
    }
}

fn split(key: &SettingKey) -> (&str, &str) {
    key.key.rsplit_once('.').unwrap_or(("", &key.key))
}

/// The names serde itself says a table has.
fn names_of(table: &str) -> BTreeSet<String> {
    let text = format!("{}zzz = 1\n", heading(table));
    let error = ProgramSettings::parse_text("motcua.toml", &text).expect_err("no such key");
    let hint = miette::Diagnostic::help(&error).expect("the names").to_string();
    let (_, names) = hint.split_once("ở đây: ").expect("all of them");
    let (names, _) = names.rsplit_once(" `motcua").expect("what explains them");
    names.split(", ").map(str::to_owned).collect()
}

#[test]
fn no_key_that_is_read_is_missing_and_none_is_listed_that_is_not() {
    let tables: BTreeSet<&str> = SettingKey::list_all().iter().map(|key| split(key).0).collect();
    for table in tables.into_iter().filter(|table| !table.starts_with("fetch.")) {
        let listed: BTreeSet<String> = SettingKey::list_all()
            .iter()
            .filter_map(|key| match key.key.strip_prefix(table) {
                Some(rest) if table.is_empty() => rest.split('.').next(),
                Some(rest) => rest.strip_prefix('.').and_then(|rest| rest.split('.').next()),
                None => None,
            })
            .map(|name| name.trim_end_matches("[]").to_owned())
            .collect();
        assert_eq!(listed, names_of(table), "[{table}]");
    }
}

/// Everything a table needs, and one key of it.
fn with_key(key: &SettingKey, value: &str) -> String {
    let (table, name) = split(key);
    let needed = SettingKey::list_all().iter().filter(|other| {
        // What a table cannot be without.
        const NEEDED: [&str; 19] = [
            "login.oidc.issuer",
            "login.oidc.client_id",
            "login.oidc.client_secret",
            "login.oidc.group[].name",
            "login.oidc.group[].role",
            "inbox.folder",
            "backup.folder",
            "mail.host",
            "mail.from",
            "webhook[].id",
            "webhook[].url",
            "webhook[].body",
            "folder[].id",
            "folder[].path",
            "schedule[].id",
            "schedule[].report",
            "schedule[].cron",
            "schedule[].period",
            "alerts.metrics[].id",
        ];
        let of_table = split(other).0 == table && other.key != key.key;
        let also = [
            "alerts.metrics[].period",
            "alerts.due.metric",
            "alerts.quiet.from",
            "alerts.quiet.to",
        ];
        of_table && (NEEDED.contains(&&*other.key) || also.contains(&&*other.key))
    });
    let needed: Vec<String> =
        needed.map(|other| format!("{} = {}\n", split(other).1, other.example)).collect();
    let name = name.replace("<parameter>", "unit");
    let line = if value.is_empty() { String::new() } else { format!("{name} = {value}\n") };
    // Of a list within a table that cannot be without something either.
    let around = match table {
        "login.oidc.group[]" => {
            "[login.oidc]\nissuer = \"https://a.example\"\nclient_id = \"a\"\nclient_secret = { env = \"A\" }\n"
        }
        _ => "",
    };
    format!("{around}{}{}{line}", heading(table), needed.concat())
}

#[test]
fn every_example_is_read() {
    for key in SettingKey::list_all() {
        let text = with_key(key, &key.example);
        let read = ProgramSettings::parse_text("motcua.toml", &text);
        assert!(read.is_ok(), "{}: {:?}\n{text}", key.key, read.err());
        if key.kind == SettingKind::Secret {
            assert!(key.example.starts_with("{ env") || key.example.starts_with("{ file"));
        }
    }
}

#[test]
fn every_default_is_what_holds_without_the_key() {
    let place = regex::Regex::new(r"span: \d+\.\.\d+|file: \(.*\)").expect("a pattern");
    let read = |text: &str| {
        let read = ProgramSettings::parse_text("motcua.toml", text).expect("well");
        place.replace_all(&format!("{read:?}"), "").into_owned()
    };
    for key in SettingKey::list_all().iter().filter(|key| !key.key.starts_with("fetch.")) {
        let Some(default) = &key.default else { continue };
        assert_eq!(read(&with_key(key, default)), read(&with_key(key, "")), "{}", key.key);
        assert_ne!(read(&with_key(key, &key.example)), String::new());
    }
}

#[test]
fn the_document_of_settings_is_what_the_list_says() {
    let catalog = Catalog::load_content(None).expect("the content is well");
    let written = fs::read_to_string("docs/huong-dan/cau-hinh.md").expect("the document");
    let made = document_settings(&catalog.phrases);
    assert!(written == made, "stale: ./motcua config --explain > docs/huong-dan/cau-hinh.md");
}

#[test]
fn a_variable_holds_over_the_file_and_config_says_so() {
    let desk = Desk::new();
    desk.write("motcua.toml", "scope = \"184\"\n\n[log]\nkeep_days = 30\n");
    let run = |variable: (&str, &str)| {
        let mut command = assert_cmd::Command::cargo_bin("motcua").expect("built");
        let output = command.arg("config").env(variable.0, variable.1).current_dir(desk.path());
        let output = output.output().expect("run");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), text, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said, _) = run(("MOTCUA_LOG__KEEP_DAYS", "7"));
    assert_eq!(code, Some(0));
    for line in [
        "scope = \"184\"    # motcua.toml, dòng 1",
        "log.keep_days = 7    # biến MOTCUA_LOG__KEEP_DAYS",
        "log.access = true    # mặc định",
        "serve.key = (không đặt)",
    ] {
        assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    }
    let (code, said, _) = run(("MOTCUA_MAIL__PASSWORD", "bi mat lam"));
    assert!(!said.contains("bi mat lam"), "{said}");
    // [mail] with a password and no host is no [mail].
    assert_eq!(code, Some(2));
    let (code, _, error) = run(("MOTCUA_LOG__KEEP_DAY", "7"));
    assert!(code == Some(2) && error.contains("MOTCUA_LOG__KEEP_DAYS"), "{error}");
}

#[test]
fn every_key_is_explained_in_english_too() {
    for key in SettingKey::list_all() {
        assert!(key.says.english.is_some(), "{}", key.key);
    }
    let catalog = Catalog::load_content(None).expect("the content is well");
    let english = catalog.phrases.in_language(PhraseLanguage::English);
    let text = document_settings(&english);
    assert!(text.starts_with("# Settings\n"), "{}", &text[..200]);
    // Examples are what an office would write; all else is told in the language asked for.
    for word in ["Biến:", "Dùng ở", "mặc định", "Ví dụ"] {
        assert!(!text.contains(word), "{word}");
    }
    let desk = Desk::new();
    let told = desk.run("--lang en config --explain");
    assert!(told.contains("# Settings\n"), "{told}");
    let told = desk.run("--lang en explain on_time_rate");
    for label in [
        "- Id: `on_time_rate`",
        "- Numerator: ",
        "- By: ",
        "- Floor, goal: not under 90%",
        "- Example: ",
    ] {
        assert!(told.contains(label), "{label} in {told}");
    }
}
