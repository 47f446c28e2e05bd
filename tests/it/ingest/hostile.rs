//! Files that are broken or mean harm: a sentence or the right rows, and no more memory than an ordinary file takes.

use std::{fs, io::Write as _};

use flate2::{Compression, write::GzEncoder};

use crate::{
    ingest::bombs::{LAUGHS, repeated, with_part, zipped},
    support::{
        fed::{refused, told},
        intake::kept,
    },
};

const CSV: &str =
    "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\nA1;06283;;;Đang xử lý\n";

#[test]
fn what_unpacks_out_of_all_proportion_is_refused() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    repeated(b"x", 512 << 20, &mut gzip);
    refused("bom.csv.gz", &gzip.finish().expect("finished"), "quá mức");
    let zip = zipped(&[("bom.csv", CSV.as_bytes(), b"x", 512 << 20, b"")]);
    refused("bom.zip", &zip, "quá mức");
    let (sheet, row) = (b"<worksheet><sheetData>", b"<c/>");
    let xlsx =
        with_part("xa-2023-12-31.xlsx", "xl/worksheets/sheet1.xml", sheet, row, 128 << 20, b"");
    refused("bom.xlsx", &xlsx, "quá mức");
    let texts = with_part(
        "cong-thuc-2023-12-31.xlsx",
        "xl/sharedStrings.xml",
        b"<sst>",
        b"<si><t>x</t></si>",
        20 << 20,
        b"</sst>",
    );
    refused("chu.xlsx", &texts, "quá mức");
    let spaces = with_part(
        "ngay-2023-12-31.ods",
        "content.xml",
        b"<office:document-content>",
        b" ",
        512 << 20,
        b"",
    );
    refused("bom.ods", &spaces, "dài hơn 1 MB");
}

#[test]
fn a_record_without_an_end_is_not_held() {
    let json = ["[{\"a\": [", &"0,".repeat(32 << 20), "0]}]"].concat();
    refused("dai.json", json.as_bytes(), "một bản ghi dài hơn 2 MB");
    // Most of it stands in a column nobody claims.
    let row = format!("A1;06283;;;Đang xử lý;{}\n", "x".repeat(4 << 10));
    let (heading, _) = CSV.split_once('\n').expect("two lines");
    let csv = format!("{heading};Ghi chú\nA0;06283;;;\"Đang xử lý;\n{}", row.repeat(40 << 10));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (is_done, said) = told(folder.path(), "mo.csv", csv.as_bytes());
    assert!(!is_done && said.contains("rows read 40.961, kept 40.960, rejected 1"), "{said}");
}

#[test]
fn texts_that_name_each_other_are_not_written_out() {
    let texts = format!("{LAUGHS}<sst><si><t>&h;</t></si></sst>");
    let xlsx = with_part(
        "cong-thuc-2023-12-31.xlsx",
        "xl/sharedStrings.xml",
        texts.as_bytes(),
        b"",
        0,
        b"",
    );
    refused("cuoi.xlsx", &xlsx, "khai báo thực thể");
    let content = format!(
        "{LAUGHS}<document-content><table name=\"x\"><table-row><table-cell><p>&h;</p></table-cell></table-row></table></document-content>"
    );
    let ods = with_part("ngay-2023-12-31.ods", "content.xml", content.as_bytes(), b"", 0, b"");
    refused("cuoi.ods", &ods, "");
}

#[test]
fn a_file_cut_short_is_refused_with_its_name() {
    refused("trong.csv", b"", "không có dữ liệu nào");
    let half = |name: &str| {
        let bytes = fs::read(kept(name)).expect("a file");
        bytes[..bytes.len() / 2].to_vec()
    };
    for name in ["ho-so-2023-12-31-merged.xlsx", "ho-so-2023-12-31-merged.ods"] {
        refused(name, &half(name), "bị cắt cụt hoặc hỏng");
    }
    refused("nua.xls", &half("ho-so-2023-12-31-merged.xls"), "nua.xls");
    let zip = zipped(&[("a.csv", CSV.as_bytes(), b"", 0, b"")]);
    refused("nua.zip", &zip[..zip.len() - 10], "bị cắt cụt hoặc hỏng");
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(CSV.as_bytes()).expect("written");
    let gzip = gzip.finish().expect("finished");
    refused("nua.csv.gz", &gzip[..gzip.len() - 12], "bị cắt cụt hoặc hỏng");
}

#[test]
fn what_is_no_table_is_refused() {
    let page = b"<!DOCTYPE html><html><body><h1>500 Internal Server Error</h1></body></html>";
    refused("xuat.xls", page, "không có bảng nào");
    refused("xuat.xml", b"<?xml version=\"1.0\"?><a/>", "tệp XML không phải bảng tính");
    refused("sau.json", "[".repeat(1 << 20).as_bytes(), "JSON bị cắt ngang");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_, said) = told(folder.path(), "dai.csv", "x".repeat(1 << 20).as_bytes());
    assert!(said.len() < 1000, "a heading is not said at any length");
    let inner = zipped(&[("a.csv", CSV.as_bytes(), b"", 0, b"")]);
    refused(
        "hai.zip",
        &zipped(&[("trong.zip", &inner, b"", 0, b"")]),
        "nằm trong một tệp nén khác",
    );
    refused("rong.zip", &zipped(&[]), "không có dữ liệu nào");
}

#[test]
fn a_cell_in_the_farthest_corner_costs_nothing() {
    for name in ["xa-2023-12-31.xls", "xa-2023-12-31.xlsx"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let bytes = fs::read(kept(name)).expect("a file");
        let (is_done, said) = told(folder.path(), name, &bytes);
        assert!(is_done && said.contains("kept 1, rejected 0"), "{name}: {said}");
    }
}

#[test]
fn a_path_in_a_zip_is_a_name_and_no_place() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inner = folder.path().join("in");
    fs::create_dir(&inner).expect("made");
    let zip = zipped(&[("../ra-ngoai.csv", CSV.as_bytes(), b"", 0, b"")]);
    let (is_done, said) = told(&inner, "duong-dan.zip", &zip);
    assert!(is_done && said.contains("rows read 1, kept 1, rejected 0"), "{said}");
    assert_eq!(
        fs::read_dir(folder.path()).expect("a folder").count(),
        1,
        "nothing is written outside"
    );
}
