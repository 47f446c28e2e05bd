//! The arrows of docs/architecture.md: a room uses only rooms below it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::support::import_graph::ImportGraph;

/// From the top down; rooms of one storey do not know each other.
const STOREYS: [&[&str]; 12] = [
    &["main", "lib"],
    &["cli"],
    &["web", "pipeline"],
    &["health", "evidence"],
    &["report", "delivery", "backup"],
    &["view", "version_store", "archive_store"],
    &["period_lock", "shared_store"],
    &["ingest", "warehouse", "chart", "sample", "state"],
    &["catalog"],
    &["disk"],
    &["domain"],
    &[],
];

#[test]
fn arrows_go_down_only() {
    let mut wrong = Vec::new();
    for path in sources(Path::new("src")) {
        let room = room(&path);
        let here = storey(&room).unwrap_or_else(|| panic!("`{room}` has no storey in this test"));
        for used in used_rooms(&fs::read_to_string(&path).expect("a source file")) {
            let there = storey(&used)
                .unwrap_or_else(|| panic!("`{used}`, used by {}, has no storey", path.display()));
            if used != room && there <= here {
                wrong.push(format!("{}: `{room}` uses `{used}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A limit is a [`Threshold`], which has no order; what is inside it is read by the two files that keep it and judge by it.
#[test]
fn a_value_is_held_against_a_limit_in_one_place() {
    let judges = ["src/domain/verdict.rs", "src/domain/threshold.rs"].map(PathBuf::from);
    let kept = fs::read_to_string(&judges[1]).expect("a source file");
    let derived = kept.split("pub struct Threshold").next().expect("what stands before it");
    let derived = derived.lines().rfind(|line| line.starts_with("#[derive")).expect("derives");
    assert!(!derived.contains("Ord"), "limits are not put in order: {derived}");
    // What a comparison would begin with: the number in a limit as it is shown, drawn or stored, beside a sign of order.
    let compared = regex::Regex::new(
        r"(?x) (value|limit|floor|goal|target|bound)\.(hundredths|approximate|as_share|exact)\(\)\s*(<|>)
        | (<|>)=?\s*\w*(limit|floor|goal|target|bound)(\.value)?\.(hundredths|approximate|as_share|exact)\(\)
        | (target|limit|bound|floor|goal)\.value\s*(<|>) | (<|>)=?\s*(target|limit|bound|floor|goal)\.value\b
        | is_floor\s*&&",
    )
    .expect("a pattern");
    let by_hand = [
        "Verdict::Met(",
        "Verdict::FloorMissed(",
        "Verdict::GoalMissed(",
        "Verdict::SmallSample {",
    ];
    let mut wrong = Vec::new();
    for path in sources(Path::new("src")).into_iter().filter(|path| !judges.contains(path)) {
        let text = fs::read_to_string(&path).expect("a source file");
        for (number, line) in (1..).zip(text.lines()) {
            // Whoever renders a verdict takes it apart, nobody else puts one together.
            let is_made = by_hand.iter().any(|made| line.contains(&format!("= {made}")));
            if compared.is_match(line) || is_made {
                wrong.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn rust_files_are_at_most_300_lines_and_half_of_them_at_most_100() {
    let mut lines: Vec<(usize, PathBuf)> = sources(Path::new("src"))
        .into_iter()
        .chain(sources(Path::new("tests/it")))
        .map(|path| (fs::read_to_string(&path).expect("a source file").lines().count(), path))
        .collect();
    lines.sort();
    let (longest, path) = lines.last().expect("there are files");
    assert!(*longest <= 300, "{} has {longest} lines: a room that wants a wall", path.display());
    assert!(
        lines[lines.len() / 2].0 <= 100,
        "the median file has {} lines",
        lines[lines.len() / 2].0
    );
}

/// What is held in memory of all agencies: the files that make it; besides them only the one that filters names it.
const HELD_OF_ALL: [(&str, &[&str]); 6] = [
    (
        "AgencyTree",
        &[
            "agency/hierarchy.rs",
            "agency/hierarchy/tests.rs",
            "agency/meant.rs",
            "agency/succession.rs",
        ],
    ),
    ("AgencyRegistry", &["agency/registry.rs"]),
    ("DailySumsCache", &["metric/daily_sums_cache.rs"]),
    ("MetricNotes", &["scope/metric_notes.rs"]),
    ("HeldInMemory", &[]),
    // Its connections see everything: the scope's reader lays views over them.
    ("ReaderPool", &["connection.rs", "scope/reader.rs", "warehouse.rs"]),
];

#[test]
fn what_is_held_of_all_agencies_is_given_out_by_the_file_that_filters_it() {
    let query = Path::new("src/warehouse/query");
    let filter = query.join("scope/memory.rs");
    for (held, makers) in HELD_OF_ALL {
        let named = regex::Regex::new(&format!(r"\b{held}\b")).expect("a pattern");
        let mut allowed: Vec<PathBuf> = makers.iter().map(|maker| query.join(maker)).collect();
        allowed.push(filter.clone());
        allowed.sort();
        let mut found = sources(Path::new("src"));
        found.retain(|path| named.is_match(&fs::read_to_string(path).expect("a source file")));
        assert_eq!(found, allowed, "who names `{held}`");
    }
    let text = fs::read_to_string(filter).expect("a source file");
    for kept in ["struct HeldInMemory {", "struct ScopedMemory {"] {
        let (_, fields) = text.split_once(kept).expect("it is there");
        let (fields, _) = fields.split_once("\n}").expect("it ends");
        assert!(!fields.contains("pub"), "a field of `{kept}` is open: {fields}");
    }
}

/// A folder that is looked through at a glance.
const MOST_IN_A_FOLDER: usize = 15;

/// Folders that hold more all the same. The list only gets shorter.
const CROWDED: &[&str] = &[];

#[test]
fn folders_hold_at_most_15_rust_files() {
    let mut count = BTreeMap::new();
    for path in sources(Path::new("src")).into_iter().chain(sources(Path::new("tests/it"))) {
        let folder = path.parent().expect("a folder").display().to_string();
        *count.entry(folder).or_insert(0) += 1;
    }
    let crowded: Vec<&str> = count
        .iter()
        .filter(|(_, files)| **files > MOST_IN_A_FOLDER)
        .map(|(folder, _)| folder.as_str())
        .collect();
    assert_eq!(crowded, CROWDED, "split a folder by noun; take one that was split off the list");
}

/// Circles that are there all the same: the first file of each, and of how many files it is. The list only gets shorter.
const CIRCLES: &[(&str, usize)] = &[];

#[test]
fn no_import_circle_between_files() {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a source file");
        let path = path.strip_prefix("src").expect("below src").display().to_string();
        (path, text)
    };
    let graph =
        ImportGraph::read(&sources(Path::new("src")).into_iter().map(read).collect::<Vec<_>>());
    let circles = graph.circles();
    let found: Vec<(&str, usize)> = circles.iter().map(|files| (files[0], files.len())).collect();
    assert_eq!(
        found, CIRCLES,
        "move what files of a circle share into one of its own; take a broken circle off the list\n{circles:#?}"
    );
}

#[test]
fn sql_files_are_at_most_80_lines() {
    for folder in ["queries", "connectors", "src"] {
        for path in files(Path::new(folder), "sql") {
            let count = fs::read_to_string(&path).expect("SQL").lines().count();
            assert!(count <= 80, "{} has {count} lines", path.display());
        }
    }
}

#[test]
fn adr_numbers_are_unique() {
    let mut numbers: Vec<String> = files(Path::new("docs/adr"), "md")
        .iter()
        .map(|path| path.file_name().expect("a file").to_string_lossy()[..4].to_owned())
        .collect();
    let all = numbers.len();
    numbers.sort();
    numbers.dedup();
    assert!(all >= 3 && numbers.len() == all, "{numbers:?}");
}

fn storey(room: &str) -> Option<usize> {
    STOREYS.iter().position(|rooms| rooms.contains(&room))
}

/// `warehouse` of `src/warehouse/build.rs`, `pipeline` of `src/pipeline/mod.rs`
fn room(path: &Path) -> String {
    let part =
        path.components().nth(1).expect("below src").as_os_str().to_string_lossy().into_owned();
    part.trim_end_matches(".rs").to_owned()
}

/// The first names behind `crate::`, in `use` lines and in paths; braces may open right behind it.
fn used_rooms(text: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut rooms = Vec::new();
    for (at, found) in text.match_indices("crate::") {
        let rest = &text[at + found.len()..];
        match rest.strip_prefix('{') {
            None => rooms.push(name(rest)),
            Some(list) => {
                let (mut depth, mut start) = (0, true);
                for (at, letter) in list.char_indices() {
                    match letter {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if start && c.is_alphabetic() => {
                            rooms.push(name(&list[at..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    rooms
}

#[test]
fn used_rooms_are_read_from_single_and_braced_paths() {
    let text = "use crate::{catalog::{A, b::C}, domain::D};\nlet x = crate::chart::png;";
    assert_eq!(used_rooms(text), ["catalog", "domain", "chart"]);
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    files(folder, "rs")
}

/// Every file below a folder whose name ends so, in order.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|it| it == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
