//! Which agency a text of an export means, on real registers.

use jiff::civil::{Date, date};
use motcua::pipeline::{IngestOverrides, PipelineRun};

use crate::support::{intake::Intake, office::Office};

const BEFORE: Date = date(2023, 12, 31);
const AFTER: Date = date(2025, 12, 31);

/// What each text is read as on a day, by an office that names units of `scope`: a code, or why none.
fn read(texts: &[&str], day: Date, scope: impl Into<Option<&'static str>>) -> Vec<String> {
    let mut office = Office::new();
    office.own = None;
    let mut csv = "dossier_code;solving_agency;status\n".to_owned();
    for (row, text) in texts.iter().enumerate() {
        csv.extend(["A", &row.to_string(), ";\"", text, "\";finished\n"]);
    }
    let path = office.file("given.csv", csv.as_bytes());
    let said = IngestOverrides {
        connector: Some("given".into()),
        snapshot_on: Some(day),
        period: None,
        scope: scope.into().map(str::to_owned),
        office: None,
        is_invented: false,
    };
    let intake = Intake::by(office, &[path], &said).remove(0);
    let staged = intake.rows("source_row,solving_agency");
    let rejections =
        intake.office.warehouse().provenance.list_rejections(&intake.source.id).expect("answered");
    let code = |row: u64| {
        let own = format!("{row},");
        if let Some(code) = staged.iter().find_map(|line| line.strip_prefix(&own)) {
            return code.to_owned();
        }
        let told = rejections.iter().find(|one| one.first_row == row).expect("rejected");
        format!("{}: {}", told.reason, told.hint.as_ref().expect("names"))
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
fn a_commune_is_known_with_its_district_before_it_or_without_a_comma() {
    let texts = [
        ("UBND xã Yên Lạc huyện Phú Lương", "05623"),
        ("UBND xã Yên Lạc Huyện Phú Lương Tỉnh Thái Nguyên", "05623"),
        ("Huyện Phú Lương - xã Yên Lạc", "05623"),
        ("UBND huyện Phú Lương, xã Yên Lạc", "05623"),
        ("H. Nguyên Bình - X. Yên Lạc", "01732"),
        ("UBND huyện Phú Lương", "168"),
    ];
    let read = read(&texts.map(|(text, _)| text), BEFORE, None);
    let codes: Vec<&str> = texts.iter().map(|(_, code)| *code).collect();
    assert_eq!(read, codes);
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
    let nowhere = read(&texts[..2], BEFORE, None);
    assert!(
        nowhere[0].starts_with("several_agencies: ")
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
    assert!(told[0].starts_with("unknown_agency: Xã An Sơn (06283), "), "{}", told[0]);
    let codes = regex::Regex::new(r"\((\d{5})\)").expect("a pattern");
    for hint in told {
        let nearest: Vec<&str> =
            codes.captures_iter(&hint).map(|found| found.extract::<1>().1[0]).collect();
        assert_eq!(nearest.len(), 3, "{hint}");
        // The communes of huyện Văn Quan.
        assert!(nearest.iter().all(|code| ("06253"..="06322").contains(code)), "{hint}");
    }
}

#[test]
fn a_code_a_successor_keeps_means_the_unit_of_that_day() {
    let texts = ["06253", "Thị trấn Văn Quan", "Xã Văn Quan"];
    let before = read(&texts, BEFORE, "184");
    assert_eq!(before[..2], ["06253", "06253"]);
    assert!(before[2].starts_with("unknown_agency: "), "{}", before[2]);
    // Lạng Sơn, to which huyện Văn Quan went.
    assert_eq!(read(&texts, AFTER, "20"), ["06253"; 3]);
}

#[test]
fn a_unit_that_ended_counts_as_what_it_wholly_went_into_and_one_that_was_divided_is_rejected() {
    // Xã An Sơn went into xã Điềm He as a whole.
    let texts = ["Xã An Sơn", "06283", "Xã An Sơn, huyện Văn Quan"];
    assert_eq!(read(&texts, AFTER, "20"), ["06298"; 3]);
    // Of quận Ba Đình.
    let divided = read(&["Phường Cống Vị"], AFTER, "01").remove(0);
    assert!(divided.starts_with("divided_agency: ") && divided.contains("(00008)"), "{divided}");
}

#[test]
fn of_ended_units_with_one_name_each_could_be_meant() {
    // Ninh Bình of today: of Phủ Lý the ward was divided, of Nam Định it went into one whole.
    let two = read(&["Phường Quang Trung"], AFTER, "37").remove(0);
    assert!(two.starts_with("several_agencies: ") && two.contains("(13669)"), "{two}");
    // Both were divided.
    let two = read(&["Phường Minh Khai"], AFTER, "01").remove(0);
    assert!(two.starts_with("several_agencies: "), "{two}");
}

#[test]
fn those_of_one_name_are_told_apart_by_what_they_stood_under_on_the_day() {
    let told = read(&["xã An Sơn"], BEFORE, None).remove(0);
    let first = "several_agencies: Xã An Sơn, huyện Văn Quan, tỉnh Lạng Sơn (06283); Xã An Sơn, huyện Nam Sách, ";
    assert!(told.starts_with(first), "{told}");
    let nearest = read(&["xã An Sôn"], BEFORE, None).remove(0);
    assert!(nearest.contains("Xã An Sơn, huyện Văn Quan, tỉnh Lạng Sơn (06283); "), "{nearest}");
}

#[test]
fn a_name_cut_short_is_offered_in_full_within_its_own_province_first() {
    // Xã Xuân Hương was of Thanh Hóa and of Bắc Giang.
    for text in ["Phường Xuân Hương, tỉnh Lâm Đồng", "Xuân Hương, tỉnh Lâm Đồng"]
    {
        let told = read(&[text], AFTER, None).remove(0);
        let (_, names) = told.split_once(": ").expect("names");
        let first = names.trim_start_matches("Tỉnh Lâm Đồng: ");
        assert!(first.starts_with("Phường Xuân Hương - Đà Lạt (24781)"), "{text}: {told}");
    }
    let of_the_office = read(&["Phường Xuân Hương"], AFTER, "68").remove(0);
    assert!(of_the_office.contains(": Phường Xuân Hương - Đà Lạt (24781)"), "{of_the_office}");
}

#[test]
fn units_of_the_agency_a_title_names_come_before_those_of_the_office() {
    let register = |title: &str| {
        format!(
            "<table><tr><td>{title}</td></tr>\
             <tr><th>Mã hồ sơ</th><th>Cơ quan chủ trì giải quyết</th><th>Nhận hồ sơ</th><th>Hẹn trả kết quả</th></tr>\
             <tr><td>S1</td><td>Xã Yên Lạc</td><td>04/12/2023</td><td>05/12/2023</td></tr></table>"
        )
    };
    // Xã Yên Lạc is of huyện Phú Lương, of huyện Như Thanh, and of another.
    for (title, office, code) in [
        ("UBND HUYỆN PHÚ LƯƠNG", "403", "05623"),
        ("UBND HUYỆN NHƯ THANH", "184", "16267"),
        // A commune's register may hold what its neighbours solve.
        ("UBND XÃ YÊN LẠC", "403", "16267"),
        ("UBND XÃ XUÂN DU", "403", "16267"),
    ] {
        let own = Office::new();
        let path = own.file("so-theo-doi.xls", register(title));
        let said = IngestOverrides {
            office: Some(office.into()),
            snapshot_on: Some(BEFORE),
            ..IngestOverrides::default()
        };
        own.ingest(&path, &said);
        let staged =
            own.warehouse().provenance.write_staged_csv("dossier_version", "solving_agency");
        assert_eq!(
            staged.expect("staged").trim(),
            format!("solving_agency\n{code}"),
            "{title}, {office}"
        );
    }
}

#[test]
fn a_scope_nobody_knows_stops_the_run_with_the_nearest_names() {
    let office = Office::new();
    let mut run = PipelineRun {
        catalog: &office.catalog,
        data: &office.data(),
        now: AFTER.at(8, 0, 0, 0),
        progress: &mut |_| {},
    };
    let said =
        IngestOverrides { scope: Some("tỉnh Lạng Sơm".into()), ..IngestOverrides::default() };
    let error = run.ingest(&[], &said).expect_err("no such agency");
    assert_eq!(
        error.to_string(),
        "không có đơn vị nào tên `tỉnh Lạng Sơm` như `scope` (đơn vị của văn phòng) ghi"
    );
    let help = miette::Diagnostic::help(&error).expect("a hint").to_string();
    assert!(help.starts_with("gần giống: Tỉnh Lạng Sơn (20), "), "{help}");
}
