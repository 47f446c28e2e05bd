//! Who is held against which floor, and whose cards and rows are told.

use motcua::{
    catalog::settings::OfficeSettings,
    report::{Asked, Format, Press, make},
};

use super::{TODAY, made, made_by, word::Word};
use crate::{
    journey::sampled,
    office::{AGENCY, Office},
};

/// 1 of 2 on time each: xã An Sơn, xã Đồng Giáp.
pub const TWO: &str = "solving_agency,status,received_at,due_at,ended_at\n\
     xã An Sơn,finished,01/03/2023,06/03/2023,06/03/2023\n\
     xã An Sơn,finished,01/03/2023,06/03/2023,07/03/2023\n\
     xã Đồng Giáp,finished,01/03/2023,06/03/2023,06/03/2023\n\
     xã Đồng Giáp,finished,01/03/2023,06/03/2023,09/03/2023\n";

pub fn weekly(office: &Office, period: &str, agency: Option<&str>) -> Word {
    let asked = ("weekly", period, agency);
    Word::of(&made_by(office, &OfficeSettings::default(), asked, &[Format::Docx]))
}

#[test]
fn an_agency_that_is_no_commune_is_judged_in_its_own_paper() {
    let office = Office::of_every_metric();
    office.given(
        "solving_agency,status,received_at,due_at,ended_at\n\
         184,finished,01/03/2023,06/03/2023,06/03/2023\n\
         184,finished,01/03/2023,06/03/2023,07/03/2023\n",
    );
    let word = weekly(&office, "2023-03", Some("184"));
    assert!(word.says("1 hồ sơ kéo chỉ tiêu xuống; đạt 50,00% (1/2). Cần thêm 8 hồ sơ"));
    assert!(!word.says("Không có đơn vị nào dưới ngưỡng"));
    assert_eq!(word.table(&["Mã hồ sơ", "Xử lý xong"]).len(), 2);
}

#[test]
fn floors_that_differ_are_each_agencys_own() {
    let office = Office::of_every_metric();
    let own = "metric_id,kind,agency_code,level,value,valid_from,valid_to,source\n\
        on_time_rate,floor,06283,,40,2023-01-01,,kế hoạch xã\n";
    std::fs::create_dir_all(office.data()).expect("made");
    std::fs::write(office.data().join("targets.csv"), own).expect("written");
    office.given(TWO);
    let word = weekly(&office, "2023-03", None);
    assert!(word.says("có 1 trên 2 xã, phường, thị trấn giải quyết hồ sơ đúng hạn dưới ngưỡng của mình: Xã Đồng Giáp 50,00% (1/2), ít hồ sơ."), "{:?}", word.paragraphs);
}

#[test]
fn without_a_floor_nobody_is_said_to_be_under_one() {
    let mut catalog = Office::of_every_metric().catalog;
    let none = b"metric_id,kind,agency_code,level,value,valid_from,valid_to,source\n".to_vec();
    catalog.content = catalog.content.with("queries/reference/target.csv", none);
    let office = Office::with(catalog);
    office.given(TWO);
    let word = weekly(&office, "2023-03", None);
    assert!(
        word.says("Tính chung giải quyết đúng hạn 50,00% (2/4); chưa có số của tháng 2/2023."),
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
        Word::of(&made_by(&office, &OfficeSettings::default(), asked, &[Format::Docx]))
    };
    // Everything lies below the district, which is the card's.
    assert!(of(None).says(caption) && of(Some("184")).says(caption));
    let commune = of(Some(AGENCY));
    assert!(!commune.says(caption));
    assert!(commune.says("Không có bảng điểm theo kế hoạch cho năm 2023."));

    let (warehouse, settings) = (office.warehouse(), OfficeSettings::default());
    let press =
        Press::new(&office.catalog, &settings, &warehouse, TODAY).of_scope(Some("H44.03".into()));
    let report = office.catalog.report("cchc").expect("a report");
    let period = "2026-08".parse().expect("a period");
    let made = make(&press, Asked { report, period, agency: None }, &[Format::Docx]).expect("made");
    let word = Word::of(&made);
    assert!(word.says("(766) – Ban quản lý các khu công nghiệp"), "{:?}", word.paragraphs);
    // 20 × 486 / 588
    assert!(word.table(&["Tối đa", "Điểm"]).iter().any(|row| row[3] == "16,53"));
}

#[test]
fn rows_of_all_agencies_are_not_told_in_the_paper_of_one() {
    let (office, _) = sampled();
    let heads = |word: &Word| {
        word.tables.iter().flatten().any(|row| row.iter().any(|cell| cell == "Dòng không tính"))
    };
    assert!(heads(&Word::of(&made(&office, "weekly", "2023", &[Format::Docx]))));
    let one = weekly(&office, "2023", Some(AGENCY));
    assert!(!heads(&one) && one.says("Số liệu đã nạp: ngày mới nhất"));
}
