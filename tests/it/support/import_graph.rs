//! Which source file imports which, read from `use` lines and paths: what a facade hands on is followed to where it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use regex::Regex;
use rstest::rstest;

/// The names that lead to a module or to what is in it: `["warehouse", "query", "Warehouse"]`.
type ModulePath = Vec<String>;

/// A file of the crate: the module it is, and its text without comments, strings and tests.
struct SourceFile {
    path: String,
    code: String,
    imports: Vec<Import>,
}

/// A name that a `use` line brings in.
struct Import {
    is_public: bool,
    name: String,
    from: ModulePath,
}

/// Files by the module they are, and the names that each hands on.
pub struct ImportGraph {
    files: BTreeMap<ModulePath, SourceFile>,
}

impl ImportGraph {
    /// Reads files by their paths below `src/`.
    pub fn read(texts: &[(String, String)]) -> Self {
        let known: BTreeSet<ModulePath> = texts.iter().map(|(path, _)| module_of(path)).collect();
        let file = |(path, text): &(String, String)| {
            let (module, code) = (module_of(path), code_of(text));
            let imports = imports_of(&code, &module, &known);
            (module, SourceFile { path: path.clone(), code, imports })
        };
        Self { files: texts.iter().map(file).collect() }
    }

    /// Lists the groups of files of which each leads to every other.
    pub fn circles(&self) -> Vec<Vec<&str>> {
        let edges: BTreeMap<_, _> =
            self.files.keys().map(|module| (module, self.imported_by(module))).collect();
        let reached: BTreeMap<_, _> =
            edges.keys().map(|module| (*module, reachable(module, &edges))).collect();
        let mut circles = BTreeSet::new();
        for (module, others) in &reached {
            let circle = others.iter().filter(|other| reached[*other].contains(*module));
            let mut circle: Vec<&str> =
                circle.map(|other| self.files[*other].path.as_str()).collect();
            circle.sort_unstable();
            circles.insert(circle);
        }
        circles.into_iter().filter(|circle| !circle.is_empty()).collect()
    }

    /// Finds the modules a file takes something from; a facade takes nothing for itself.
    fn imported_by(&self, module: &ModulePath) -> BTreeSet<&ModulePath> {
        let file = &self.files[module];
        if is_facade(&file.code) {
            return BTreeSet::new();
        }
        let imports = file.imports.iter().map(|import| import.from.clone());
        // A module's name alone says nothing; what is taken from it stands behind the name, elsewhere.
        let used =
            imports.chain(self.paths_in(module)).filter(|path| !self.files.contains_key(path));
        used.filter_map(|path| self.resolve(&path, 0)).filter(|found| *found != module).collect()
    }

    /// Finds the file that defines what a path names.
    fn resolve(&self, path: &[String], depth: usize) -> Option<&ModulePath> {
        let (module, file) =
            (0..=path.len()).rev().find_map(|k| self.files.get_key_value(&path[..k]))?;
        let rest = &path[module.len()..];
        let handed_on = rest.first().and_then(|name| {
            let mut imports = file.imports.iter().filter(|import| import.is_public);
            let from = &imports.find(|import| import.name == *name)?.from;
            let path: ModulePath = from.iter().chain(&rest[1..]).cloned().collect();
            if depth < 10 { self.resolve(&path, depth + 1) } else { None }
        });
        Some(handed_on.unwrap_or(module))
    }

    /// Lists the paths in a file's code that begin at the crate, at a module near by, or at one a `use` line names.
    fn paths_in(&self, module: &ModulePath) -> Vec<ModulePath> {
        static PATH: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"(^|[^\w:])([a-z_]\w*(?:::\w+)+)"));
        let file = &self.files[module];
        let body = USE.replace_all(&file.code, "");
        let mut found = Vec::new();
        for path in PATH.captures_iter(&body) {
            // `pub(in crate::web)` takes nothing.
            let start = path.get(2).expect("a path").start();
            if body[..start].trim_end().ends_with("(in") {
                continue;
            }
            let names: ModulePath = path[2].split("::").map(str::to_owned).collect();
            let imported = (file.imports.iter())
                .find(|import| import.name == names[0] && self.files.contains_key(&import.from));
            match imported {
                Some(import) => {
                    found.push(import.from.iter().chain(&names[1..]).cloned().collect());
                }
                None => {
                    found.extend(absolute(&names, module, &|path| self.files.contains_key(path)));
                }
            }
        }
        found
    }
}

static USE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?m)^\s*(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// `a/mod.rs` and `a.rs` are the module `a`; `lib.rs` is the crate, and `main.rs` another.
fn module_of(path: &str) -> ModulePath {
    let plain = path.trim_end_matches(".rs");
    match plain.strip_suffix("/mod").unwrap_or(plain) {
        "lib" => Vec::new(),
        "main" => vec!["main.rs".to_owned()],
        module => module.split('/').map(str::to_owned).collect(),
    }
}

/// Leaves out tests, which stand last, comments, and what is said in strings and letters.
fn code_of(text: &str) -> String {
    static SAID: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r##"(?s)//[^\n]*|r#".*?"#|"(?:\\.|[^"\\])*"|'(?:\\u\{\w+\}|\\.|[^'\\])'"##)
    });
    SAID.replace_all(text.split("#[cfg(test)]").next().unwrap_or_default(), " ").into_owned()
}

/// Whether nothing is left of a file beside its modules and `use` lines.
fn is_facade(code: &str) -> bool {
    static REST: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?m)^\s*(pub(\([^)]*\))?\s+)?mod\s+\w+;|#!?\[[^\]]*\]"));
    REST.replace_all(&USE.replace_all(code, ""), "").trim().is_empty()
}

