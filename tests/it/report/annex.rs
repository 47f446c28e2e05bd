//! What pulled the result down, what is to be done next, and what is listed behind the signature.

use calamine::Reader as _;
use motcua::report::ReportFormat;

use super::{
    judged::{ended, weekly},
    made,
    word::{Word, part},
    workbook::book,
};
use crate::{pipeline::journey::sampled, support::office::Office};

/// Open dossiers on the last day of 2023, which no office works on, nor on the next.
fn open_at_new_year() -> Office {
    let office = Office::of_every_metric();
    office.given(
        "dossier_code,solving_agency,procedure_name,status,received_at,due_at,ended_at\n\
         A1,xã An Sơn,Khai sinh,in_progress,20/12/2023,02/01/2024,\n\
         A2,xã An Sơn,Khai sinh,in_progress,20/12/2023,02/01/2024,\n\
         A3,xã An Sơn,Khai sinh,in_progress,18/12/2023,29/12/2023,\n\
         A4,xã An Sơn,Khai sinh,finished,18/12/2023,26/12/2023,27/12/2023\n\
         A5,xã An Sơn,Khai sinh,finished,18/12/2023,26/12/2023,26/12/2023\n\
         B1,xã Đồng Giáp,Khai tử,in_progress,20/12/2023,03/01/2024,\n\
         B2,xã Đồng Giáp,Khai tử,in_progress,20/12/2023,08/01/2024,\n\
         B3,xã Đồng Giáp,Khai tử,in_progress,20/12/2023,09/01/2024,\n\
         B4,xã Đồng Giáp,Khai tử,finished,18/12/2023,26/12/2023,28/12/2023\n\
         B5,xã Đồng Giáp,Kết hôn,finished,18/12/2023,26/12/2023,28/12/2023\n",
    );
    office
}

#[test]
fn tasks_count_what_is_due_by_agency_and_day() {
    let word = weekly(&open_at_new_year(), "2023-W52", None);
    // 2, 3, 4, 5 and 8 January are the next five working days: B3, due on the 9th, is not due soon.
    let due = word.table(&["Đơn vị", "Thứ Ba 02/01"]);
    let expected = [
        ["TT", "Đơn vị", "Thứ Ba 02/01", "Thứ Tư 03/01", "Thứ Hai 08/01", "Cộng"],
        ["1", "Xã An Sơn", "2", "–", "–", "2"],
        ["2", "Xã Đồng Giáp", "–", "1", "1", "2"],
        ["", "Tổng cộng", "2", "1", "1", "4"],
    ];
    assert_eq!(due, expected);
    assert!(word.says("Giải quyết 4 hồ sơ đến hạn, không để quá hạn: thứ Ba 02/01 có 2 hồ sơ; thứ Tư 03/01 có 1 hồ sơ; thứ Hai 08/01 có 1 hồ sơ"), "{:?}", word.paragraphs);
    assert!(word.says("Giải quyết dứt điểm 1 hồ sơ đang quá hạn"));
    for headed in
        ["4. Nhiệm vụ tuần tới", "Nhiệm vụ khác: ……", "Đề nghị: ……", "Nguyên nhân chủ quan: ……"]
    {
        assert!(word.says(headed), "{headed}");
    }
}

