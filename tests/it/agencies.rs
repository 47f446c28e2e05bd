//! Which agency a text of an export means, on real registers.

use jiff::civil::{Date, date};
use motcua::pipeline::{Run, Said};

use crate::{intake::Intake, office::Office};

const BEFORE: Date = date(2023, 12, 31);
const AFTER: Date = date(2025, 12, 31);

/// What each text is read as on a day, by an office that names units of `scope`: a code, or why none.
fn read(texts: &[&str], day: Date, scope: &str) -> Vec<String> {
    let office = Office::new();
    let mut csv = "dossier_code;solving_agency;status\n".to_owned();
    for text in texts {
        csv.extend([text, ";\"", text, "\";finished\n"]);
    }
    let path = office.file("given.csv", csv.as_bytes());
    let said = Said {
        connector: Some("given".into()),
        snapshot_on: Some(day),
        period: None,
        scope: Some(scope.into()),
        office: None,
    };
    let intake = Intake::by(office, &[path], &said).remove(0);
    let staged = intake.rows("source_row,solving_agency");
    let rejections = intake
        .office
        .warehouse()
        .rejections(&intake.source.id)
        .expect("answered");
    let code = |row: u64| {
        let own = format!("{row},");
        if let Some(code) = staged.iter().find_map(|line| line.strip_prefix(&own)) {
            return code.to_owned();
        }
        let told = rejections
            .iter()
            .find(|one| one.first_row == row)
            .expect("rejected");
        assert_eq!(told.reason, "unknown_agency");
        told.hint.clone().expect("a hint")
    };
    (2..2 + texts.len() as u64).map(code).collect()
}

#[test]
fn an_agency_is_known_by_its_code_and_by_every_writing_of_its_name() {
    use unicode_normalization::UnicodeNormalization;
    let decomposed: String = "Xã Hòa Bình".nfd().collect();
    let texts = [
        ("06283", "06283"),
        ("UBND xã An Sơn", "06283"),
        ("Ủy ban nhân dân xã An Sơn", "06283"),
        ("Uỷ ban nhân dân xã An Sơn", "06283"),
        ("ỦY BAN NHÂN DÂN XÃ AN SƠN", "06283"),
        ("X. An Sơn", "06283"),
        ("x.An Sơn", "06283"),
        ("An Sơn", "06283"),
        ("UBND  xã\u{A0}An Sơn", "06283"),
        ("Xã Hoà Bình", "06274"),
        (decomposed.as_str(), "06274"),
        ("TT. Văn Quan", "06253"),
        ("UBND TT Văn Quan", "06253"),
    ];
    let read = read(&texts.map(|(text, _)| text), BEFORE, "184");
    for ((text, code), read) in texts.iter().zip(read) {
        assert_eq!(read, *code, "{text}");
    }
}

#[test]
fn a_number_is_a_name_with_a_zero_before_it_or_without() {
    // Quận Gò Vấp.
    let texts = ["Phường 1", "Phường 01", "P.1", "P. 01", "UBND Phường 1"];
    assert_eq!(read(&texts, BEFORE, "764"), ["26890"; 5]);
}

#[test]
fn of_agencies_with_one_name_the_scope_holds_and_a_parent_beside_the_name_before_it() {
    let texts = [
        "Xã Yên Lạc",
        "Xã Yên Lạc, Huyện Phú Lương",
        "xã Yên Lạc - huyện Phú Lương",
        "UBND xã Yên Lạc - H. Na Rì",
    ];
    let in_thanh_hoa = read(&texts[..3], BEFORE, "403");
    assert_eq!(in_thanh_hoa, ["16267", "05623", "05623"]);
    let nowhere = read(&texts[..2], BEFORE, "no such scope");
    assert!(
        nowhere[0].starts_with("could be ")
            && nowhere[0].contains("05623")
            && nowhere[0].contains("16267"),
        "{}",
        nowhere[0]
    );
    assert_eq!(nowhere[1], "05623");
}

#[test]
fn an_unknown_name_is_rejected_with_the_nearest_three_of_the_scope() {
    let told = read(&["Xã An Sớn", "Xã Yên Lạc", "99999"], BEFORE, "184");
    assert!(
        told[0].starts_with("nearest: Xã An Sơn (06283), "),
        "{}",
        told[0]
    );
    let codes = regex::Regex::new(r"\((\d{5})\)").expect("a pattern");
    for hint in told {
        let nearest: Vec<&str> = codes
            .captures_iter(&hint)
            .map(|found| found.extract::<1>().1[0])
            .collect();
        assert_eq!(nearest.len(), 3, "{hint}");
        // The communes of huyện Văn Quan.
        assert!(
            nearest
                .iter()
                .all(|code| ("06253"..="06322").contains(code)),
            "{hint}"
        );
    }
}

#[test]
fn a_code_a_successor_keeps_means_the_unit_of_that_day() {
    let texts = ["06253", "Thị trấn Văn Quan", "Xã Văn Quan"];
    let before = read(&texts, BEFORE, "184");
    assert_eq!(before[..2], ["06253", "06253"]);
    assert!(before[2].starts_with("nearest: "), "{}", before[2]);
    // Lạng Sơn, to which huyện Văn Quan went.
    let after = read(&texts, AFTER, "20");
    assert_eq!((after[0].as_str(), after[2].as_str()), ("06253", "06253"));
    assert!(after[1].starts_with("nearest: "), "{}", after[1]);
}

#[test]
fn what_an_export_says_of_its_units_comes_before_what_the_office_is() {
    let office = Office::new();
    let data = office.data();
    let said = Said {
        office: Some("52".into()),
        ..Said::default()
    };
    let mut run = Run {
        catalog: &office.catalog,
        data: &data,
        now: AFTER.at(8, 0, 0, 0),
        progress: &mut |_| {},
    };
    // The title of the register says "UBND HUYỆN VĂN QUAN"; 52 is another province.
    let path = "connectors/so_theo_doi/sample.xlsx".into();
    let (_, build) = run.ingest(&[path], &said).expect("the run could start");
    assert_eq!(build.expect("built").sources[0].staged.rejected, 0);
}
