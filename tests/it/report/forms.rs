//! Biểu II.06a and II.06b: thirteen columns that add up.

use motcua::report::ReportFormat;

use super::{made, word::Word};
use crate::{pipeline::journey::sampled, support::office::Office};

/// Eleven numbers behind the order and the name.
fn numbers(row: &[String]) -> Vec<i64> {
    row[2..].iter().map(|cell| cell.replace('.', "").parse().expect("a number")).collect()
}

/// The lines below the four rows of headings.
fn lines(word: &Word) -> &[Vec<String>] {
    &word.table(&["Số hồ sơ tiếp nhận", "Số hồ sơ đã giải quyết"])[4..]
}

#[test]
fn a_register_worked_out_by_hand() {
    let office = Office::of_every_metric();
    office.given(
        "sector,channel,status,received_at,due_at,ended_at\n\
         Đất đai,online,finished,02/02/2023,10/03/2023,09/03/2023\n\
         Hộ tịch,online,finished,06/03/2023,10/03/2023,10/03/2023\n\
         Hộ tịch,direct,finished,06/03/2023,10/03/2023,13/03/2023\n\
         Hộ tịch,direct,finished,20/03/2023,10/04/2023,05/04/2023\n\
         Đất đai,postal,in_progress,20/03/2023,24/03/2023,\n\
         Hộ tịch,direct,finished,01/02/2023,03/02/2023,05/02/2023\n\
         Hộ tịch,direct,received,02/04/2023,10/04/2023,\n\
         Hộ tịch,online,withdrawn,07/03/2023,08/03/2023,15/03/2023\n\
         Hộ tịch,online,refused,07/03/2023,08/03/2023,\n\
         Hộ tịch,direct,supplement_requested,08/03/2023,10/03/2023,\n",
    );
    let word = Word::of(&made(&office, "bieu_06a", "2023-03", &[ReportFormat::Docx]));
    let lines = lines(&word);
    assert_eq!(lines.len(), 3);
    // From before the month and early; received in it, late and open.
    assert_eq!(
        (lines[0][1].as_str(), numbers(&lines[0])),
        ("Đất đai", vec![2, 0, 1, 1, 1, 1, 0, 0, 1, 0, 1])
    );
    // On time, late, still in time, withdrawn (settled), waiting for the citizen (in time).
    assert_eq!(
        (lines[1][1].as_str(), numbers(&lines[1])),
        ("Hộ tịch", vec![5, 2, 3, 0, 3, 0, 2, 1, 2, 2, 0])
    );
    assert_eq!(numbers(&lines[2]), [7, 2, 4, 1, 4, 1, 2, 1, 3, 2, 1]);
}

#[test]
fn the_form_adds_up_over_every_kind_of_period() {
    let (office, _) = sampled();
    for period in ["2023", "2023-Q2", "2023-W52", "bc:2023-06", "2023-12-05..2023-12-11"] {
        let word = Word::of(&made(&office, "bieu_06a", period, &[ReportFormat::Docx]));
        let all: Vec<Vec<i64>> = lines(&word).iter().map(|line| numbers(line)).collect();
        for line in &all {
            assert_eq!(line[0], line[1] + line[2] + line[3], "{period}: (3)=(4)+(5)+(6)");
            assert_eq!(line[4], line[5] + line[6] + line[7], "{period}: (7)=(8)+(9)+(10)");
            assert_eq!(line[8], line[9] + line[10], "{period}: (11)=(12)+(13)");
            assert_eq!(line[0], line[4] + line[8], "{period}: (3)=(7)+(11)");
        }
        let (total, sectors) = all.split_last().expect("a total");
        for (at, whole) in total.iter().enumerate() {
            assert_eq!(*whole, sectors.iter().map(|line| line[at]).sum::<i64>(), "{period} {at}");
        }
    }
}

#[test]
fn what_is_open_at_the_end_of_a_month_is_carried_into_the_next() {
    let (office, _) = sampled();
    let total = |period: &str| {
        let word = Word::of(&made(&office, "bieu_06a", period, &[ReportFormat::Docx]));
        numbers(lines(&word).last().expect("a total"))
    };
    for (month, next) in [("2023-03", "2023-04"), ("2023-08", "2023-09")] {
        assert_eq!(total(month)[8], total(next)[3], "{month}");
    }
    assert!(total("2023-03")[8] > 0);
}

#[test]
fn the_form_with_units_has_a_part_for_each_level() {
    let (office, _) = sampled();
    let word = Word::of(&made(&office, "bieu_06b", "2023", &[ReportFormat::Docx]));
    let lines = lines(&word);
    assert!(lines[0][1].ends_with("đơn vị cấp xã"), "{:?}", lines[0]);
    assert_eq!(numbers(&lines[0]), numbers(lines.last().expect("a total")));
    // Three rows of headings and one of numbers, all of them repeated.
    assert_eq!(word.xml.matches("<w:tblHeader/>").count(), 4);
    assert!(word.says("(3) = (4) + (5) + (6)"));
}

#[test]
fn what_was_done_without_a_day_was_not_done_after_it_was_seen_done() {
    let office = Office::of_every_metric();
    // Seen done on 01/01/2024, due on the 20th; the other says that January is known.
    office.given(
        "sector,status,received_at,due_at,ended_at\n\
         Hộ tịch,finished,20/12/2023,20/01/2024,\n\
         Hộ tịch,received,01/01/2024,20/01/2024,\n",
    );
    let total = |period: &str| {
        let word = Word::of(&made(&office, "bieu_06a", period, &[ReportFormat::Docx]));
        numbers(lines(&word).last().expect("a total"))
    };
    assert_eq!(total("2023-12"), [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0]);
    // Carried over and done early; received and open.
    assert_eq!(total("2024-01"), [2, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0]);
}

#[test]
fn nothing_is_carried_into_a_time_nothing_is_known_of() {
    let office = Office::of_every_metric();
    office.given("status,received_at,due_at\nreceived,01/03/2023,06/03/2023\n");
    for (period, sentence) in [
        ("2030", "Năm 2030: chưa có số liệu sau 01/01/2024."),
        ("2019", "Năm 2019: chưa có số liệu trước 01/03/2023."),
    ] {
        let word = Word::of(&made(&office, "bieu_06a", period, &[ReportFormat::Docx]));
        // The letterhead and the signature.
        assert_eq!(word.tables.len(), 2, "{period}");
        assert!(word.says(sentence));
    }
}
