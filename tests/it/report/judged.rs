//! Who is held against which floor, and whose cards and rows are told.

use motcua::{
    catalog::settings::OfficeSettings,
    report::{ReportContext, ReportFormat, ReportRequest, make},
};

use super::{TODAY, made, made_by, word::Word};
use crate::{
    pipeline::journey::sampled,
    support::office::{AGENCY, Office},
};

/// So many dossiers on time and so many late, agency by agency; all were due on Monday, 6/3/2023.
pub fn ended(agencies: &[(&str, usize, usize)]) -> String {
    let mut csv = "solving_agency,status,received_at,due_at,ended_at\n".to_owned();
    for (agency, on_time, overdue) in agencies {
        for (count, day) in [(on_time, "06"), (overdue, "07")] {
            let row = format!("{agency},finished,01/03/2023,06/03/2023,{day}/03/2023\n");
            csv.push_str(&row.repeat(*count));
        }
    }
    csv
}

/// 5 of 10 on time each.
pub fn halves() -> String {
    ended(&[("xã An Sơn", 5, 5), ("xã Đồng Giáp", 5, 5)])
}

pub fn weekly(office: &Office, period: &str, agency: Option<&str>) -> Word {
    let asked = ("weekly", period, agency);
    Word::of(&made_by(office, &OfficeSettings::default(), asked, &[ReportFormat::Docx]))
}

#[test]
fn an_agency_that_is_no_commune_is_judged_in_its_own_paper() {
    let office = Office::of_every_metric();
    office.given(&ended(&[("184", 5, 5)]));
    let word = weekly(&office, "2023-03", Some("184"));
    // (0.9 × 10 − 5) / 0.1 = 40
    assert!(word.says("Đạt 50,00% (5/10); cần thêm 40 hồ sơ"), "{:?}", word.paragraphs);
    assert_eq!(word.table(&["Mã hồ sơ", "Giải quyết xong"]).len(), 6);
}

#[test]
fn those_of_too_few_are_counted_apart_and_stand_under_a_heading_of_their_own() {
    let office = Office::of_every_metric();
    // 5 of 10, 10 of 10, and of too few 1 of 2 and 3 of 3.
    let rates = [
        ("xã An Sơn", 5, 5),
        ("xã Hòa Bình", 10, 0),
        ("xã Đồng Giáp", 1, 1),
        ("xã Tú Xuyên", 3, 0),
    ];
    office.given(&ended(&rates));
    let word = weekly(&office, "2023-03", None);
    assert!(
        word.says(
            "Trong tháng 3/2023 có 1 trên 2 đơn vị cấp xã đủ hồ sơ giải quyết hồ sơ đúng hạn dưới 90%: xã An Sơn 50,00% (5/10). \
             2 đơn vị ít hồ sơ (1 dưới 90%), không xét; các đơn vị dưới 90%: xã Đồng Giáp 50,00% (1/2)."
        ),
        "{:?}",
        word.paragraphs
    );
    let agencies = word.table(&["Đơn vị", "Giải quyết đúng hạn"]);
    let cells: Vec<[&str; 3]> =
        agencies.iter().map(|row| [row[0].as_str(), row[1].as_str(), row[2].as_str()]).collect();
    assert_eq!(
        cells[1..6],
        [
            ["1", "Xã An Sơn", "▼\u{a0}50,00%"],
            ["2", "Xã Hòa Bình", "100,00%"],
            ["", "Ít hồ sơ (dưới 10)", ""],
            ["3", "Xã Đồng Giáp", "50,00% (ít\u{a0}hồ\u{a0}sơ)"],
            ["4", "Xã Tú Xuyên", "100,00% (ít\u{a0}hồ\u{a0}sơ)"],
        ]
    );
    // In its own paper it is not judged, and its late dossier is listed.
    let own = weekly(&office, "2023-03", Some("06295"));
    assert!(!own.says("cần thêm"));
    assert_eq!(own.table(&["Mã hồ sơ", "Giải quyết xong"]).len(), 2);
}

#[test]
fn where_all_have_too_few_nobody_is_judged() {
    let office = Office::of_every_metric();
    office.given(&ended(&[("xã An Sơn", 0, 9), ("xã Hòa Bình", 2, 0)]));
    let word = weekly(&office, "2023-03", None);
    assert!(
        word.says(
            "Trong tháng 3/2023 chưa có đơn vị cấp xã đủ hồ sơ để so với 90%. 2 đơn vị ít hồ sơ (1 dưới 90%), không xét; các đơn vị dưới 90%: xã An Sơn 0,00% (0/9)."
        ),
        "{:?}",
        word.paragraphs
    );
}

