//! Columns of an office's own beside a dossier: kept as the newest export says, shown, looked for, taken away, and of no person.

mod refused;
mod shown;

use crate::support::office::{AGENCY, Office};
use jiff::civil::{Date, date};
use motcua::{
    catalog::{Catalog, CatalogError},
    pipeline::{IngestOutcome, IngestOverrides, PipelineRun},
    warehouse::query::{ExtraFilter, RowsAsked, Warehouse},
};

const OTHER: &str = "06286";

/// A list of dossiers with two columns of the office's own.
const OWN: &str = "[[column]]\nheading = \"Số vào sổ\"\nis = \"extra.so_vao_so\"\nlabel = \"Số vào sổ\"\n\
    [[column]]\nheading = \"Kho\"\nis = \"extra.kho\"\nlabel = \"Nơi cất hồ sơ giấy\"\n";

fn connector(id: &str, yields: &str, own: &str) -> Vec<u8> {
    let column = |heading: &str, is: &str| {
        format!("[[column]]\nheading = \"{heading}\"\nis = \"{is}\"\nrequired = true\n")
    };
    let told = format!(
        "id = \"{id}\"\nname = \"Sổ\"\nyields = \"{yields}\"\nformats = [\"csv\"]\nbasis = \"sổ\"\n{}{}{}{}{}{}{own}",
        column("Mã", "dossier_code"),
        column("Xã", "solving_agency"),
        column("Tình hình", "status"),
        column("Nhận", "received_at"),
        column("Hẹn", "due_at"),
        column("Xong", "ended_at"),
    );
    told.into_bytes()
}

fn load(yields: &str, own: &str) -> Result<Catalog, CatalogError> {
    let content = Catalog::load_content(None)?.content;
    let path = "connectors/own_book/connector.toml";
    Catalog::from_content(content.with_file(path, connector("own_book", yields, own)))
}

/// An office that keeps both columns.
fn office() -> Office {
    let loaded = load("dossier", OWN).expect("well");
    let mut office = Office::new();
    (office.catalog.connectors, office.catalog.content) = (loaded.connectors, loaded.content);
    office
}

/// Takes rows in: code, commune, number of the book, place; all finished on 5 December, promised for the 6th.
fn give(office: &Office, day: Date, rows: &[(&str, &str, &str, &str)]) -> String {
    let rows: Vec<String> = (rows.iter())
        .map(|(code, agency, number, place)| {
            format!(
                "{code};{agency};Đã trả kết quả;01/12/2023;06/12/2023;05/12/2023;{number};{place}\n"
            )
        })
        .collect();
    let csv = format!("Mã;Xã;Tình hình;Nhận;Hẹn;Xong;Số vào sổ;Kho\n{}", rows.concat());
    let path = office.file(&format!("so-{day}.csv"), csv);
    let said = IngestOverrides {
        connector: Some("own_book".to_owned()),
        snapshot_on: Some(day),
        ..IngestOverrides::default()
    };
    let (mut taken, build) = office.ingest_at(&path, &said, day.at(20, 0, 0, 0));
    assert!(build.is_some());
    match taken.pop() {
        Some(Ok(IngestOutcome::New(source))) => source.id,
        other => panic!("{other:?}"),
    }
}

/// Per dossier on time in December, what stands in its columns.
fn kept(warehouse: &Warehouse, office: &Office, extras: &[ExtraFilter]) -> Vec<String> {
    let metric = office.catalog.find_metric("on_time_rate").expect("a metric");
    let asked = RowsAsked {
        extras,
        order: "dossier_code".parse().expect("an order"),
        at_most: 100,
        ..RowsAsked::new(metric, "2023-12".parse().expect("a period"))
    };
    let found = warehouse.dossiers.list(&asked).expect("answered");
    assert_eq!(found.total, found.rows.len() as u64);
    let told = found.rows.iter().map(|row| {
        let extras: Vec<String> =
            row.extra.iter().map(|(name, text)| format!("{name}={text}")).collect();
        format!("{} {}", row.dossier_code, extras.join(" "))
    });
    told.map(|told| told.trim().to_owned()).collect()
}

const FIRST: [(&str, &str, &str, &str); 4] = [
    ("A1", AGENCY, "12/2023", "Kho A"),
    ("A2", AGENCY, "13/2023", "Kho B"),
    ("A3", AGENCY, "", ""),
    ("B1", OTHER, "7", "Tủ 3"),
];

