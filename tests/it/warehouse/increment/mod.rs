//! A build that begins with the one before it is, table by table, the build from nothing.

mod reused;
mod sequences;
mod summed;

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use clap::ValueEnum as _;
use fastrand::Rng;
use jiff::{ToSpan, civil::date};
use motcua::{
    domain::{basis::MetricBasis, progress::BuildProgress},
    ingest::archive::Archive,
    pipeline::{IngestOverrides, PipelineRun},
    warehouse::query::{BreakdownDimension, MetricRequest, RowsAsked, Warehouse},
};

use crate::support::office::{Office, published_file};

const CHANGED: &str = "queries/metrics/on_time_rate.sql";

/// What a build did.
#[derive(Debug, Default, PartialEq, Eq)]
struct BuildSteps {
    exports: usize,
    metrics: Vec<String>,
    is_built: bool,
}

/// Asks an office to do something with its pipeline, and tells what that did.
fn run(office: &Office, asked: impl FnOnce(&mut PipelineRun) -> bool) -> BuildSteps {
    let mut steps = BuildSteps::default();
    let mut note = |step: &BuildProgress| match step {
        BuildProgress::ReadExport { .. } => steps.exports += 1,
        BuildProgress::SumMetric { id } => steps.metrics.push(id.clone()),
        _ => {}
    };
    let data = office.data();
    // Exports come one after the other: some problems are mended by what comes later.
    let came = Archive::open_in(&data).and_then(|archive| archive.list_contents());
    let minutes = came.map_or(0, |contents| contents.sources.len());
    let now = date(2024, 1, 2).at(8, 0, 0, 0) + i64::try_from(minutes).unwrap_or(0).minutes();
    let is_built =
        asked(&mut PipelineRun { catalog: &office.catalog, data: &data, now, progress: &mut note });
    BuildSteps { is_built, ..steps }
}

fn ingest(office: &Office, paths: &[PathBuf], said: &IngestOverrides) -> BuildSteps {
    let said = IngestOverrides { office: Some("184".into()), ..said.clone() };
    run(office, |run| {
        let (taken, build) = run.ingest(paths, &said).expect("the run could start");
        assert!(taken.iter().all(|(_, taken)| taken.is_ok()), "{taken:?}");
        build.is_some()
    })
}

fn build(office: &Office) -> BuildSteps {
    run(office, |run| run.build().expect("built").is_some())
}

fn digests(data: &Path) -> Vec<(String, String)> {
    Warehouse::open_published(data).expect("published").digest_tables().expect("whole")
}

/// Periods of every way their sums are read: whole months with days around them, days of one month.
const PERIODS: [&str; 2] = ["2023-02-11..2023-06-20", "2023-09-03..2023-09-20"];

/// What is published tells: numbers, parts of them, each part by agency, and lists.
fn answers(office: &Office) -> Vec<String> {
    let warehouse = Warehouse::open_published(&office.data()).expect("published");
    let mut answers = Vec::new();
    for (metric, period) in
        office.catalog.metrics.iter().flat_map(|metric| PERIODS.map(|period| (metric, period)))
    {
        let name = format!("{} {period}", metric.id);
        let period = period.parse().expect("a period");
        let asked = MetricRequest { metric, period, basis: MetricBasis::Computed };
        answers.push(format!("{name}: {:?}", warehouse.metrics.values(&asked).expect("values")));
        let rows = warehouse.dossiers.list(&RowsAsked::new(metric, period)).expect("a list");
        answers.push(format!("{name}: {rows:?}"));
        let ways = BreakdownDimension::value_variants().iter().copied();
        for by in ways.filter(|by| by.is_of(metric.subject)) {
            let parts = warehouse.breakdowns.by_dimension(metric, period, None, by);
            let parts = parts.expect("parts");
            for code in parts.iter().filter_map(|part| part.code.as_deref()) {
                let of_part = warehouse.breakdowns.values_of_part(metric, period, (by, code));
                answers.push(format!("{name} {code}: {:?}", of_part.expect("values")));
            }
            answers.push(format!("{name} {}: {parts:?}", by.id()));
        }
    }
    answers
}

/// How many dossiers of what is published were put in the place of others since a build from nothing: none where all were made anew.
#[expect(clippy::disallowed_types, reason = "what a build notes for the next one is told nowhere")]
fn count_moved(office: &Office) -> u64 {
    let path = published_file(&office.data());
    let read_only = duckdb::Config::default().access_mode(duckdb::AccessMode::ReadOnly);
    let connection =
        duckdb::Connection::open_with_flags(path, read_only.expect("a setting")).expect("opened");
    let sql =
        "select coalesce(max(cast(digest as bigint)), 0) from build_input where kind = 'moved'";
    connection.query_row(sql, [], |row| row.get(0)).expect("asked")
}

