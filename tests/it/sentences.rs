//! What users read stands in the content: no Vietnamese in the program, every sentence it says is there, and what each asks
//! for is given.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use motcua::catalog::{content::ContentSet, phrases::PhraseBook};
use regex::Regex;

use crate::architecture::files;

/// Files that hold Vietnamese all the same, and what it is there. The list only gets shorter.
const NO_SENTENCES: [(&str, &str); 14] = [
    ("src/domain/name.rs", "how names of agencies are written"),
    ("src/domain/name/agency_tiers.rs", "types by which names of agencies are parted"),
    ("src/domain/name/private_text.rs", "words by which somebody's name or address is known"),
    ("src/domain/vietnamese_date.rs", "how a moment is written"),
    ("src/ingest/phrases.rs", "phrases by which titles tell their day"),
    ("src/ingest/table/group.rs", "words by which rows of groups are known"),
    ("src/ingest/text/misread.rs", "letters that a misread text has"),
    ("src/ingest/text/tcvn3.rs", "an encoding"),
    ("src/ingest/text/vni.rs", "an encoding"),
    ("src/ingest/workbook/cell.rs", "a cell's own mark, kept with the rows"),
    ("src/ingest/workbook/html/page.rs", "names of tables, kept with the rows"),
    ("src/state/database/soundness.rs", "what a mark beside the state says to who opens it"),
    ("src/web/api/document.rs", "an English description names a page"),
    ("src/web/log/access_log.rs", "what a column of the log is, for the paper of its policy"),
];

#[test]
fn no_sentence_for_users_stands_in_the_program() {
    let letter = pattern(
        "[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ\
         ĂÂĐÊÔƠƯÁÀẢÃẠẮẰẲẴẶẤẦẨẪẬÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ]",
    );
    let mut found = BTreeMap::new();
    for (path, text) in program() {
        let said = literals(&text).into_iter().find(|literal| letter.is_match(literal));
        said.map(|said| found.insert(path.display().to_string(), said));
    }
    let files: Vec<&str> = found.keys().map(String::as_str).collect();
    let allowed = NO_SENTENCES.map(|(path, _)| path);
    assert_eq!(files, allowed, "sentences stand in dashboards/*.toml: {found:#?}");
}

#[test]
fn literals_are_read_without_comments_letters_and_tests() {
    let text =
        "// \"no\"\nlet a = \"a \\\"b\\\"\"; let b = '\"'; r#\"c \"d\"\"#;\n#[cfg(test)]\n\"no\"";
    assert_eq!(literals(text), ["a \\\"b\\\"", "c \"d\""]);
}

#[test]
fn every_kind_of_error_has_its_sentence_and_fills_it() {
    let (asked, kinds) = (placeholders(), kinds_of_errors());
    assert!(kinds.len() > 150, "{} kinds", kinds.len());
    for (id, fields) in &kinds {
        let sentence = asked.get(id).unwrap_or_else(|| panic!("`{id}` has no sentence"));
        let hints = [format!("{id}.hint"), format!("{id}.hint.page")];
        let hints = hints.iter().filter_map(|hint| asked.get(hint)).flatten();
        for name in sentence.iter().chain(hints) {
            assert!(fields.contains(name), "`{id}` asks for `{{{name}}}`, which it does not hold");
        }
    }
    for id in ids_of("dashboards/refusals.toml") {
        let of_hint = id.strip_suffix(".hint.page").or(id.strip_suffix(".hint"));
        let kind = of_hint.unwrap_or(&id);
        assert!(kinds.contains_key(kind), "`{id}` is no kind of error");
    }
}

