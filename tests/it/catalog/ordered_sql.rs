//! Of rows that are equal by what they are ordered by the engine takes any, another one with other threads: each order in SQL is whole.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use regex::Regex;

/// A row of an export is told apart by where it stands; among rows of one export, or of those of a number, this is the last that can differ.
const PLACE: &str = "source_row";

/// What else makes an order whole: the file, the last key, and why no two rows have the same.
const WHOLE: [(&str, &str, &str); 23] = [
    (
        "queries/checks/counts_that_fall.sql",
        "snapshot_at",
        "one row per connector, agency, month and snapshot",
    ),
    (
        "queries/checks/due_moved_after_it_had_passed.sql",
        "source_number",
        "one row per dossier and export",
    ),
    (
        "queries/checks/gone_from_later_exports.sql",
        "snapshot_at",
        "one row per connector, office, agency and day",
    ),
    ("queries/checks/status_went_backwards.sql", "source_number", "one row per dossier and export"),
    ("queries/metrics/reporting_lag_days.sql", "day", "one row per agency and day"),
    ("queries/metrics/silent_communes.sql", "habit.week", "one row per agency and week"),
    ("queries/models/00_told_twice_by_systems.sql", "told.turn", "one number per row of a dossier"),
    ("queries/models/01_dossier.sql", "named.turn", "one number per row of a dossier"),
    (
        "queries/models/05_survey.sql",
        "source_number desc",
        "rank: all rows of the latest export are taken",
    ),
    ("queries/models/18_source_problem.sql", "id", "the key of source"),
    ("queries/models/18_source_problem.sql", "later.turn", "one number per source"),
    ("queries/models/18_source_problem.sql", "again.turn", "one number per source"),
    ("queries/schema/19_code_turn.sql", "on_day", "one row per code and day"),
    ("src/warehouse/increment/change/judged.sql", "kind", "each is there once"),
    ("src/warehouse/query/agency/register.sql", "kind", "one row per kind"),
    ("src/warehouse/query/bridge/bridge_rows.sql", "subject_id", "one row per dossier"),
    ("src/warehouse/query/lever/lever_rows.sql", "subject_id", "one row per dossier"),
    (
        "src/warehouse/query/dossier/names.sql",
        "turn",
        "code and first day are the key of both tables",
    ),
    ("src/warehouse/query/metric/figures.sql", "figure.publisher", "one figure per publisher"),
    (
        "src/warehouse/query/procedure/procedures.sql",
        "name",
        "the name is all that is taken besides the code",
    ),
    (
        "src/warehouse/query/published/differences.sql",
        "dossier_code",
        "one row per dossier and reason",
    ),
    (
        "src/warehouse/query/published/differences.sql",
        "connector",
        "one row per dossier and connector",
    ),
    ("src/warehouse/rollup/slices.sql", "status nulls last", "a slice is all of its columns"),
];

fn sql_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sql_files(&path, found);
        } else if path.extension().is_some_and(|it| it == "sql") {
            found.push(path);
        }
    }
}

/// The text without comments, in small letters, on one line.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("text").to_lowercase();
    let lines = text.lines().map(|line| line.split("--").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between the bracket that is open at the start and its end.
fn inside(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|letter| {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    &text[..end.unwrap_or(text.len())]
}

/// The last of several keys, commas in brackets being none between keys.
fn last_key(keys: &str) -> &str {
    let mut depth = 0;
    let comma = keys.rfind(|letter| {
        depth += match letter {
            ')' => 1,
            '(' => -1,
            _ => 0,
        };
        depth == 0 && letter == ','
    });
    keys[comma.map_or(0, |at| at + 1)..].trim()
}

fn is_whole(path: &str, key: &str) -> bool {
    let plain = key.trim_end_matches(" desc").rsplit('.').next().unwrap_or_default();
    plain == PLACE || WHOLE.iter().any(|(file, told, _)| path == *file && key == *told)
}

#[test]
fn whatever_takes_one_of_several_rows_has_an_order_that_is_whole() {
    let mut files = Vec::new();
    for folder in ["queries", "connectors", "src"] {
        sql_files(Path::new(folder), &mut files);
    }
    files.sort();
    let window = Regex::new(r"\b(row_number|rank|dense_rank|lag|lead|first_value|last_value|nth_value|max|min|sum|count)\(").expect("a pattern");
    let picks = Regex::new(r"\b(max_by|min_by|arg_max|arg_min|any_value|first|last|mode|list|array_agg|string_agg|group_concat)\(").expect("a pattern");
    let (mut wrong, mut met) = (Vec::new(), BTreeSet::new());
    for path in files.iter().filter(|path| !path.starts_with("queries/dialect")) {
        let (name, code) = (path.display().to_string(), code_of(path));
        let mut judge = |wrong: &mut Vec<String>, what: &str, key: &str| {
            met.insert((name.clone(), key.to_owned()));
            if !is_whole(&name, key) {
                wrong.push(format!("{name}: {what} is ordered by `{key}` last"));
            }
        };
        for found in window.find_iter(&code) {
            let arguments = inside(&code[found.end()..]);
            let rest = &code[found.end() + arguments.len() + 1..];
            let Some(over) = rest.trim_start().strip_prefix("over (") else { continue };
            // Equal rows of a sum are summed together, whatever their order; without an order there is none to be whole.
            let is_sum = ["max(", "min(", "sum(", "count("].contains(&found.as_str());
            if let Some((_, keys)) = inside(over).split_once("order by ").filter(|_| !is_sum) {
                judge(&mut wrong, found.as_str(), last_key(keys));
            }
        }
        for found in picks.find_iter(&code) {
            let arguments = inside(&code[found.end()..]);
            match (found.as_str(), arguments.split_once(" order by ")) {
                (what, Some((_, keys))) => judge(&mut wrong, what, last_key(keys)),
                ("max_by(" | "min_by(", None) => {
                    judge(&mut wrong, found.as_str(), last_key(arguments));
                }
                (what, None) => wrong.push(format!("{name}: {what} has no order")),
            }
        }
        for (at, _) in code.match_indices(" limit ") {
            let before = &code[..at];
            match before.rfind(" order by ").map(|from| &before[from + " order by ".len()..]) {
                // Of a page of dossiers: one row each.
                Some(keys) if last_key(keys).ends_with("subject_id") => {}
                keys => wrong.push(format!("{name}: what `limit` leaves is ordered by {keys:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let unused =
        WHOLE.iter().filter(|(file, key, _)| !met.contains(&((*file).into(), (*key).into())));
    assert_eq!(unused.map(|(file, key, _)| (file, key)).collect::<Vec<_>>(), []);
}
