//! Parts of `make bench`, one a process: what each costs, in CPU seconds by its phases, and the most memory it held. scripts/bench.py runs
//! them beside the peers' and sets them side by side. The machine may be noisy, so nothing here is a test.

mod process;
mod workbook;

use std::{
    env,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use motcua::{
    catalog::Catalog,
    domain::{basis::MetricBasis, period::Period, progress::BuildProgress},
    pipeline::{IngestOverrides, PipelineRun},
    sample::{self, SamplePlan},
    warehouse::{
        find_published, metric_costs,
        query::{MetricRequest, Warehouse},
    },
};
use process::{cpu_seconds, peak_megabytes};

const PERIODS: [&str; 6] =
    ["2023", "2023-Q3", "bc:2023-Q3", "2023-08", "2023-W34", "2023-02-11..2023-10-05"];

fn main() {
    let words: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let catalog = Catalog::load_content(None).expect("the content is well");
    match words.as_slice() {
        ["sample", rows, seed, out] => {
            let plan =
                SamplePlan::load_plan(&catalog.content, "van_quan_2023").expect("a sound plan");
            let (rows, seed) =
                (rows.parse().expect("a number"), seed.parse().expect("another number"));
            sample::write_exports(&catalog.content, &plan, Path::new(out), Some(rows), seed)
                .expect("written");
        }
        ["workbook", csv, rows, out] => {
            workbook::write_workbook(Path::new(csv), rows.parse().expect("a number"), out);
        }
        ["ingest", data, exports @ ..] => ingest(&catalog, Path::new(data), exports),
        ["changed", data] => build_changed(&catalog, Path::new(data)),
        ["metrics", data] => compare_metrics(&catalog, Path::new(data)),
        ["answers", data] => time_answers(&catalog, Path::new(data)),
        _ => {
            say("parts: sample, workbook, ingest, changed, metrics, answers; see scripts/bench.py");
        }
    }
}

/// What a run has spent, phase by phase.
struct PhaseClock {
    phase: &'static str,
    spent: f64,
    started: Instant,
}

impl PhaseClock {
    fn start() -> Self {
        Self { phase: "archive", spent: cpu_seconds(), started: Instant::now() }
    }

    /// Ends the phase, if another begins.
    fn begin(&mut self, phase: &'static str) {
        if phase != self.phase {
            let now = cpu_seconds();
            let wall = self.started.elapsed().as_secs_f64();
            say(&format!("{}\t{:.2}\t{wall:.2}", self.phase, now - self.spent));
            *self = Self { phase, spent: now, started: Instant::now() };
        }
    }
}

fn ingest(catalog: &Catalog, data: &Path, exports: &[&str]) {
    let exports: Vec<PathBuf> = exports.iter().map(PathBuf::from).collect();
    let mut clock = PhaseClock::start();
    let mut read = 0;
    let mut progress = |what: &BuildProgress| match what {
        // Each is told of when it is archived, then when it is staged.
        BuildProgress::ReadExport { .. } => {
            read += 1;
            clock.begin(if read > exports.len() { "staging" } else { "archive" });
        }
        BuildProgress::FillModel { .. } => clock.begin("models"),
        BuildProgress::SumMetric { .. } => clock.begin("metrics"),
        BuildProgress::Audit => clock.begin("audit"),
        BuildProgress::Publish => clock.begin("publish"),
        _ => {}
    };
    let now = jiff::civil::date(2026, 10, 1).at(8, 0, 0, 0);
    let mut run = PipelineRun { catalog, data, now, progress: &mut progress };
    let (taken, _) = run.ingest(&exports, &IngestOverrides::default()).expect("taken in");
    assert!(taken.iter().all(|(_, taken)| taken.is_ok()), "{taken:?}");
    clock.begin("end");
    say(&format!("peak\t{}", peak_megabytes()));
}

/// A build in which one metric says something else.
fn build_changed(catalog: &Catalog, data: &Path) {
    let mut other = catalog.clone();
    let metric = &mut other.metrics[0];
    metric.sql.push_str("\n-- another\n");
    let file = other.content.file_text(&metric.path).expect("there").to_owned() + "-- another\n";
    other.content = other.content.with_file(&metric.path, file.into_bytes());
    let now = jiff::civil::date(2026, 10, 2).at(8, 0, 0, 0);
    let mut clock = PhaseClock { phase: "build", ..PhaseClock::start() };
    let mut run = PipelineRun { catalog: &other, data, now, progress: &mut |_| {} };
    assert!(run.build().expect("built").is_some(), "it is another metric");
    clock.begin("end");
    say(&format!("peak\t{}", peak_megabytes()));
}

/// The sums of all metrics, against the same events selected and summed by the bare engine.
fn compare_metrics(catalog: &Catalog, data: &Path) {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let published = find_published(data).expect("published");
    let costs = metric_costs(catalog, &published, scratch.path()).expect("measured");
    let ours: Duration = costs.iter().map(|cost| cost.ours).sum();
    let bare: Duration = costs.iter().map(|cost| cost.bare).sum();
    say(&format!("ours\t{:.2}", ours.as_secs_f64()));
    say(&format!("bare\t{:.2}", bare.as_secs_f64()));
}

/// Every metric for every commune, for periods nobody asked for before.
fn time_answers(catalog: &Catalog, data: &Path) {
    let mut took = Vec::new();
    for round in 0..2 {
        let warehouse = Warehouse::open_published(data).expect("published");
        for metric in &catalog.metrics {
            for period in PERIODS.map(|text| text.parse::<Period>().expect("a period")) {
                let started = Instant::now();
                let request = MetricRequest { metric, period, basis: MetricBasis::Computed };
                warehouse.metrics.values(&request).expect("answered");
                // The first round warms the file's pages.
                if round > 0 {
                    took.push(started.elapsed());
                }
            }
        }
    }
    took.sort_unstable();
    let millis = |took: Duration| took.as_secs_f64() * 1000.0;
    say(&format!("count\t{}", took.len()));
    say(&format!("median_ms\t{:.1}", millis(took[took.len() / 2])));
    say(&format!("slowest_ms\t{:.1}", millis(took[took.len() - 1])));
}

#[expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
fn say(line: &str) {
    println!("{line}");
}
