//! The content folders, as one contract: what a file must have to be part of the house.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use motcua::{catalog::Catalog, warehouse};

fn catalog() -> Catalog {
    Catalog::load_content(None).expect("the content is well")
}

#[test]
fn every_sql_prepares_on_an_empty_warehouse() {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    warehouse::check_content_sql(&catalog(), scratch.path()).expect("all SQL can be prepared");
}

#[test]
fn the_sheet_of_metrics_is_what_their_headers_say() {
    let written = fs::read_to_string("docs/metrics.md").expect("docs/metrics.md");
    let sheet = motcua::view::sheet::document_all(&catalog()).expect("well");
    assert!(written == sheet, "stale: ./motcua explain > docs/metrics.md");
}

#[test]
fn every_metric_has_an_example_worked_out() {
    for metric in &catalog().metrics {
        assert!(metric.example.is_some(), "{}", metric.id);
    }
}

#[test]
fn every_metric_is_on_a_page_or_explained_by_its_header() {
    let catalog = catalog();
    for metric in &catalog.metrics {
        let source = catalog.legal_source(metric, (metric.since, Date::MAX));
        assert!(!metric.statuses.is_empty() && !source.is_empty(), "`{}`", metric.id);
        assert!(source.starts_with("theo "), "`{}`: a source is said as \"theo …\"", metric.id);
    }
}

#[test]
fn every_connector_has_a_sample_and_what_comes_out_of_it() {
    for connector in &catalog().connectors {
        let folder = Path::new(connector.folder());
        let has = |start: &str| {
            fs::read_dir(folder).expect("a folder").any(|entry| {
                entry.expect("an entry").file_name().to_string_lossy().starts_with(start)
            })
        };
        assert!(has("sample.") && has("expected.csv"), "{}", folder.display());
    }
}

#[test]
fn both_dialects_define_the_same_functions() {
    let names = |dialect: &str| -> BTreeSet<String> {
        let content = catalog().content;
        let files = content.list_files("queries/dialect/", dialect);
        let text: String = files.map(|file| file.to_text().expect("text")).collect();
        let after = |line: &str| {
            let rest = line.strip_prefix("create or replace ")?;
            let rest =
                rest.strip_prefix("macro ").or_else(|| rest.strip_prefix("temporary function "))?;
            Some(rest.split('(').next()?.to_owned())
        };
        text.lines().filter_map(after).collect()
    };
    assert!(!names("/duckdb.sql").is_empty());
    assert_eq!(names("/duckdb.sql"), names("/spark.sql"));
}

#[test]
fn portable_sql_keeps_to_what_both_engines_run_alike() {
    // docs/adr/0003: what differs between DuckDB and Spark stands in queries/dialect/ only.
    let banned = [
        "select *",
        "::",
        "//",
        "strptime",
        "date_diff",
        "unnest",
        "extract(",
        "regexp_replace",
        " exclude ",
        // A size is due to Spark's own.
        "as varchar",
        // The other engine takes what is cut for the text, and the text for what is cut.
        "ltrim(",
        "rtrim(",
        // Of one that is null none is in it, and Spark has it all on every machine.
        "not in (select",
    ];
    let content = catalog().content;
    for folder in ["queries/metrics/", "queries/models/", "queries/checks/", "connectors/"] {
        for file in content.list_files(folder, ".sql") {
            let text = file.to_text().expect("text").to_lowercase();
            let code: Vec<&str> = text.lines().filter(|line| !line.starts_with("--")).collect();
            for word in banned {
                assert!(!code.join("\n").contains(word), "{} says `{word}`", file.path);
            }
        }
    }
}

#[test]
fn sql_columns_obey_the_glossary() {
    let banned = [
        "file_",
        "record_",
        "case_",
        "ticket",
        "deadline",
        "closed_at",
        "unit_code",
        "ward",
        "department",
    ];
    let content = catalog().content;
    for folder in ["queries/schema/", "queries/metrics/", "queries/models/"] {
        for file in content.list_files(folder, ".sql") {
            let text = file.to_text().expect("text").replace("file_name", "");
            for word in banned {
                assert!(!text.contains(word), "{} says `{word}`; see docs/glossary.md", file.path);
            }
        }
    }
}

#[test]
fn every_phrase_the_program_says_is_there() {
    let phrases = catalog().phrases;
    let mut folders: Vec<PathBuf> =
        ["src/view", "src/web", "src/cli", "src/pipeline", "src/report"].map(PathBuf::from).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let text = fs::read_to_string(path).expect("a source file");
            for (at, _) in text.match_indices('"') {
                let id: String = text[at + 1..].chars().take_while(|c| *c != '"').collect();
                let groups = [
                    "finding.",
                    "subtitle.",
                    "footer.",
                    "few.",
                    "gap.",
                    "limit.",
                    "period.",
                    "value.",
                    "tile.",
                    "column.",
                    "rejected.",
                    "rejection.",
                    "again.",
                    "succession.",
                    "inbox.",
                    "ingest.",
                    "fetch.",
                    "checked.",
                    "show.",
                    "report.",
                    "score.",
                ];
                let plain = id.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '.');
                if plain
                    && groups.iter().any(|group| id.starts_with(group) && id.len() > group.len())
                {
                    assert!(phrases.has_phrase(&id), "`{id}` is not in dashboards/phrases.toml");
                }
            }
        }
    }
}

#[test]
fn a_file_of_the_overlay_replaces_the_built_in_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let metrics = folder.path().join("queries/metrics");
    fs::create_dir_all(&metrics).expect("made");
    let own = catalog()
        .find_metric("update_count")
        .expect("built in")
        .sql
        .replace("Số hồ sơ tiếp nhận, cập nhật trên hệ thống", "Của tôi");
    fs::write(metrics.join("update_count.sql"), own).expect("written");
    let overlaid = Catalog::load_content(Some(folder.path())).expect("the overlay is well");
    assert_eq!(overlaid.find_metric("update_count").expect("still there").name, "Của tôi");
    assert_eq!(overlaid.metrics.len(), catalog().metrics.len());
}
