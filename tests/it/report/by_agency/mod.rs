//! How long the dossiers of each agency took, in the report of Điều 19.

use motcua::{catalog::settings::OfficeSettings, report::ReportFormat};

use super::{made_by, word::Word};
use crate::support::office::Office;

/// An Sơn: 1, 1, 2 and 9 days, the last of them overdue; the other commune: 3 days. All were received on Wednesday, 1/3/2023, and due on 6/3.
fn two_communes() -> Office {
    let office = Office::of_every_metric();
    let row = |agency: &str, ended: u8| {
        format!("{agency},finished,01/03/2023,06/03/2023,{ended:02}/03/2023\n")
    };
    let rows = [2, 2, 3, 10].map(|ended| row("06283", ended)).concat() + &row("06274", 4);
    office.given(&("solving_agency,status,received_at,due_at,ended_at\n".to_owned() + &rows));
    office
}

fn report(office: &Office, agency: Option<&str>) -> Word {
    let asked = ("dieu_19", "2023-03", agency);
    Word::of(&made_by(office, &OfficeSettings::default(), asked, &[ReportFormat::Docx]))
}

#[test]
fn each_agency_has_half_and_nine_in_ten_of_its_own_dossiers_and_how_many_were_on_time() {
    let word = report(&two_communes(), None);
    let table = word.table(&["Đơn vị", "Một nửa xong trong (ngày)"]);
    let lines: Vec<String> = table.iter().map(|row| row.join(" ")).collect();
    let has = |line: &str| lines.iter().any(|said| said.contains(line));
    // Of four the second is half; nine in ten of four are all four.
    assert!(has("Xã An Sơn 75,00% 4 1 9 9"), "{lines:?}");
    assert!(has("100,00% 1 3 3 3"), "{lines:?}");
    // Of five the third: 1, 1, 2, 3, 9.
    assert!(has("80,00% 5 2 9 9"), "{lines:?}");
}

#[test]
fn a_paper_about_one_agency_has_no_table_of_agencies() {
    let word = report(&two_communes(), Some("06283"));
    assert!(!word.says("tỷ lệ đúng hạn của từng đơn vị"));
}
