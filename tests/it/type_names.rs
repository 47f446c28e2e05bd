//! What docs/glossary.md asks of names: types of two words or of a noun of its own, one name for one type, no banned word.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use regex::Regex;

/// Types of one word that are no noun of the glossary yet. It only shrinks.
const ONE_WORD: [&str; 0] = [];

/// Names that several types have. It only shrinks.
const SHARED: [&str; 0] = [];

/// Words the glossary has another word for.
const BANNED: [&str; 5] = ["late", "deadline", "ticket", "ward", "department"];

/// Names of before that are still said for one version.
const OLD_NAMES: [&str; 0] = [];

#[test]
fn a_type_has_two_words_unless_the_glossary_has_its_noun() {
    let (nouns, allowed) = (nouns(), BTreeSet::from(ONE_WORD));
    let lone: BTreeSet<String> = (types().into_keys())
        .filter(|name| words(name).len() == 1 && !nouns.contains(&name.to_lowercase()))
        .collect();
    let lone: BTreeSet<&str> = lone.iter().map(String::as_str).collect();
    assert_eq!(lone, allowed, "name it by two words, or take it off the list");
}

#[test]
fn one_name_is_one_type() {
    let types = types();
    let shared: BTreeSet<&str> =
        types.iter().filter(|(_, files)| files.len() > 1).map(|(name, _)| name.as_str()).collect();
    assert_eq!(shared, BTreeSet::from(SHARED), "{types:?}");
}

#[test]
fn no_name_says_a_banned_word() {
    let name = Regex::new(r"[A-Za-z_][A-Za-z0-9_]*").expect("a pattern");
    let quoted = Regex::new(r#"(?s)"(?:\\.|[^"\\])*""#).expect("a pattern");
    let mut wrong = BTreeSet::new();
    for path in sources(Path::new("src")) {
        let text = fs::read_to_string(&path).expect("a source file");
        let code: String = text
            .lines()
            .map(|line| quoted.replace_all(line.split("//").next().unwrap_or(line), "\"\""))
            .collect::<Vec<_>>()
            .join("\n");
        for found in name.find_iter(&code).map(|found| found.as_str()) {
            let says = words(found).iter().any(|word| BANNED.contains(&word.as_str()));
            if says && !OLD_NAMES.contains(&found) {
                wrong.insert(format!("{}: {found}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "see docs/glossary.md: {wrong:#?}");
}

#[rstest::rstest]
#[case::one("Warehouse", &["warehouse"])]
#[case::two("DataScope", &["data", "scope"])]
#[case::a_function("open_late", &["open", "late"])]
#[case::a_constant("MAX_ROWS", &["max", "rows"])]
fn names_fall_into_words(#[case] name: &str, #[case] expected: &[&str]) {
    assert_eq!(words(name), expected);
}

/// Items that nothing is said of yet. It only shrinks.
const UNDOCUMENTED: [&str; 0] = [];

#[test]
fn public_items_have_a_doc_comment() {
    let mut lacking = BTreeSet::new();
    for path in sources(Path::new("src")) {
        let text = fs::read_to_string(&path).expect("a source file");
        lacking
            .extend(undocumented(&text).into_iter().map(|it| format!("{}: {it}", path.display())));
    }
    let lacking: BTreeSet<&str> = lacking.iter().map(String::as_str).collect();
    assert_eq!(lacking, BTreeSet::from(UNDOCUMENTED));
}

#[test]
fn an_item_without_a_doc_comment_is_found_behind_its_attributes() {
    let text = "/// Says so.\n#[derive(Debug)]\npub struct Told;\n\n#[derive(\n    Debug,\n)]\npub(super) enum Untold {}\n\n\
        // A comment is none.\npub const fn bare() {}\n\npub mod child;\nfn private() {}\n";
    assert_eq!(undocumented(text), ["Untold", "bare"]);
}

/// The names of items that may be used from other files and have no doc comment; modules say what they are inside.
fn undocumented(text: &str) -> Vec<String> {
    let item = Regex::new(
        r"^\s*pub(?:\([^)]*\))? (?:const fn|async fn|fn|struct|enum|trait|type|const|static|union) (\w+)",
    )
    .expect("a pattern");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let Some(name) = item.captures(line) else { continue };
        let mut above = number;
        // Attributes stand between a comment and its item, on one line or on several.
        while above > 0 && lines[above - 1].ends_with(']') && !lines[above - 1].starts_with("//") {
            above -= 1;
            while above > 0 && !lines[above].starts_with("#[") {
                above -= 1;
            }
        }
        if above == 0 || !lines[above - 1].starts_with("///") {
            found.push(name[1].to_owned());
        }
    }
    found
}

/// The words in bold, and what the table has under "code".
fn nouns() -> BTreeSet<String> {
    let text = fs::read_to_string("docs/glossary.md").expect("the glossary");
    let bold = Regex::new(r"\*\*([a-z]+)\*\*").expect("a pattern");
    let mut nouns: BTreeSet<String> =
        bold.captures_iter(&text).map(|found| found[1].to_owned()).collect();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let code = line.split('|').nth(2).unwrap_or_default();
        nouns.extend(code.split('·').map(|noun| noun.trim().to_owned()));
    }
    assert!(nouns.contains("dossier") && nouns.contains("snapshot"), "{nouns:?}");
    nouns
}

/// Types by name, with the files that declare them; those inside of functions, impls and tests are left out.
fn types() -> BTreeMap<String, Vec<PathBuf>> {
    let declared = Regex::new(
        r"(?m)^(?:pub(?:\([a-z: ]+\))? )?(?:struct|enum|trait|type|union) ([A-Z][A-Za-z0-9]*)",
    )
    .expect("a pattern");
    let mut types: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for path in sources(Path::new("src")) {
        let text = fs::read_to_string(&path).expect("a source file");
        for found in declared.captures_iter(&text) {
            types.entry(found[1].to_owned()).or_default().push(path.clone());
        }
    }
    assert!(types.len() > 100, "types are found");
    types
}

/// `data`, `scope` of `DataScope`; `open`, `late` of `open_late`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = '_';
    for letter in name.chars() {
        let begins = letter.is_uppercase() && !before.is_uppercase() || before == '_';
        if letter != '_' {
            if begins {
                words.push(String::new());
            }
            words.last_mut().expect("one was begun").extend(letter.to_lowercase());
        }
        before = letter;
    }
    words
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}