/// Holds what is published against a build from nothing.
fn assert_is_as_built_from_nothing(office: &Office, told: &str) {
    let (found, told_before) = (digests(&office.data()), answers(office));
    assert!(run(office, |run| run.build_anew().expect("built").is_some()).is_built);
    let expected = digests(&office.data());
    let differing: Vec<_> = expected.iter().filter(|it| !found.contains(it)).collect();
    assert!(differing.is_empty() && found.len() == expected.len(), "{told}: {differing:?}");
    assert_eq!(told_before, answers(office), "{told}");
}

const DOSSIERS: &str = "Mã hồ sơ,Đơn vị giải quyết,Tên thủ tục,Kênh nộp,Trạng thái,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,\"Phí, lệ phí\"";

/// What exports that are drawn tell of besides.
const TOLD_BESIDES: &str = "Mã TTHC,Ngày trả kết quả,Thanh toán trực tuyến";

/// Dossiers of few codes, so that exports tell of the same ones: moved to others, put right, told twice, not to be read.
fn draw_dossiers(random: &mut Rng) -> String {
    let agencies = ["Xã An Sơn", "Xã Trấn Ninh", "Thị trấn Văn Quan", "nơi nào"];
    let refused = "Từ chối tiếp nhận";
    let statuses =
        ["Đã trả kết quả", "Đang xử lý", "Chờ bổ sung", "Từ chối", refused, "Đã xử lý xong"];
    let mut text = format!("{DOSSIERS},{TOLD_BESIDES}\n");
    for _ in 0..random.usize(4..18) {
        let received = date(2023, 1, 2) + random.i64(0..300).days();
        let day = |days: i64| (received + days.days()).strftime("%d/%m/%Y").to_string();
        let ended = match random.u8(0..6) {
            0 => String::new(),
            1 => "chưa rõ".to_owned(),
            // After the export that tells of it, where it came late in the year.
            2 => day(random.i64(20..200)),
            // Now and then before it came, which a check finds.
            _ => day(random.i64(-3..20)),
        };
        let fee = ["", "0", "0", "8000", "8.000 đ", "tám nghìn"][random.usize(0..6)];
        let returned = if random.bool() { day(random.i64(0..20)) } else { String::new() };
        let procedure = ["", "1.009001", "1.009002", "1.009003"][random.usize(0..4)];
        let paid = ["", "Có", "Có", "Không"][random.usize(0..4)];
        let status = statuses[random.usize(0..statuses.len())];
        // Who was refused may have been written down on no day.
        let came = if status == refused && random.u8(0..4) > 0 { String::new() } else { day(0) };
        writeln!(
            text,
            "HS{:03},{},{},{},{},{},{},{ended},{fee},{procedure},{returned},{paid}",
            random.u8(0..9),
            agencies[random.usize(0..agencies.len())],
            ["Khai sinh", "Khai tử", "Kết hôn"][random.usize(0..3)],
            ["Trực tuyến", "Trực tiếp", "BCCI", ""][random.usize(0..4)],
            status,
            came,
            day(random.i64(-1..12)),
        )
        .expect("text");
    }
    text
}

fn said(random: &mut Rng) -> IngestOverrides {
    // Older ones arrive later as well.
    let day = date(2023, 11, 1) + random.i64(0..60).days();
    IngestOverrides { snapshot_on: Some(day), ..IngestOverrides::default() }
}

/// Another system that tells of dossiers as the first one does, but for what was paid: an export that does not say is the first one's.
const ELSEWHERE: &str = "generic_elsewhere";

fn add_system(office: &mut Office) {
    let mut elsewhere = office.catalog.find_connector("generic_csv").expect("there").clone();
    elsewhere.id = ELSEWHERE.into();
    elsewhere.columns.retain(|column| column.is.as_deref() != Some("fee_amount"));
    office.catalog.connectors.push(elsewhere);
}

/// A metric that says something else than before.
fn change_content(office: &mut Office, number: usize) {
    let metric = office.catalog.metrics.iter_mut().find(|it| it.path == CHANGED).expect("there");
    metric.sql = metric.sql.replace("<= due_on", &format!("<= due_on + {number}"));
    let text =
        format!("{}\n-- {number}\n", office.catalog.content.file_text(CHANGED).expect("there"));
    office.catalog.content = office.catalog.content.with_file(CHANGED, text.into_bytes());
}