#[test]
fn floors_that_differ_are_each_agencys_own() {
    let office = Office::of_every_metric();
    let own = "metric_id,kind,agency_code,level,value,valid_from,valid_to,source\n\
        on_time_rate,floor,06283,,40,2023-01-01,,kế hoạch xã\n";
    std::fs::create_dir_all(office.data()).expect("made");
    std::fs::write(office.data().join("targets.csv"), own).expect("written");
    office.given(&halves());
    let word = weekly(&office, "2023-03", None);
    assert!(word.says("có 1 trên 2 đơn vị cấp xã giải quyết hồ sơ đúng hạn dưới ngưỡng của mình: xã Đồng Giáp 50,00% (5/10)."), "{:?}", word.paragraphs);
}

#[test]
fn without_a_floor_nobody_is_said_to_be_under_one() {
    let mut catalog = Office::of_every_metric().catalog;
    let none = b"metric_id,kind,agency_code,level,value,valid_from,valid_to,source\n".to_vec();
    catalog.content = catalog.content.with_file("queries/reference/target.csv", none);
    let office = Office::with(catalog);
    office.given(&halves());
    let word = weekly(&office, "2023-03", None);
    assert!(
        word.says("2 đơn vị có số liệu của huyện Văn Quan giải quyết đúng hạn 50,00% (10/20); chưa có số của tháng 2/2023."),
        "{:?}",
        word.paragraphs
    );
    assert!(
        !word
            .paragraphs
            .iter()
            .any(|said| said.contains("dưới .") || said.contains("giải quyết hồ sơ đúng hạn dưới"))
    );
}

#[test]
fn a_sentence_of_one_agency_has_its_name_and_a_full_stop() {
    let office = Office::of_every_metric();
    office.given("status,received_at,due_at,ended_at\nfinished,01/03/2023,06/03/2023,06/03/2023\n");
    let word = weekly(&office, "2023-03", None);
    assert!(
        word.paragraphs.contains(
            &"Xã An Sơn giải quyết đúng hạn 100,00% (1/1) hồ sơ trong tháng 3/2023.".to_owned()
        ),
        "{:?}",
        word.paragraphs
    );
    assert!(word.paragraphs.contains(&"Chưa có số của tháng 2/2023.".to_owned()));
}

#[test]
fn a_card_is_its_agencys_or_the_offices_own() {
    let (office, _) = sampled();
    let caption = "Chỉ số cải cách hành chính huyện Văn Quan năm 2023";
    let of = |agency| {
        let asked = ("cchc", "2023", agency);
        Word::of(&made_by(&office, &OfficeSettings::default(), asked, &[ReportFormat::Docx]))
    };
    // Everything lies below the district, which is the card's.
    assert!(of(None).says(caption) && of(Some("184")).says(caption));
    let commune = of(Some(AGENCY));
    assert!(!commune.says(caption));
    assert!(commune.says("Không có bảng điểm theo kế hoạch cho năm 2023."));

    let (warehouse, settings) = (office.warehouse(), OfficeSettings::default());
    let press = ReportContext::new(&office.catalog, &settings, &warehouse, TODAY)
        .of_scope(Some("H44.03".into()));
    let report = office.catalog.find_report("cchc").expect("a report");
    let period = "2026-08".parse().expect("a period");
    let made = make(&press, ReportRequest { report, period, agency: None }, &[ReportFormat::Docx])
        .expect("made");
    let word = Word::of(&made);
    assert!(word.says("(766) – Ban quản lý các khu công nghiệp"), "{:?}", word.paragraphs);
    // 20 × 486 / 588
    assert!(word.table(&["Tối đa", "Điểm"]).iter().any(|row| row[3] == "16,53"));
}

#[test]
fn rows_of_all_agencies_are_not_told_in_the_paper_of_one() {
    let (office, _) = sampled();
    let heads = |word: &Word| {
        word.tables.iter().flatten().any(|row| row.iter().any(|cell| cell == "Dòng chưa dùng được"))
    };
    assert!(heads(&Word::of(&made(&office, "weekly", "2023", &[ReportFormat::Docx]))));
    let one = weekly(&office, "2023", Some(AGENCY));
    assert!(!heads(&one) && one.says("Số liệu đã nạp: ngày mới nhất"));
}
