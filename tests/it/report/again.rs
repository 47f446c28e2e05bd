//! A report made again from the archive as it was known.

use jiff::civil::date;
use motcua::{
    catalog::settings::OfficeSettings,
    pipeline::{self, IngestOverrides},
    report::{RenderedFile, ReportContext, ReportFormat, ReportRequest, make},
    warehouse::query::Warehouse,
};

use super::TODAY;
use crate::support::office::Office;

#[test]
fn a_report_as_known_then_is_the_same_bytes() {
    let office = Office::of_every_metric();
    let heading = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n";
    let given = |day: i8, row: &str| {
        let path = office.file(&format!("{day}.csv"), format!("{heading}{row}"));
        let said = IngestOverrides {
            connector: Some("given".into()),
            snapshot_on: Some(date(2023, 12, day)),
            ..IngestOverrides::default()
        };
        office.ingest(&path, &said);
    };
    let made = |warehouse: &Warehouse| -> Vec<RenderedFile> {
        let settings = OfficeSettings::default();
        let press = ReportContext::new(&office.catalog, &settings, warehouse, TODAY);
        let report = office.catalog.find_report("weekly").expect("a report");
        let asked =
            ReportRequest { report, period: "2023-12".parse().expect("a period"), agency: None };
        let formats = ReportFormat::ALL.into_iter();
        let formats: Vec<ReportFormat> = formats
            .filter(|format| cfg!(feature = "pdf") || *format != ReportFormat::Pdf)
            .collect();
        make(&press, asked, &formats).expect("made")
    };
    given(10, "A1,06283,finished,2023-12-01,2023-12-08,2023-12-09\n");
    let then = made(&office.warehouse());
    given(20, "A2,06283,finished,2023-12-01,2023-12-08,2023-12-19\n");
    let later = made(&office.warehouse());
    let (known, _folder) =
        pipeline::as_known_on(&office.catalog, &office.data(), date(2023, 12, 15), &mut |_| {})
            .expect("built");
    let again = made(&known);
    assert_eq!(then.len(), again.len());
    for ((then, again), later) in then.iter().zip(&again).zip(&later) {
        assert!(then == again, "{}", then.file_name);
        assert!(then != later, "{}", then.file_name);
    }
}
