//! Letters: one each and one with all of them, blanks for what we do not keep.

use motcua::report::Format;

use super::{made, word::Word};
use crate::{journey::sampled, office::Office};

#[test]
fn every_agency_under_the_floor_gets_a_letter_and_all_of_them_are_one_file_too() {
    let office = Office::of_every_metric();
    // 1 of 2 on time each: xã An Sơn, xã Đồng Giáp; thị trấn Văn Quan is at 2 of 2.
    office.given(
        "solving_agency,status,received_at,due_at,ended_at\n\
         xã An Sơn,finished,01/03/2023,06/03/2023,06/03/2023\n\
         xã An Sơn,finished,01/03/2023,06/03/2023,07/03/2023\n\
         xã Đồng Giáp,finished,01/03/2023,06/03/2023,06/03/2023\n\
         xã Đồng Giáp,finished,01/03/2023,06/03/2023,09/03/2023\n\
         thị trấn Văn Quan,finished,01/03/2023,06/03/2023,06/03/2023\n\
         thị trấn Văn Quan,finished,01/03/2023,06/03/2023,03/03/2023\n",
    );
    let letters = made(&office, "reminder", "2023-03", &[Format::Docx]);
    assert_eq!(letters.len(), 3);
    assert_eq!(letters[2].file_name, "reminder-2023-03.docx");
    let one = Word::read(&letters[0].bytes);
    let all = Word::read(&letters[2].bytes);
    let to =
        |word: &Word| word.paragraphs.iter().filter(|said| said.starts_with("Kính gửi")).count();
    assert_eq!((to(&one), to(&all)), (1, 2));
    assert!(all.says("Kính gửi: Ủy ban nhân dân xã An Sơn"));
    assert!(all.says("Kính gửi: Ủy ban nhân dân xã Đồng Giáp"));
    assert!(all.says("giải quyết đúng hạn 50,00% (1/2) hồ sơ, dưới ngưỡng 90%"));
    // (0.9 × 2 − 1) / 0.1 = 8
    assert!(one.says("Cần thêm 8 hồ sơ"));
    assert!(one.says("D1") || one.says("D3"), "its late dossier by code");
}

#[test]
fn nobody_under_the_floor_gets_no_letter() {
    let office = Office::of_every_metric();
    office.given("status,received_at,due_at,ended_at\nfinished,01/03/2023,06/03/2023,06/03/2023\n");
    assert!(made(&office, "reminder", "2023-03", &[Format::Docx]).is_empty());
}

#[test]
fn an_apology_names_the_dossier_and_leaves_the_rest_to_be_written_in() {
    let office = Office::of_every_metric();
    office.given(
        "dossier_code,procedure_name,status,received_at,due_at,ended_at,apology_sent_at\n\
         L1,Đăng ký khai sinh,finished,01/03/2023,06/03/2023,07/03/2023,\n\
         L2,Đăng ký khai sinh,finished,01/03/2023,06/03/2023,07/03/2023,07/03/2023\n\
         T1,Đăng ký khai sinh,finished,01/03/2023,06/03/2023,06/03/2023,\n",
    );
    let letters = made(&office, "apology", "2023-03", &[Format::Docx]);
    // L2 has its letter, T1 needs none.
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].file_name, "apology-2023-03-L1.docx");
    let word = Word::of(&letters);
    assert!(word.says("mã hồ sơ: L1"));
    assert!(word.says("ngày 06/03/2023"));
    assert!(word.says("Kính gửi: ……"));
    assert!(word.tables[0][0][0].starts_with("ỦY BAN NHÂN DÂN XÃ AN SƠN"));

    let register = Word::of(&made(&office, "apology_register", "2023-03", &[Format::Docx]));
    let rows = register.table(&["Mã hồ sơ", "Đã gửi văn bản xin lỗi"]);
    let sent: Vec<(&str, &str)> =
        rows[1..].iter().map(|row| (row[1].as_str(), row[4].as_str())).collect();
    assert_eq!(sent, [("L1", "không"), ("L2", "có")]);
}

#[test]
fn every_report_can_be_made_of_the_samples_in_every_format() {
    let (office, _) = sampled();
    let hole = regex::Regex::new(r"\{[a-z_]+\}").expect("a pattern");
    for report in &office.catalog.reports {
        let documents = made(&office, &report.id, "2023-12", &Format::ALL[..3]);
        assert!(!documents.is_empty(), "{}", report.id);
        for document in &documents {
            let text = String::from_utf8_lossy(&document.bytes);
            if document.format == Format::Html {
                assert!(!hole.is_match(&text), "{}: {:?}", report.id, hole.find(&text));
                assert!(!text.contains(">report."), "{}", report.id);
            }
        }
    }
}
