//! `make bench`: what the metrics of a build cost against the bare engine, and how long an answer takes. Ratios of one run; the machine
//! may be noisy, so nothing here is a test. `ROWS=10000000 make bench` asks for as many dossiers.

use std::{env, path::Path, time::Duration, time::Instant};

use motcua::{
    catalog::Catalog,
    domain::basis::MetricBasis,
    domain::period::Period,
    pipeline::{IngestOverrides, PipelineRun},
    sample::{self, SamplePlan},
    warehouse::{
        metric_costs,
        query::{MetricRequest, Warehouse},
    },
};

const PERIODS: [&str; 6] =
    ["2023", "2023-Q3", "bc:2023-Q3", "2023-08", "2023-W34", "2023-02-11..2023-10-05"];

fn main() {
    let rows: u64 = env::var("ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000);
    let catalog = Catalog::load_content(None).expect("the content is well");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = SamplePlan::load_plan(&catalog.content, "van_quan_2023").expect("the plan is well");
    let exports = sample::write_exports(
        &catalog.content,
        &plan,
        &folder.path().join("samples"),
        Some(rows),
        1,
    )
    .expect("written");
    let data = folder.path().join("data");
    let now = jiff::civil::date(2026, 10, 1).at(8, 0, 0, 0);
    let started = Instant::now();
    let mut run = PipelineRun { catalog: &catalog, data: &data, now, progress: &mut |_| {} };
    run.ingest(&exports, &IngestOverrides::default()).expect("taken in");
    let whole = started.elapsed();
    say(&format!("ingest of {rows} rows: {}", seconds(whole)));
    costs(&catalog, &data.join(Warehouse::FILE), folder.path());
    answers(&catalog, &data);
    increments(&catalog, &data, folder.path(), (&plan, rows), whole);
}

/// What comes on top of all of it, as shares of what all of it cost: a fiftieth of the rows, the same again, one metric that is another.
fn increments(
    catalog: &Catalog,
    data: &Path,
    folder: &Path,
    (plan, rows): (&SamplePlan, u64),
    whole: Duration,
) {
    let now = jiff::civil::date(2026, 10, 2).at(8, 0, 0, 0);
    let say_share = |what: &str, took: Duration| {
        let share = took.as_secs_f64() / whole.as_secs_f64() * 100.0;
        say(&format!("{what}: {}, {share:.0} % of all", seconds(took)));
    };
    let more = folder.join("more");
    let exports = sample::write_exports(&catalog.content, plan, &more, Some(rows / 50), 2);
    let exports = exports.expect("written");
    for what in ["a fiftieth on top", "the same again"] {
        let started = Instant::now();
        let mut run = PipelineRun { catalog, data, now, progress: &mut |_| {} };
        run.ingest(&exports, &IngestOverrides::default()).expect("taken in");
        say_share(what, started.elapsed());
    }
    let mut other = catalog.clone();
    let metric = &mut other.metrics[0];
    metric.sql.push_str("\n-- another\n");
    let file = other.content.file_text(&metric.path).expect("there").to_owned() + "-- another\n";
    other.content = other.content.with_file(&metric.path, file.into_bytes());
    let started = Instant::now();
    let mut run = PipelineRun { catalog: &other, data, now, progress: &mut |_| {} };
    assert!(run.build().expect("built").is_some(), "it is another metric");
    say_share("one metric that is another", started.elapsed());
}

/// The metrics of a build, one by one and together, against the same events selected and summed by the bare engine.
fn costs(catalog: &Catalog, warehouse: &Path, scratch: &Path) {
    let costs = metric_costs(catalog, warehouse, scratch).expect("measured");
    for cost in &costs {
        say(&format!("  {:30} {:>10} {:>10}", cost.metric, seconds(cost.ours), seconds(cost.bare)));
    }
    let ours: Duration = costs.iter().map(|cost| cost.ours).sum();
    let bare: Duration = costs.iter().map(|cost| cost.bare).sum();
    let ratio = ours.as_secs_f64() / bare.as_secs_f64();
    say(&format!(
        "metric_day of {} metrics: {}, bare engine {}, ratio {ratio:.2} (at most 2)",
        costs.len(),
        seconds(ours),
        seconds(bare)
    ));
}

/// Every metric for every commune, for periods nobody asked for before.
fn answers(catalog: &Catalog, data: &Path) {
    let mut took = Vec::new();
    for round in 0..2 {
        let warehouse = Warehouse::open_published(data).expect("published");
        for metric in &catalog.metrics {
            for period in PERIODS.map(|text| text.parse::<Period>().expect("a period")) {
                let started = Instant::now();
                warehouse
                    .metrics
                    .values(&MetricRequest { metric, period, basis: MetricBasis::Computed })
                    .expect("answered");
                // The first round warms the file's pages.
                if round > 0 {
                    took.push(started.elapsed());
                }
            }
        }
    }
    took.sort_unstable();
    let (median, most) = (took[took.len() / 2], took[took.len() - 1]);
    say(&format!(
        "{} answers: median {}, slowest {} (under 20 ms)",
        took.len(),
        millis(median),
        millis(most)
    ));
}

fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_secs_f64())
}

fn millis(took: Duration) -> String {
    format!("{:.1} ms", took.as_secs_f64() * 1000.0)
}

#[expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
fn say(line: &str) {
    println!("{line}");
}