#[test]
fn the_newest_export_says_what_stands_there_and_an_emptied_cell_empties_it() {
    let office = office();
    give(&office, date(2023, 12, 31), &FIRST);
    assert_eq!(
        kept(&office.warehouse(), &office, &[]),
        [
            "A1 kho=Kho A so_vao_so=12/2023",
            "A2 kho=Kho B so_vao_so=13/2023",
            "A3",
            "B1 kho=Tủ 3 so_vao_so=7"
        ]
    );
    // A1 is corrected, A2 emptied in one column, A3 told for the first time; of B1 nothing new is said.
    let second = [
        ("A1", AGENCY, "112/2023", "Kho A"),
        ("A2", AGENCY, "", "Kho B"),
        ("A3", AGENCY, "14/2023", ""),
    ];
    give(&office, date(2024, 1, 1), &second);
    let expected = [
        "A1 kho=Kho A so_vao_so=112/2023",
        "A2 kho=Kho B",
        "A3 so_vao_so=14/2023",
        "B1 kho=Tủ 3 so_vao_so=7",
    ];
    assert_eq!(kept(&office.warehouse(), &office, &[]), expected);
    let upon_the_first = office.warehouse().digest_tables().expect("whole");
    let history = office.warehouse().dossiers.read_history("A2").expect("answered");
    let told: Vec<Option<&str>> =
        history.iter().map(|version| version.extra.get("so_vao_so").map(String::as_str)).collect();
    assert_eq!(told, [Some("13/2023"), None]);

    // From nothing it comes to the same.
    let (data, now) = (office.data(), date(2024, 1, 2).at(8, 0, 0, 0));
    let mut run = PipelineRun { catalog: &office.catalog, data: &data, now, progress: &mut |_| {} };
    run.build_anew().expect("built").expect("new");
    let anew = Warehouse::open_published(&data).expect("published");
    assert_eq!(kept(&anew, &office, &[]), expected);
    let from_nothing = anew.digest_tables().expect("whole");
    let of = |tables: &[(String, String)]| -> Vec<(String, String)> {
        let named = ["dossier", "dossier_version", "metric_day"];
        tables.iter().filter(|(name, _)| named.contains(&name.as_str())).cloned().collect()
    };
    assert_eq!(of(&upon_the_first), of(&from_nothing));
    assert_eq!(of(&from_nothing).len(), 3);
}

#[test]
fn an_older_export_that_comes_late_changes_nothing() {
    let office = office();
    give(&office, date(2023, 12, 31), &[("A1", AGENCY, "12", "Kho A")]);
    give(&office, date(2023, 12, 30), &[("A1", AGENCY, "11", "")]);
    assert_eq!(kept(&office.warehouse(), &office, &[]), ["A1 kho=Kho A so_vao_so=12"]);
}

#[test]
fn dossiers_are_found_by_what_stands_there() {
    let office = office();
    give(&office, date(2023, 12, 31), &FIRST);
    let find = |pairs: &[(&str, &str)]| -> Vec<String> {
        let filters: Vec<ExtraFilter> =
            pairs.iter().map(|(name, text)| ExtraFilter::new(name, text)).collect();
        let found = kept(&office.warehouse(), &office, &filters);
        found.iter().map(|told| told[..2].to_owned()).collect()
    };
    assert_eq!(find(&[("kho", "kho")]), ["A1", "A2"], "in any case of letters");
    // The same letters, otherwise composed.
    assert_eq!(find(&[("kho", "Tu\u{309}")]), ["B1"]);
    assert_eq!(find(&[("kho", "kho"), ("so_vao_so", "13")]), ["A2"]);
    assert_eq!(find(&[("so_vao_so", "' or true --")]), [""; 0]);
    assert_eq!(find(&[("none", "7")]), [""; 0]);
}

#[test]
fn what_may_be_of_a_person_is_not_kept_and_said_without_being_repeated() {
    let office = office();
    let source = give(
        &office,
        date(2023, 12, 31),
        &[
            ("A1", AGENCY, "0912345678", "Kho A"),
            ("A2", AGENCY, "CCCD 020085001234", "gửi bia@example.org"),
            ("A3", AGENCY, "15/2023", "#REF!"),
            ("A4", AGENCY, "16/2023", "Kho C, ngăn 2"),
        ],
    );
    // The rows stay, and count.
    assert_eq!(
        kept(&office.warehouse(), &office, &[]),
        ["A1 kho=Kho A", "A2", "A3 so_vao_so=15/2023", "A4 kho=Kho C, ngăn 2 so_vao_so=16/2023"]
    );
    let told = office.warehouse().provenance.list_rejections(&source).expect("read");
    let mut told: Vec<_> = (told.iter())
        .map(|one| (one.column.as_deref(), one.reason.as_str(), one.value.as_deref(), one.is_kept))
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            (Some("extra.kho"), "failed_formula", Some("#REF!"), true),
            (Some("extra.kho"), "personal_value", None, true),
            (Some("extra.so_vao_so"), "personal_value", None, true),
        ]
    );
}

#[test]
fn a_column_in_which_people_are_named_is_kept_out_as_a_whole() {
    let office = office();
    let source = give(
        &office,
        date(2023, 12, 31),
        &[
            ("A1", AGENCY, "12", "Nguyễn Văn Bịa"),
            ("A2", AGENCY, "13", "Trần Thị Bịa"),
            ("A3", AGENCY, "14", "Kho A"),
        ],
    );
    assert_eq!(
        kept(&office.warehouse(), &office, &[]),
        ["A1 so_vao_so=12", "A2 so_vao_so=13", "A3 so_vao_so=14"]
    );
    let told = office.warehouse().provenance.list_rejections(&source).expect("read");
    let told: Vec<_> = (told.iter())
        .map(|one| (one.column.as_deref(), one.reason.as_str(), one.value.as_deref()))
        .collect();
    assert_eq!(told, [(Some("extra.kho"), "personal_column", Some(""))]);
}
