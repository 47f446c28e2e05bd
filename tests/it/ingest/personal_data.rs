//! What names a person in an export is nowhere in the data folder, and in nothing the program says.

#![expect(
    clippy::disallowed_types,
    reason = "compressed columns are read back, a search of bytes would not see them"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use duckdb::Connection;
use motcua::{
    catalog::{Catalog, connector::Connector},
    domain::name::text_key,
};
use regex::{Regex, RegexBuilder};
use serde_json::Value;

use crate::catalog::connectors::samples;

#[test]
fn nothing_that_names_a_person_is_kept_or_said() {
    let catalog = Catalog::load_content(None).expect("the content is well");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (data, invented) = (folder.path().join("data"), folder.path().join("invented"));
    let mut said = motcua(&["sample".as_ref(), "--out".as_ref(), invented.as_ref()]);
    let (mut secrets, mut exports) = (BTreeSet::new(), files(&invented));
    let dossiers = |connector: &&Connector| connector.yields == "dossier";
    for export in &exports {
        for connector in catalog.connectors.iter().filter(dossiers) {
            secrets.extend(persons(export, connector));
        }
    }
    assert!(secrets.len() > 100, "the invented exports name persons");
    for connector in &catalog.connectors {
        for sample in samples(connector) {
            secrets.extend(persons(&sample, connector));
            exports.push(sample);
        }
    }
    for known in [
        "Nông Văn Mẫu",
        "0900000000",
        "mau@vi.du",
        "020999000000",
        "Thôn Mẫu Một",
        "Cán bộ Mẫu",
        "Ví Dụ gọi lại sau",
    ] {
        assert!(secrets.contains(known), "`{known}` is not looked for");
    }
    let mut arguments: Vec<&Path> =
        vec!["ingest".as_ref(), "--period".as_ref(), "2026-08".as_ref(), "--data".as_ref(), &data];
    arguments.extend(exports.iter().map(PathBuf::as_path));
    said += &motcua(&arguments);
    let texts = kept(&data);
    // A code that is kept is found, so a name that is kept would be.
    assert!(
        texts.iter().filter(|(_, text)| text.contains("000.26.18.H37-231204-0001")).count() > 5
    );
    let secrets: Vec<String> = secrets.iter().map(|text| regex::escape(text)).collect();
    let secret =
        RegexBuilder::new(&secrets.join("|")).size_limit(1 << 28).build().expect("a pattern");
    let found = |text: &str| secret.find(text).map(|found| found.as_str().to_owned());
    assert_eq!(found(&said), None, "is said");
    for (path, text) in &texts {
        assert_eq!(found(text), None, "is in {}", path.display());
    }
}

/// Everything the program says, its log included.
fn motcua(arguments: &[&Path]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
    let output = command.args(arguments).env("MOTCUA_LOG", "trace").output().expect("run");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// Every file of the data folder as it lies there, and what is packed in it.
fn kept(data: &Path) -> Vec<(PathBuf, String)> {
    let engine = Connection::open_in_memory().expect("an engine");
    let rows = |sql: &str| -> Vec<String> {
        let mut query = engine.prepare(sql).expect("SQL");
        let rows = query.query_map([], |row| row.get(0)).expect("answered");
        rows.map(|row| row.expect("a text")).collect()
    };
    let mut texts = Vec::new();
    for path in files(data) {
        let shown = path.display().to_string();
        let bytes = fs::read(&path).expect("a file");
        texts.push((path.clone(), String::from_utf8_lossy(&bytes).into_owned()));
        if shown.ends_with(".parquet") {
            let sql = format!("select cast(it as varchar) from read_parquet('{shown}') as it");
            texts.push((path, rows(&sql).join("\n")));
        } else if shown.ends_with(".duckdb") {
            engine
                .execute_batch(&format!("attach '{shown}' as published (read_only)"))
                .expect("attached");
            for table in
                rows("select table_name from duckdb_tables() where database_name = 'published'")
            {
                let sql = format!("select cast(it as varchar) from published.\"{table}\" as it");
                texts.push((path.join(table), rows(&sql).join("\n")));
            }
        }
    }
    texts
}

/// Texts under headings and keys that name a person and that the connector does not read.
fn persons(export: &Path, connector: &Connector) -> Vec<String> {
    let is_read =
        |name: &str| connector.columns.iter().any(|column| column.is_meant_by(&text_key(name)));
    let mut found = Vec::new();
    match export.extension().and_then(|ending| ending.to_str()) {
        Some("json") => {
            let text = fs::read_to_string(export).expect("a sample");
            let record: Value =
                serde_json::from_str(text.trim_start_matches('\u{FEFF}')).expect("JSON");
            under_keys(&record, &|key| is_person(key) && !is_read(key), false, &mut found);
        }
        Some("csv") => {
            let text = fs::read_to_string(export).expect("a sample");
            let heading =
                text.lines().find(|line| line.contains([';', ',', '\t'])).unwrap_or_default();
            let delimiter =
                [b';', b'\t', b','].into_iter().find(|byte| heading.as_bytes().contains(byte));
            let mut reader = csv::ReaderBuilder::new();
            reader.has_headers(false).flexible(true).delimiter(delimiter.unwrap_or(b','));
            let rows = reader.from_reader(text.as_bytes()).into_records();
            let rows = rows.map(|row| row.expect("a row").iter().map(str::to_owned).collect());
            under_headings(rows.collect(), &|name| is_person(name) && !is_read(name), &mut found);
        }
        _ => {
            let mut book = calamine::open_workbook_auto(export).expect("a workbook");
            let sheet = calamine::Reader::worksheet_range_at(&mut book, 0)
                .expect("a sheet")
                .expect("readable");
            let rows = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect());
            under_headings(rows.collect(), &|name| is_person(name) && !is_read(name), &mut found);
        }
    }
    // A short text, such as a form of address, may stand anywhere.
    found.retain(|text: &String| text.chars().count() > 7);
    found
}

fn is_person(name: &str) -> bool {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new(PERSON).expect("a pattern"));
    PATTERN.is_match(name)
}

/// Headings and keys that name a person.
const PERSON: &str = "(?i)chủ hồ sơ|họ tên|cá nhân|^người|điện thoại|sđt|địa chỉ|thư điện tử|cccd|^ghi chú\
        |^(ChuHoSo|SoDienThoai|Email|SoDinhDanh|Nguoi.*|NoiDung.*|TenTepDinhKem|DuongDanTaiTepTin)$";

fn under_headings(
    rows: Vec<Vec<String>>,
    is_wanted: &dyn Fn(&str) -> bool,
    found: &mut Vec<String>,
) {
    let mut wanted = BTreeSet::new();
    for row in rows {
        for (column, cell) in row.into_iter().enumerate() {
            if is_wanted(&cell) {
                wanted.insert(column);
            } else if wanted.contains(&column) {
                found.extend(cell.split(", ").map(str::to_owned));
            }
        }
    }
}

fn under_keys(
    value: &Value,
    is_wanted: &dyn Fn(&str) -> bool,
    wanted: bool,
    found: &mut Vec<String>,
) {
    match value {
        Value::Object(pairs) => {
            for (key, value) in pairs {
                under_keys(value, is_wanted, is_wanted(key), found);
            }
        }
        Value::Array(items) => {
            for item in items {
                under_keys(item, is_wanted, wanted, found);
            }
        }
        Value::String(text) if wanted => found.push(text.clone()),
        _ => {}
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