#[test]
fn causes_are_the_procedures_and_the_agencies_that_cost_most() {
    let word = weekly(&open_at_new_year(), "2023-W52", None);
    // A4, B4 and B5 of A4, A5, B4, B5: 3 of 4.
    assert!(word.says("3 hồ sơ giải quyết quá hạn trên tổng số 4 hồ sơ đã giải quyết, làm giảm tỷ lệ 75,00 điểm %; thuộc 3 thủ tục, 2 đơn vị."), "{:?}", word.paragraphs);
    let agencies = word.table(&["Đơn vị", "Làm giảm (điểm %)"]);
    assert_eq!(
        agencies[1][1..6],
        ["Xã Đồng Giáp", "0,00% (ít\u{a0}hồ\u{a0}sơ)", "2", "50,00", "–"]
    );
    assert_eq!(agencies[2][1..6], ["Xã An Sơn", "50,00% (ít\u{a0}hồ\u{a0}sơ)", "1", "25,00", "–"]);
    let procedures = word.table(&["Thủ tục", "Đã giải quyết"]);
    let births = procedures.iter().find(|row| row[1] == "Khai sinh").expect("listed");
    assert_eq!(births[2..], ["1", "2", "25,00"]);
    assert!(word.says("Đang quá hạn đến ngày 31/12/2023: 1 hồ sơ, nhiều nhất ở xã An Sơn (1)."));
}

#[test]
fn whoever_is_under_the_floor_is_told_what_it_lacks() {
    let office = Office::of_every_metric();
    office.given(&ended(&[("xã An Sơn", 5, 5), ("xã Đồng Giáp", 10, 0)]));
    let word = weekly(&office, "2023-03", None);
    // (0.9 × 10 − 5) / 0.1 = 40
    let agencies = word.table(&["Đơn vị", "Làm giảm (điểm %)"]);
    assert_eq!(agencies.len(), 2);
    assert_eq!(agencies[1][1..6], ["Xã An Sơn", "▼\u{a0}50,00%", "5", "25,00", "40"]);
}

#[test]
fn one_annex_lists_what_is_overdue_and_one_what_falls_due() {
    let office = open_at_new_year();
    let documents = made(&office, "weekly", "2023-W52", &[ReportFormat::Docx, ReportFormat::Xlsx]);
    let word = Word::of(&documents);
    for heading in
        ["Phụ lục 1. Hồ sơ quá hạn", "Phụ lục 2. Hồ sơ đến hạn trong 5 ngày làm việc tới"]
    {
        assert!(word.paragraphs.iter().any(|said| said == heading), "{heading}");
    }
    let of = |heads: &[&str]| {
        let mut codes: Vec<String> =
            word.table(heads).iter().skip(1).map(|row| format!("{} {}", row[1], row[2])).collect();
        codes.sort();
        codes
    };
    // Done late in the week, or open and late at its end.
    assert_eq!(
        of(&["Mã hồ sơ", "Giải quyết xong"]),
        ["Xã An Sơn A3", "Xã An Sơn A4", "Xã Đồng Giáp B4", "Xã Đồng Giáp B5"]
    );
    assert_eq!(
        of(&["Mã hồ sơ", "Trạng thái"]),
        ["Xã An Sơn A1", "Xã An Sơn A2", "Xã Đồng Giáp B1", "Xã Đồng Giáp B2"]
    );
    let mut book = book(&documents[1..]);
    for (name, rows) in [("Quá hạn", 4), ("Sắp đến hạn", 4)] {
        let sheet = book.worksheet_range(name).expect("the sheet");
        assert_eq!(sheet.get((2, 1)).map(ToString::to_string).as_deref(), Some("Đơn vị"));
        assert!(sheet.get((2 + rows, 1)).is_some_and(|cell| cell.to_string().starts_with("Xã ")));
        assert!(sheet.get((3 + rows, 1)).is_none_or(|cell| cell.to_string().is_empty()));
    }
}

