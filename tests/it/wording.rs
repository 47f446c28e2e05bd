//! One term for one thing in all that users read: what docs/glossary.md strikes out stands nowhere in content and templates.

use std::{collections::BTreeSet, fs, path::PathBuf};

use crate::architecture::files;

/// What an export says itself is told as it says it.
const QUOTED: [&str; 3] = ["Đã xử lý xong", "Ngày xử lý xong", "Ngày kết thúc xử lý"];

/// The struck-out words of the glossary; its last row is of numbers, see [`numbers_have_no_gap`].
fn banned() -> Vec<String> {
    let text = fs::read_to_string("docs/glossary.md").expect("the glossary");
    let (_, table) = text.split_once("## Words users read").expect("its heading");
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.filter_map(|row| row.trim_matches([' ', '|']).split_once(" | "))
        .filter(|(_, not)| !not.contains('%'))
        .flat_map(|(_, not)| not.split(" · ").map(|word| word.trim().to_lowercase()))
        .collect()
}

/// Files of sentences and templates with the lines users read; of SQL the header alone.
fn content() -> Vec<(PathBuf, Vec<String>)> {
    let all = [
        ("dashboards", "toml"),
        ("dashboards/templates", "html"),
        ("reports", "toml"),
        ("queries/metrics", "sql"),
        ("queries/checks", "sql"),
        ("queries/forecasts", "sql"),
        ("queries/levers", "sql"),
        ("queries/scorecards", "toml"),
    ]
    .into_iter()
    .flat_map(|(folder, ending)| files(&PathBuf::from(folder), ending));
    all.collect::<BTreeSet<_>>()
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a file");
            let is_sql = path.extension().is_some_and(|ending| ending == "sql");
            let read = text.lines().filter(|line| !is_sql || line.starts_with("-- "));
            (path, read.map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn no_struck_out_word_stands_in_content() {
    let banned = banned();
    assert!(banned.len() >= 24, "{banned:?}");
    let mut wrong = Vec::new();
    for (path, lines) in content() {
        for line in lines {
            let mut said = line.clone();
            for quoted in QUOTED {
                said = said.replace(quoted, "");
            }
            let said = said.to_lowercase();
            let found = banned.iter().find(|word| said.contains(&***word));
            wrong.extend(found.map(|word| format!("{}: `{word}` in {line}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "see docs/glossary.md:\n{}", wrong.join("\n"));
}

#[test]
fn numbers_have_no_gap_before_the_sign_of_percent() {
    let gap = regex::Regex::new(r"([0-9]|\}) %([^}0-9]|$)").expect("a pattern");
    let mut wrong = Vec::new();
    for (path, lines) in content() {
        let is_template = path.extension().is_some_and(|ending| ending == "html");
        for line in lines.into_iter().filter(|line| !is_template && gap.is_match(line)) {
            wrong.push(format!("{}: {line}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "80,63%:\n{}", wrong.join("\n"));
}
