//! What a metric must be for its sums to be kept up, and that sums that are new are checked.

use motcua::{
    catalog::metric::Metric,
    domain::measure::MeasureUnit,
    pipeline::{IngestOverrides, PipelineRun},
};
use rstest::rstest;

use super::{CHANGED, DOSSIERS, ingest};
use crate::support::office::Office;

/// Lays a copy of the on-time rate over the content, with something else in its SQL.
fn lay_copy(office: &mut Office, said: &str, instead: &str) {
    let text = office.catalog.content.file_text(CHANGED).expect("there");
    let text = text.replacen("\"on_time_rate\"", "\"copied_rate\"", 1).replace(said, instead);
    let path = "queries/metrics/copied_rate.sql";
    office.catalog.content = office.catalog.content.with_file(path, text.into_bytes());
    let file = office.catalog.content.find_file(path).expect("laid over");
    office.catalog.metrics.push(Metric::parse_file(file).expect("it is well"));
}

/// Dossiers received on a Monday, due and done on these days of January 2023.
fn export(rows: &[(&str, u8, u8)]) -> String {
    let row = |(code, due, done): &(&str, u8, u8)| {
        format!(
            "{code},Xã An Sơn,Khai sinh,Trực tiếp,Đã trả kết quả,02/01/2023,{due:02}/01/2023,{done:02}/01/2023,\n"
        )
    };
    format!("{DOSSIERS}\n{}", rows.iter().map(row).collect::<String>())
}

fn take_in(office: &Office, name: &str, rows: &[(&str, u8, u8)]) {
    let path = office.file(name, export(rows));
    assert!(ingest(office, &[path], &IngestOverrides::default()).is_built);
}

#[test]
fn sums_of_a_metric_that_is_new_are_checked_though_no_export_came() {
    let mut office = Office::new();
    take_in(&office, "a.csv", &[("A1", 12, 11)]);
    take_in(&office, "b.csv", &[("B1", 12, 11)]);
    // Two on time of one.
    lay_copy(&mut office, "then 1 else 0 end", "then 2 else 0 end");
    let (data, catalog) = (office.data(), &office.catalog);
    let now = jiff::civil::date(2024, 1, 2).at(8, 0, 0, 0);
    let mut run = PipelineRun { catalog, data: &data, now, progress: &mut |_| {} };
    let refused = run.build().expect_err("more on time than counted").to_string();
    let from_nothing = run.build_anew().expect_err("more on time than counted").to_string();
    assert_eq!(refused, from_nothing);
}

/// What is blank would be counted as 0: one on time of two where nobody said so of the other.
#[rstest]
#[case::numerator("then 1 else 0 end", "then 1 end", "numerator")]
#[case::denominator(
    "1 as denominator",
    "case when ended_on <= due_on then 1 end as denominator",
    "denominator"
)]
#[case::day(
    "ended_on as on_day",
    "case when ended_on <= due_on then ended_on end as on_day",
    "on_day"
)]
#[case::agency(
    "    agency_code,",
    "    case when ended_on <= due_on then agency_code end as agency_code,",
    "agency_code"
)]
fn an_event_that_lacks_a_part_is_refused_by_its_column(
    #[case] said: &str,
    #[case] instead: &str,
    #[case] column: &str,
) {
    let mut office = Office::new();
    lay_copy(&mut office, said, instead);
    // All are on time so far, so all is there.
    take_in(&office, "a.csv", &[("A1", 14, 13), ("A2", 14, 13)]);
    let path = office.file("b.csv", export(&[("A3", 12, 13), ("A4", 14, 13)]));
    let (data, catalog) = (office.data(), &office.catalog);
    let now = jiff::civil::date(2024, 1, 3).at(8, 0, 0, 0);
    let mut run = PipelineRun { catalog, data: &data, now, progress: &mut |_| {} };
    let told = run.ingest(&[path], &of_office()).expect_err("refused").to_string();
    assert!(told.contains("copied_rate.sql`: 1 sự kiện") && told.contains(column), "{told}");
    assert_eq!(run.build_anew().expect_err("refused").to_string(), told);
    let kept = office.value("copied_rate", "2023", "06283").expect("of before").measure;
    assert_eq!((kept.numerator, kept.denominator), (2, Some(2)));
}

#[test]
fn a_count_needs_no_denominator() {
    let mut office = Office::new();
    lay_copy(&mut office, "1 as denominator", "cast(null as integer) as denominator");
    let path = office.file("a.csv", export(&[("A1", 14, 13)]));
    let (data, catalog) = (office.data(), &office.catalog);
    let now = jiff::civil::date(2024, 1, 3).at(8, 0, 0, 0);
    let mut run = PipelineRun { catalog, data: &data, now, progress: &mut |_| {} };
    let told = run.ingest(&[path], &of_office()).expect_err("a share does").to_string();
    assert!(told.contains("denominator"), "{told}");
    lay_copy(&mut office, "1 as denominator", "cast(null as integer) as denominator");
    let last = office.catalog.metrics.len() - 1;
    office.catalog.metrics.remove(last - 1);
    office.catalog.metrics[last - 1].unit = MeasureUnit::Dossiers;
    take_in(&office, "b.csv", &[("A2", 14, 13)]);
    let count = office.value("copied_rate", "2023", "06283").expect("counted").measure;
    assert_eq!(count.numerator, 2, "of both exports");
}

fn of_office() -> IngestOverrides {
    IngestOverrides { office: Some("184".into()), ..IngestOverrides::default() }
}