#[test]
fn every_dossier_of_the_week_is_in_its_annex_and_every_sheet_says_what_it_holds() {
    let (office, _) = sampled();
    let documents = made(&office, "weekly", "2023-W52", &[ReportFormat::Xlsx]);
    let mut book = book(&documents);
    let names = book.sheet_names();
    assert_eq!(
        names,
        [
            "BÁO CÁO",
            "Chỉ tiêu",
            "Các đơn vị",
            "Thủ tục làm giảm kết quả",
            "Đơn vị làm giảm kết quả",
            "Đến hạn theo ngày",
            "Quá hạn",
            "Sắp đến hạn",
            "Biểu II.06",
            "Trực tuyến, số hóa",
            "Nguồn số liệu",
        ]
    );
    // The caption, an empty row, the headings, 275 dossiers, an empty row, and what data it is.
    let due = book.worksheet_range("Sắp đến hạn").expect("the sheet");
    assert_eq!(due.height(), 3 + 275 + 2);
    assert_eq!(due.get((277, 0)), Some(&calamine::Data::Float(275.0)));
    // The text leads to the sheet of each table.
    let text = part(&documents[0].bytes, "xl/worksheets/sheet1.xml");
    assert!(text.contains("location=\"'Sắp đến hạn'!A1\""), "{text}");
    assert_eq!(text.matches("<hyperlink ").count(), names.len() - 1);
}

#[test]
fn which_data_it_is_stands_on_no_page_that_is_signed() {
    let (office, _) = sampled();
    let version = office.warehouse().data_version;
    let said = format!("Phiên bản dữ liệu {version} · quy tắc: theo ngày · số liệu đến 31/12/2023");
    let documents = made(&office, "weekly", "2023-W52", &[ReportFormat::Docx, ReportFormat::Xlsx]);
    let word = Word::of(&documents);
    let (signed, annexes) = word.xml.split_once("Nơi nhận:").expect("a signature");
    assert!(!signed.contains(&version) && annexes.matches(&version).count() == 1);
    let last = word.paragraphs.iter().rfind(|said| !said.is_empty());
    assert_eq!(last, Some(&said));
    assert!(!word.xml.contains("footerReference"));
    assert!(part(&documents[0].bytes, "docProps/core.xml").contains(&said));
    assert!(part(&documents[1].bytes, "docProps/core.xml").contains(&said));

    // A letter has no annex: its properties say it alone.
    let letters = made(&office, "reminder", "2023", &[ReportFormat::Docx]);
    assert!(!Word::of(&letters).xml.contains(&version));
    assert!(part(&letters[0].bytes, "docProps/core.xml").contains(&said));
}

#[test]
fn a_code_has_room_in_its_column_on_a_page_that_stands() {
    let (office, _) = sampled();
    let word = Word::of(&made(&office, "reminder", "2023", &[ReportFormat::Docx]));
    let list = word.xml.split("<w:tbl>").find(|table| table.contains(">Trạng thái<"));
    let widths: Vec<u32> = (list
        .expect("a list of open dossiers")
        .split("<w:gridCol w:w=\"")
        .skip(1))
    .map(|rest| rest.split('"').next().and_then(|width| width.parse().ok()).expect("a width"))
    .collect();
    // 26 letters of half their size of 12 points, in twentieths of a point.
    assert!(widths[1] >= 26 * 6 * 20, "{widths:?}");
}

#[test]
fn the_picture_of_one_agency_stands_behind_what_can_be_cut() {
    let (office, _) = sampled();
    let word = weekly(&office, "2023-W52", Some("06283"));
    let at =
        |text: &str| word.paragraphs.iter().position(|said| said.starts_with(text)).expect(text);
    assert!(at("3. Nhiệm vụ tuần tới") < at("Hình 1.") && at("Hình 1.") < at("4. Đề nghị"));
}

#[cfg(feature = "pdf")]
#[rstest::rstest]
#[case::the_last("2023-W52")]
#[case::the_worst("2023-W46")]
fn a_week_takes_four_pages_before_its_annexes(#[case] week: &str) {
    let (office, _) = sampled();
    let documents = made(&office, "weekly", week, &[ReportFormat::Pdf]);
    let text = String::from_utf8_lossy(&documents[0].bytes);
    let boxes: Vec<&str> = text.split("/MediaBox[").skip(1).collect();
    // The annexes begin with the first page on its side.
    let before = boxes.iter().position(|page| page.starts_with("0 0 841.")).expect("an annex");
    assert!((2..=4).contains(&before), "{before} of {}", boxes.len());
}
