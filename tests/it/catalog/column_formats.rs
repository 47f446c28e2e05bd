//! A connector may name how a column writes its days or numbers: `format`.

use std::path::PathBuf;

use jiff::civil::date;
use motcua::{
    catalog::{Catalog, CatalogError},
    pipeline::{IngestOutcome, IngestOverrides},
};
use rstest::rstest;

use crate::support::office::Office;

/// A list of dossiers with one column more.
fn connector(is: &str, format: &str) -> Vec<u8> {
    let column = |heading: &str, is: &str| {
        format!("[[column]]\nheading = \"{heading}\"\nis = \"{is}\"\nrequired = true\n")
    };
    let told = format!(
        "id = \"own_book\"\nname = \"Sổ\"\nyields = \"dossier\"\nformats = [\"csv\"]\nbasis = \"sổ\"\n{}{}{}\
         [[column]]\nheading = \"Cột thử\"\nis = \"{is}\"\nformat = '{format}'\n",
        column("Mã", "dossier_code"),
        column("Xã", "solving_agency"),
        column("Tình hình", "status"),
    );
    told.into_bytes()
}

fn load(is: &str, format: &str) -> Result<Catalog, CatalogError> {
    let content = Catalog::load_content(None)?.content;
    let path = "connectors/own_book/connector.toml";
    Catalog::from_content(content.with_file(path, connector(is, format)))
}

/// What an office reads of these texts of the column: the values that are kept, and what is said of the others.
fn read(is: &str, format: &str, texts: &[&str]) -> (Vec<String>, Vec<(String, String)>) {
    let loaded = load(is, format).expect("well");
    let mut office = Office::new();
    (office.catalog.connectors, office.catalog.content) = (loaded.connectors, loaded.content);
    let rows: Vec<String> = (texts.iter().enumerate())
        .map(|(number, text)| format!("A{number};06283;Đang xử lý;{text}\n"))
        .collect();
    let rows = rows.concat();
    let path: PathBuf = office.file("so.csv", format!("Mã;Xã;Tình hình;Cột thử\n{rows}"));
    let said = IngestOverrides {
        connector: Some("own_book".to_owned()),
        snapshot_on: Some(date(2024, 1, 1)),
        ..IngestOverrides::default()
    };
    let (mut taken, _) = office.ingest(&path, &said);
    let source = match taken.pop() {
        Some(Ok(IngestOutcome::New(source))) => source,
        other => panic!("{other:?}"),
    };
    let provenance = &office.warehouse().provenance;
    let csv = provenance.write_staged_csv("dossier_version", is).expect("read");
    let told = provenance.list_rejections(&source.id).expect("read");
    let told = told.into_iter().map(|one| (one.reason, one.value.unwrap_or_default()));
    let mut told: Vec<_> = told.collect();
    told.sort();
    (csv.lines().skip(1).map(str::to_owned).collect(), told)
}

#[rstest]
// By itself the column would be read day first: 4 December.
#[case::month_first("%m/%d/%Y", &["04/12/2023", "12/01/2023"], &["2023-04-12 00:00:00", "2023-12-01 00:00:00"])]
#[case::halves_of_the_day("%m/%d/%Y %I:%M:%S %p", &["12/4/2023 4:30:00 PM", "12/13/2023 12:15:00 AM"], &["2023-12-04 16:30:00", "2023-12-13 00:15:00"])]
#[case::short_years("%y.%m.%d", &["23.12.04"], &["2023-12-04 00:00:00"])]
#[case::months_by_name("%d %b %Y", &["04 Dec 2023"], &["2023-12-04 00:00:00"])]
#[case::nothing_there("%m/%d/%Y", &["", "04/12/2023"], &["", "2023-04-12 00:00:00"])]
fn days_are_read_as_the_format_says(
    #[case] format: &str,
    #[case] texts: &[&str],
    #[case] days: &[&str],
) {
    let (kept, told) = read("received_at", format, texts);
    assert_eq!(told, []);
    assert_eq!(kept, days);
}

#[rstest]
#[case::comma("1.234,5", &["98.125", "1.250,40", "15000", "1.250.000 đ"], &["98125", "1250.4", "15000", "1250000"])]
#[case::point("1,234.5", &["98.125", "1,250.40", "15000"], &["98.125", "1250.4", "15000"])]
fn numbers_are_read_as_the_format_says(
    #[case] format: &str,
    #[case] texts: &[&str],
    #[case] numbers: &[&str],
) {
    let (kept, told) = read("fee_amount", format, texts);
    let kept: Vec<f64> = kept.iter().map(|text| text.parse().expect("a number")).collect();
    let numbers: Vec<f64> = numbers.iter().map(|text| text.parse().expect("a number")).collect();
    assert_eq!(kept, numbers);
    assert_eq!(told, []);
}

#[test]
fn what_is_written_otherwise_is_listed_and_read_as_nothing_else() {
    let (_, told) = read("received_at", "%m/%d/%Y", &["13/12/2023", "2023-12-04", "12/04/2023"]);
    let other = |text: &str| ("other_format".to_owned(), text.to_owned());
    assert_eq!(told, [other("13/12/2023"), other("2023-12-04")]);
    let (_, told) = read("fee_amount", "1,234.5", &["1.250.000", "1,250,000"]);
    assert_eq!(told, [other("1.250.000")]);
}

#[rstest]
#[case::no_whole_day("received_at", "%d/%m", "`%d/%m` không nói đủ một ngày")]
#[case::as_excel_has_it("received_at", "dd/MM/yyyy", "không nói đủ một ngày")]
#[case::a_day_for_a_number("fee_amount", "%d/%m/%Y", "không phải cách ghi số")]
#[case::a_text("procedure_name", "%d/%m/%Y", "không phải cột ngày hay cột số")]
fn a_format_that_cannot_be_is_refused_with_its_place(
    #[case] is: &str,
    #[case] format: &str,
    #[case] told: &str,
) {
    let error = load(is, format).expect_err("refused");
    let said = format!("{:?}", miette::Report::new(error));
    assert!(said.contains(told), "{said}");
    assert!(said.contains("connector.toml"), "{said}");
}
