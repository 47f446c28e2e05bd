//! What a metric must be for its sums to be kept up, and that sums that are new are checked.

use motcua::{
    catalog::metric::Metric,
    pipeline::{IngestOverrides, PipelineRun},
};

use super::{CHANGED, DOSSIERS, assert_is_as_built_from_nothing, ingest};
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

#[test]
fn a_metric_with_an_event_of_no_numerator_is_summed_of_all() {
    let mut office = Office::new();
    // Of what is late it says nothing.
    lay_copy(&mut office, "then 1 else 0 end", "then 1 end");
    take_in(&office, "a.csv", &[("A1", 10, 13), ("A2", 14, 13), ("A3", 14, 12)]);
    take_in(&office, "b.csv", &[("A4", 14, 13)]);
    assert_is_as_built_from_nothing(&office, "one late of three that day");
    // Of the late one alone there is no sum: nothing is published, as nothing would be from nothing.
    let path = office.file("c.csv", export(&[("A2", 14, 12), ("A4", 14, 12)]));
    let (data, catalog) = (office.data(), &office.catalog);
    let now = jiff::civil::date(2024, 1, 3).at(8, 0, 0, 0);
    let mut run = PipelineRun { catalog, data: &data, now, progress: &mut |_| {} };
    let said = IngestOverrides { office: Some("184".into()), ..IngestOverrides::default() };
    assert!(run.ingest(&[path], &said).is_err());
    assert!(run.build_anew().is_err());
}