#[test]
fn every_phrase_said_by_its_id_is_there_and_gets_what_it_asks_for() {
    let call = pattern(r#"(?s)(\w+)\(\s*"([a-z_]+\.[a-z0-9_.]+)",\s*&\[(.*?)\]"#);
    let given = pattern(r#"\(\s*"([a-z_]+)","#);
    let by_hand = pattern(r#"\b(?:say|format_phrase|fill_phrase)\(\s*"([a-z_]+\.[a-z0-9_.]+)""#);
    let (asked, mut calls) = (placeholders(), 0);
    for (path, text) in program() {
        let path = path.display();
        for said in by_hand.captures_iter(&text) {
            assert!(asked.contains_key(&said[1]), "{path} says `{}`, which is nowhere", &said[1]);
        }
        for said in call.captures_iter(&text) {
            let Some(sentence) = asked.get(&said[2]) else { continue };
            let given: BTreeSet<&str> =
                given.captures_iter(&said[3]).map(|name| name.extract::<1>().1[0]).collect();
            // Where a value has no name here, another function names it.
            let is_plain = said[3]
                .split("),")
                .all(|value| value.trim().is_empty() || value.trim_start().starts_with('('));
            calls += usize::from(is_plain);
            for name in sentence.iter().filter(|_| is_plain) {
                let id = &said[2];
                assert!(given.contains(&**name), "{path} says `{id}` without `{{{name}}}`");
            }
        }
    }
    assert!(calls > 120, "{calls} calls");
}

#[test]
fn no_phrase_is_there_that_nothing_says() {
    let mut said = BTreeSet::new();
    let (mut groups, state) = (BTreeSet::new(), pattern(r#"say_state\("(\w+)""#));
    let templates = files(Path::new("dashboards/templates"), "html");
    let texts = program().into_iter().map(|(_, text)| text);
    for text in texts.chain(templates.iter().map(read)) {
        said.extend(literals(&text));
        groups.extend(state.captures_iter(&text).map(|group| group[1].to_owned()));
    }
    // `column.{id}` says all of `column.`; a state is said by its group and its own id.
    let begun: Vec<&str> = said
        .iter()
        .filter_map(|text| Some(text.split_once('{')?.0))
        .filter(|start| start.ends_with('.') || start.ends_with('_'))
        .collect();
    let is_said = |id: &str| {
        let group = id.split('.').next().unwrap_or_default();
        said.contains(id)
            || id.strip_suffix(".hint").is_some_and(|kind| said.contains(kind))
            || begun.iter().any(|start| start.contains('.') && id.starts_with(start))
            || groups.contains(group)
    };
    // Help is walked by `cli/words.rs`; its keys are what is typed.
    let ids = ids_of("dashboards/phrases.toml")
        .into_iter()
        .chain(ids_of("dashboards/command_line.toml").into_iter().filter(|id| id.contains('.')));
    let silent: Vec<String> = ids.filter(|id| !is_said(id)).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn an_id_stands_in_one_file_alone() {
    let mut all = BTreeSet::new();
    for path in [
        "dashboards/phrases.toml",
        "dashboards/command_line.toml",
        "dashboards/refusals.toml",
        "reports/phrases.toml",
    ] {
        for id in ids_of(path) {
            assert!(all.insert(id.clone()), "{path} says `{id}` once more");
        }
    }
}

/// Kinds of errors with the fields they hold, from the program's own text.
fn kinds_of_errors() -> BTreeMap<String, BTreeSet<String>> {
    let kind = pattern(r#"(?s)"([a-z_0-9]+\.[a-z_0-9]+)" => [A-Z]\w*(?: \{(.*?)\})?,"#);
    let field = pattern(r"(\w+):\s");
    let mut kinds = BTreeMap::new();
    for (path, text) in program() {
        for block in text.split("\nworded_errors! {").skip(1) {
            let block = block.split("\n}\n").next().unwrap_or_default();
            for found in kind.captures_iter(block) {
                let fields = found.get(2).map_or("", |fields| fields.as_str());
                let fields = field.captures_iter(fields).map(|name| name[1].to_owned()).collect();
                let twice = kinds.insert(found[1].to_owned(), fields);
                assert!(twice.is_none(), "{}: `{}` is two kinds", path.display(), &found[1]);
            }
        }
    }
    kinds
}

fn placeholders() -> BTreeMap<String, Vec<String>> {
    let of = |(id, names): (&str, Vec<&str>)| {
        (id.to_owned(), names.into_iter().map(str::to_owned).collect())
    };
    PhraseBook::built_in().list_placeholders().map(of).collect()
}

fn ids_of(path: &str) -> Vec<String> {
    let content = ContentSet::load_layers(None).expect("the content is well");
    let text = content.file_text(path).expect("it is there");
    let table: toml::Table = toml::from_str(text).expect("TOML");
    table.keys().cloned().collect()
}

/// The program's files without those that are tests.
fn program() -> Vec<(PathBuf, String)> {
    let of_tests = pattern(r"#\[cfg\(test\)\]\s*(?:pub(?:\(\w+\))? )?mod (\w+);");
    let mut tests = BTreeSet::new();
    let all: Vec<(PathBuf, String)> =
        files(Path::new("src"), "rs").into_iter().map(|path| (path.clone(), read(&path))).collect();
    for (path, text) in &all {
        let folder = match path.file_stem().and_then(|stem| stem.to_str()) {
            Some("mod" | "lib") => path.with_file_name(""),
            _ => path.with_extension(""),
        };
        let found = of_tests.captures_iter(text);
        tests.extend(found.map(|name| folder.join(format!("{}.rs", &name[1]))));
    }
    let own = all.into_iter().filter(|(path, _)| !tests.contains(path));
    own.map(|(path, text)| (path, before_tests(&text).to_owned())).collect()
}

/// What is said in strings; tests stand last in a file.
fn literals(text: &str) -> Vec<String> {
    static SAID: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r##"(?s)//[^\n]*|r#"(.*?)"#|"((?:\\.|[^"\\])*)"|'(?:\\u\{\w+\}|\\.|[^'\\])'"##)
    });
    let said = SAID.captures_iter(before_tests(text));
    said.filter_map(|it| Some(it.get(1).or(it.get(2))?.as_str().to_owned())).collect()
}

fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

fn read(path: &PathBuf) -> String {
    fs::read_to_string(path).expect("a file")
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}
