//! What is published when: snapshots, checks, the lock.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
};

use jiff::civil::date;
use motcua::{
    catalog::Catalog,
    pipeline::{self, PipelineError, Run, Said},
    warehouse::{BuildLock, WarehouseError, read::Warehouse},
};

use crate::office::{AGENCY, Office, level};

const HEADING: &str = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n";

fn said(day: i8) -> Said {
    Said {
        connector: Some("given".into()),
        snapshot_on: Some(date(2023, 12, day)),
        period: None,
    }
}

#[test]
fn the_latest_snapshot_wins_whatever_the_order_of_the_files() {
    let older = format!("{HEADING}A1,06283,in_progress,2023-12-01 08:00:00,2023-12-08 16:30:00,\n");
    let newer = format!(
        "{HEADING}A1,06283,finished,2023-12-01 08:00:00,2023-12-08 16:30:00,2023-12-11 09:00:00\n"
    );
    for order in [[(&older, 5), (&newer, 15)], [(&newer, 15), (&older, 5)]] {
        let office = Office::new();
        for (csv, day) in order {
            office.ingest(&office.file(&format!("{day}.csv"), csv), &said(day));
        }
        let value = office
            .value("on_time_rate", "2023", AGENCY)
            .expect("counted");
        assert_eq!(
            (value.measure.numerator, value.measure.denominator),
            (0, Some(1))
        );
        let count = office
            .value("update_count", "2023", AGENCY)
            .expect("counted once");
        assert_eq!(count.measure.numerator, 1);
    }
}

#[test]
fn as_known_on_a_day_answers_from_the_exports_of_that_day_or_before() {
    let office = Office::new();
    let row =
        |code: &str| format!("{code},06283,in_progress,2023-12-01 08:00:00,2023-12-08 16:30:00,\n");
    office.ingest(
        &office.file("5.csv", format!("{HEADING}{}", row("A1"))),
        &said(5),
    );
    office.ingest(
        &office.file("15.csv", format!("{HEADING}{}{}", row("A1"), row("A2"))),
        &said(15),
    );
    assert_eq!(
        office
            .value("update_count", "2023", AGENCY)
            .map(|value| value.measure.numerator),
        Some(2)
    );
    let (known, _folder) =
        pipeline::as_known_on(&office.catalog, &office.data(), date(2023, 12, 10)).expect("built");
    let metric = office.catalog.metric("update_count").expect("a metric");
    let values = known
        .listed(
            metric,
            "2023".parse().expect("a period"),
            false,
            &level("commune"),
        )
        .expect("answered");
    assert_eq!(values[0].measure.numerator, 1);
}

#[test]
fn a_blocking_check_keeps_the_old_warehouse() {
    let office = Office::new();
    let good = format!("{HEADING}A1,06283,finished,2023-12-01,2023-12-08,2023-12-05\n");
    office.ingest(&office.file("5.csv", good), &said(5));
    let before = fs::read(office.data().join(Warehouse::FILE)).expect("published");

    // A metric whose numerator exceeds its denominator, laid over the content.
    let overlay = tempfile::tempdir().expect("a temporary folder");
    let metrics = overlay.path().join("queries/metrics");
    fs::create_dir_all(&metrics).expect("made");
    let given = overlay.path().join("connectors/given");
    fs::create_dir_all(&given).expect("made");
    fs::copy(
        "tests/content/connectors/given/connector.toml",
        given.join("connector.toml"),
    )
    .expect("copied");
    let sql = office
        .catalog
        .metric("on_time_rate")
        .expect("built in")
        .sql
        .replace("then 1 else 0", "then 2 else 0");
    fs::write(metrics.join("on_time_rate.sql"), sql).expect("written");
    let broken = Catalog::load(Some(overlay.path())).expect("well-formed");
    let data = office.data();
    let mut tell = |_: &str| {};
    let mut run = Run {
        catalog: &broken,
        data: &data,
        now: date(2024, 1, 3).at(8, 0, 0, 0),
        progress: &mut tell,
    };
    let Err(PipelineError::Warehouse(WarehouseError::Audit { id, .. })) =
        run.ingest(&[], &Said::default())
    else {
        panic!("the check must block")
    };
    assert_eq!(id, "no_more_on_time_than_counted");
    assert_eq!(
        fs::read(office.data().join(Warehouse::FILE)).expect("still there"),
        before
    );
}

#[test]
fn a_second_builder_is_told_who_holds_the_lock() {
    let office = Office::new();
    let _held = BuildLock::take(&office.data(), date(2024, 1, 2).at(8, 0, 0, 0)).expect("free");
    let second = BuildLock::take(&office.data(), date(2024, 1, 2).at(9, 0, 0, 0));
    let Err(WarehouseError::Locked { owner }) = second else {
        panic!("held")
    };
    assert_eq!(
        owner,
        format!("process {} since 2024-01-02 08:00:00", std::process::id())
    );
}

/// Starts the program, waits until it says a word, and kills it there.
fn killed_at(word: &str, data: &Path, export: &Path) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(["--content", "tests/content", "ingest"])
        .arg(export)
        .arg("--data")
        .arg(data)
        .env("MOTCUA_LOG", "info")
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let said = BufReader::new(child.stderr.take().expect("piped"));
    let reached = said
        .lines()
        .map_while(Result::ok)
        .any(|line| line.contains(word));
    child.kill().expect("killed");
    child.wait().expect("gone");
    assert!(reached, "it never said `{word}`");
}

#[test]
fn killed_at_any_step_the_published_warehouse_stays_and_the_next_run_finishes() {
    let row =
        |code: &str| format!("{HEADING}{code},06283,finished,2023-12-01,2023-12-08,2023-12-05\n");
    for step in [
        "killed-2023-12-15.csv",
        "01_dossier",
        "on_time_rate",
        "audit",
        "publish",
    ] {
        let office = Office::new();
        office.ingest(&office.file("5.csv", row("A1")), &said(5));
        let before = fs::read(office.data().join(Warehouse::FILE)).expect("published");
        // Read by its headings: the file must fit a connector on its own.
        let export = office.file("killed-2023-12-15.csv", row("A2"));
        killed_at(step, &office.data(), &export);
        let after = fs::read(office.data().join(Warehouse::FILE)).expect("still there");
        // The kill may come a moment late: then the whole new build is there, never half of one.
        let counted = |office: &Office| {
            office
                .value("update_count", "2023", AGENCY)
                .map(|value| value.measure.numerator)
        };
        assert!(
            after == before || counted(&office) == Some(2),
            "killed at `{step}`"
        );

        office.ingest(&export, &Said::default());
        assert_eq!(counted(&office), Some(2), "after being killed at `{step}`");
    }
}

#[test]
fn the_server_answers_on_its_address_and_stops_when_told() {
    let office = Office::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(office.data())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let mut said = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    said.read_line(&mut line).expect("it says where it is");
    let address = line
        .trim()
        .trim_start_matches("Serving on http://")
        .split(',')
        .next()
        .expect("an address")
        .to_owned();
    let mut stream = TcpStream::connect(&address).expect("it listens");
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: motcua\r\nConnection: close\r\n\r\n")
        .expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    child.kill().expect("stopped");
    child.wait().expect("gone");
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"),
        "{answer}"
    );
}
