//! A build that Spark works out: whatever Spark does or does not do, what is published stays, and the sentence says what to do.

#![cfg(unix)]

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use rstest::rstest;

use crate::support::desk::Desk;

/// An office that has published, with a Spark and a Java that are what a test makes of them.
struct SparkDesk {
    desk: Desk,
    home: PathBuf,
}

impl SparkDesk {
    /// A Spark that does what `script` says.
    fn with(script: &str) -> Self {
        let desk = Desk::after_demo();
        let home = desk.path().join("spark");
        desk.write("spark/bin/java", "");
        desk.write("spark/bin/spark-sql", &format!("#!/bin/sh\n{script}\n"));
        let program = home.join("bin/spark-sql");
        fs::set_permissions(program, fs::Permissions::from_mode(0o755)).expect("made a program");
        Self { desk, home }
    }

    fn build(&self, options: &[&str], home: Option<&Path>) -> (i32, String, String) {
        let mut command = Command::cargo_bin("motcua").expect("built");
        command.args(["build", "--force"]).args(options).current_dir(self.desk.path());
        command.env("JAVA_HOME", &self.home).env_remove("SPARK_HOME");
        if let Some(home) = home {
            command.env("SPARK_HOME", home);
        }
        let output = command.output().expect("run");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
    }

    /// Every published file with its bytes, and what lies where builds are made.
    fn published(&self) -> (BTreeMap<PathBuf, Vec<u8>>, usize) {
        let data = self.desk.path().join("motcua-data");
        let files = fs::read_dir(&data).expect("a folder").map(|it| it.expect("an entry").path());
        let files = files.filter(|path| path.extension().is_some_and(|it| it == "duckdb"));
        let files = files.map(|path| (path.clone(), fs::read(path).expect("read"))).collect();
        (files, fs::read_dir(data.join("build")).map_or(0, Iterator::count))
    }
}

#[rstest]
#[case::it_fails(
    "echo 'Error: no room for password=hunter2' >&2; echo 'org.apache.spark.SparkException: [X] lost an executor' >&2; exit 1",
    "Spark không tính xong (exit status: 1): org.apache.spark.SparkException: [X] lost an executor"
)]
#[case::a_disk_is_full(
    "echo 'java.io.IOException: No space left on device' >&2; exit 1",
    "ổ đĩa của một máy Spark đã đầy"
)]
#[case::it_is_killed("kill -9 $$", "Spark không tính xong (signal: 9")]
#[case::it_writes_nothing("exit 0", "Spark báo tính xong nhưng")]
fn whatever_fails_in_spark_leaves_what_is_published(#[case] script: &str, #[case] said: &str) {
    let desk = SparkDesk::with(script);
    let before = desk.published();
    assert!(!before.0.is_empty());
    let (code, _, told) = desk.build(&["--engine", "spark"], Some(&desk.home));
    assert_eq!(code, 2, "{told}");
    assert!(told.contains(said), "{told}");
    assert!(told.contains("vẫn giữ nguyên") && !told.contains("hunter2"), "{told}");
    assert_eq!(desk.published(), before);
}

#[test]
fn spark_is_handed_the_script_the_master_and_no_secret_and_reads_vietnamese() {
    let desk = SparkDesk::with(
        "echo \"Error: $*\" >&2\n\
         echo \"Error: <$MOTCUA_DATA$ZALO_BOT_TOKEN> $LC_ALL $(stat -c %a .) $(head -n 1 build.sql) $(ls in | grep -c parquet) tables\" >&2\n\
         exit 1",
    );
    let mut command = Command::cargo_bin("motcua").expect("built");
    command.args(["build", "--force", "--engine", "spark", "--master", "spark://h:7077"]);
    command.current_dir(desk.desk.path()).env("JAVA_HOME", &desk.home);
    command.env("SPARK_HOME", &desk.home).env("MOTCUA_DATA", "motcua-data");
    command.env("ZALO_BOT_TOKEN", "bi-mat").env("LC_ALL", "C");
    let output = command.output().expect("run");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("--master spark://h:7077 --name motcua"), "{told}");
    assert!(
        told.contains("<> C.UTF-8 700 set spark.sql.variable.substitute = false; 33 tables"),
        "{told}"
    );
}

#[test]
fn without_spark_or_java_a_sentence_says_what_to_set() {
    let desk = SparkDesk::with("exit 0");
    let told = |home: Option<&Path>| desk.build(&["--engine", "spark"], home).2;
    assert!(told(None).contains("biến `SPARK_HOME` chưa đặt"), "{}", told(None));
    let elsewhere = told(Some(desk.desk.path()));
    assert!(elsewhere.contains("`SPARK_HOME` không có"), "{elsewhere}");
    fs::remove_file(desk.home.join("bin/java")).expect("removed");
    let without = told(Some(&desk.home));
    assert!(without.contains("không có Java"), "{without}");
}

#[test]
fn an_offices_own_sql_is_not_worked_out_by_spark() {
    let desk = SparkDesk::with("exit 0");
    let before = desk.published();
    for own in
        ["queries/checks/told_again.sql", "queries/metrics/open.sql", "queries/dialect/spark.sql"]
    {
        let text = fs::read_to_string(own).expect("shipped");
        desk.desk.write(&format!("own/{own}"), &text);
        for options in [&["--print"][..], &[]] {
            let options = [&["--content", "own", "--engine", "spark"], options].concat();
            let (code, _, told) = desk.build(&options, Some(&desk.home));
            assert_eq!(code, 2, "{told}");
            assert!(told.contains(&format!("`{own}`: câu SQL riêng của văn phòng")), "{told}");
        }
        fs::remove_dir_all(desk.desk.path().join("own")).expect("removed");
    }
    assert_eq!(desk.published(), before);
}

#[test]
fn options_of_spark_are_refused_where_it_is_not_asked() {
    let desk = SparkDesk::with("exit 0");
    for options in [&["--print"][..], &["--master", "local"], &["--shared", "."]] {
        let (code, _, told) = desk.build(options, Some(&desk.home));
        assert_eq!(code, 2, "{told}");
        assert!(told.contains("chỉ dùng cùng `--engine spark`"), "{told}");
    }
}

#[test]
fn the_script_is_printed_with_every_model_metric_and_check_and_nothing_runs() {
    let desk = SparkDesk::with("touch ran");
    let before = desk.published();
    let options = ["--engine", "spark", "--print", "--shared", "/net/motcua"];
    let (code, script, told) = desk.build(&options, None);
    assert_eq!(code, 0, "{told}");
    for folder in ["queries/models", "queries/metrics", "queries/checks", "queries/dialect"] {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.display().to_string();
            if path.is_file() && !name.ends_with("/duckdb.sql") {
                assert!(script.contains(&format!("-- {name}\n")), "{name}");
            }
        }
    }
    assert!(script.contains("location '/net/motcua/motcua-spark/out/dossier'"), "{script}");
    assert!(script.contains("`/net/motcua/motcua-spark/in/dossier_version.parquet`"), "{script}");
    assert!(!script.contains("not materialized") && !script.contains("as varchar"), "{script}");
    assert_eq!(desk.published(), before);
}