fn imports_of(code: &str, module: &ModulePath, known: &BTreeSet<ModulePath>) -> Vec<Import> {
    let mut imports = Vec::new();
    for line in USE.captures_iter(code) {
        for (mut names, alias) in expanded(&[], &line[2]) {
            names.pop_if(|last| *last == "self");
            let Some(from) = absolute(&names, module, &|path| known.contains(path)) else {
                continue;
            };
            let name = alias.or_else(|| names.last().cloned()).unwrap_or_default();
            imports.push(Import { is_public: line.get(1).is_some(), name, from });
        }
    }
    imports
}

/// Writes out the braces of a `use` line: each path, with the name it gets behind `as`.
fn expanded(before: &[String], text: &str) -> Vec<(ModulePath, Option<String>)> {
    let names = |text: &str| -> ModulePath {
        let names = text.split("::").map(str::trim).filter(|name| !name.is_empty());
        before.iter().cloned().chain(names.map(str::to_owned)).collect()
    };
    let Some((head, list)) = text.split_once('{') else {
        let (path, alias) = text.split_once(" as ").map_or((text, None), |(a, b)| (a, Some(b)));
        return vec![(names(path), alias.map(|alias| alias.trim().to_owned()))];
    };
    let list = list.rsplit_once('}').map_or(list, |(list, _)| list);
    let (mut depth, mut found, prefix) = (0, Vec::new(), names(head));
    let parts = list.split(|letter| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        letter == ',' && depth == 0
    });
    for part in parts.filter(|part| !part.trim().is_empty()) {
        found.extend(expanded(&prefix, part));
    }
    found
}

/// The same path from the crate on; none of one that leads out of it.
fn absolute(
    names: &[String],
    module: &ModulePath,
    is_module: &dyn Fn(&[String]) -> bool,
) -> Option<ModulePath> {
    let is_program = module.first().is_some_and(|name| name == "main.rs");
    let here = if is_program { &[] } else { module.as_slice() };
    let first = names.first()?.as_str();
    if first == "crate" || (is_program && first == "motcua") {
        return Some(names[1..].to_vec());
    }
    let near = names.iter().take_while(|name| matches!(name.as_str(), "super" | "self")).count();
    let up = names[..near].iter().filter(|name| *name == "super").count();
    let path = [&here[..here.len().checked_sub(up)?], &names[near..]].concat();
    (near > 0 || is_module(&path[..=here.len()])).then_some(path)
}

fn reachable<'m>(
    from: &'m ModulePath,
    edges: &BTreeMap<&'m ModulePath, BTreeSet<&'m ModulePath>>,
) -> BTreeSet<&'m ModulePath> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(module) = open.pop() {
        open.extend(edges[module].iter().copied().filter(|next| reached.insert(*next)));
    }
    reached
}

/// Files as `path: text`, and the files that are in a circle.
#[rstest]
#[case::two_that_use_each_other(
    &[("a.rs", "use crate::b::Other;"), ("b.rs", "fn f() { crate::a::call(\"x\") }")],
    &["a.rs", "b.rs"]
)]
#[case::one_way(&[("a.rs", "use crate::b::Other;"), ("b.rs", "struct Other;")], &[])]
#[case::through_braces_and_super(
    &[("a/one.rs", "use super::{two::{self, Two}, three};"), ("a/two.rs", "use super::one::One;"), ("a/three.rs", "")],
    &["a/one.rs", "a/two.rs"]
)]
#[case::a_facade_is_looked_through(
    &[
        ("a/mod.rs", "//! Words.\nmod one;\nmod two;\npub use one::One;\npub use two::Two;"),
        ("a/one.rs", "pub struct One;"),
        ("a/two.rs", "use super::One;\npub struct Two;"),
        ("b.rs", "use crate::a::Two;"),
    ],
    &[]
)]
#[case::a_circle_behind_a_facade(
    &[
        ("a/mod.rs", "mod one;\nmod two;\npub use one::One;\npub use two::Two as Second;"),
        ("a/one.rs", "use crate::a::Second;"),
        ("a/two.rs", "use super::One;"),
    ],
    &["a/one.rs", "a/two.rs"]
)]
#[case::a_parent_that_defines_what_its_child_uses(
    &[("a/mod.rs", "mod one;\npub use one::One;\npub struct Base;"), ("a/one.rs", "use super::Base;")],
    &["a/mod.rs", "a/one.rs"]
)]
#[case::a_function_of_an_imported_module(
    &[("a.rs", "use crate::b;\nfn f() { b::call() }"), ("b.rs", "use crate::a::f;")],
    &["a.rs", "b.rs"]
)]
#[case::tests_comments_and_strings_take_nothing(
    &[
        ("a.rs", "use crate::b::Other;"),
        ("b.rs", "// crate::a::f\nconst A: &str = \"crate::a::f\";\npub(in crate::a) struct Other;\n#[cfg(test)]\nmod tests { use crate::a::f; }"),
    ],
    &[]
)]
fn circles_are_found_between_files(#[case] files: &[(&str, &str)], #[case] found: &[&str]) {
    // A file of `use` lines alone is a facade.
    let own = |path: &str| if path.ends_with("mod.rs") { "" } else { "struct Own;\n" };
    let text = |(path, text): &(&str, &str)| ((*path).to_owned(), own(path).to_owned() + text);
    let texts: Vec<(String, String)> = files.iter().map(text).collect();
    assert_eq!(ImportGraph::read(&texts).circles().concat(), found);
}
