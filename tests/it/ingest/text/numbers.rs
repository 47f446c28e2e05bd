//! Numbers as Vietnamese write them and as programs do.

use std::path::PathBuf;

use jiff::civil::date;
use motcua::pipeline::IngestOverrides;

use crate::support::{
    intake::{Intake, kept},
    office::Office,
};

const NUMBERS: [&str; 3] =
    ["H44,1250000,184513,79.0300", "H44.01,1004,1004,100.0000", "H44.03,1250000,184513,79.0300"];

#[test]
fn a_number_is_the_same_as_a_cell_and_as_a_text_with_dots_between_thousands() {
    let office = Office::new();
    let csv = "Mã đơn vị;Tổng tiếp nhận;Đúng hạn;Tỷ lệ đúng hạn (%)\n\
        H44;1.250.000;184.513;79,03\nH44.01;1.004;1004;100\nH44.03;1250000;184.513;79.03\n";
    let workbooks = ["so-2026-08.xlsx", "so-2026-08.xls", "so-2026-08.ods"].map(kept);
    let paths: Vec<PathBuf> =
        workbooks.into_iter().chain([office.file("so-2026-08.csv", csv)]).collect();
    let said =
        IngestOverrides { snapshot_on: Some(date(2026, 9, 1)), ..IngestOverrides::default() };
    for intake in Intake::by(office, &paths, &said) {
        let name = &intake.source.file_name;
        assert_eq!(intake.rejected(), [], "{name}");
        assert_eq!(intake.rows("agency_code,denominator,numerator,value"), NUMBERS, "{name}");
    }
}

#[test]
fn a_number_that_is_none_is_listed_and_unknown_and_its_row_is_kept() {
    let csv = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái;Phí, lệ phí\n\
        A1;06283;;;Đang xử lý;1.00.000\nA2;06283;;;Đang xử lý;-5\nA3;06283;;;Đang xử lý;miễn\nA4;06283;;;Đang xử lý;1.004\n";
    let intake = Intake::text("phi-2023-12-31.csv", csv);
    assert_eq!(
        intake.rows("dossier_code,fee_amount,unreadable_columns"),
        ["A1,,\",fee_amount,\"", "A2,,\",fee_amount,\"", "A3,,\",fee_amount,\"", "A4,1004.0000,"]
    );
    assert_eq!(intake.counts(), (4, 0, 0));
    let bad = |row: u64, text: &str| (row, "fee_amount".into(), "bad_number".into(), text.into());
    assert_eq!(intake.rejected(), [bad(2, "1.00.000"), bad(3, "-5"), bad(4, "miễn")]);
}

#[test]
fn a_period_nobody_can_read_is_a_rejected_row() {
    let mut office = Office::new();
    office.own = Some("H44");
    let csv = "Chỉ tiêu;Đơn vị;Kỳ;Tử số;Mẫu số\nelectronic_documents;UBND phường Việt Trì;2026-Q3;1;2\n\
               electronic_documents;UBND phường Việt Trì;quý ba;1;2\n";
    let path = office.file("so-2026-09-30.csv", csv);
    let now = date(2026, 10, 1).at(8, 0, 0, 0);
    let (_, build) = office.ingest_all(&[path], &IngestOverrides::default(), now);
    assert_eq!(build.expect("built").sources[0].staged.kept, 1);
    let rejected = office.warehouse().provenance.list_rejected_rows(None).expect("answered");
    let listed: Vec<_> = rejected.iter().map(|row| (row.row, row.reason.as_str())).collect();
    assert_eq!(listed, [(Some(3), "bad_period")]);
}
