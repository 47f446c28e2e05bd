//! Tables of the systems' own exports; which connector a table is of; what a connector must say.

use std::{fs, path::Path, process::Output};

use assert_cmd::Command;
use motcua::{
    catalog::Catalog,
    pipeline::{IngestOutcome, IngestOverrides},
};
use rstest::rstest;

use crate::support::{
    grid::{ALL, Format, WORKBOOKS, sheet},
    intake::Intake,
    office::Office,
};

fn taken(format: Format, rows: &[&str]) -> Intake {
    let name = format!("so-2023-12-31.{}", format.ending());
    Intake::text(&name, format.bytes(&[sheet("Sổ", rows)]))
}

#[test]
fn a_register_by_its_form_has_second_tables_groups_and_totals() {
    for format in WORKBOOKS {
        let intake = taken(
            format,
            &[
                "UBND HUYỆN VĂN QUAN",
                "Số liệu tính đến 17 giờ 00 phút ngày 30/12/2023",
                "TT|Mã hồ sơ|Tên TTHC|Cơ quan chủ trì giải quyết|Nhận hồ sơ|Hẹn trả kết quả|Trả kết quả||",
                "||||||Ngày|Phương thức|Ghi chú",
                "Xã An Sơn",
                "1|H37-231204-0001|Khai sinh||04/12/2023|07/12/2023|07/12/2023|BCCI",
                "Cộng|1",
                "TT|Mã hồ sơ|Cơ quan chủ trì giải quyết|Hẹn trả kết quả|Nhận hồ sơ",
                "1|H37-231212-0005|UBND xã Hòa Bình|19/12/2023|12/12/2023",
            ],
        );
        assert_eq!(intake.source.connector, "so_theo_doi", "{format:?}");
        assert_eq!(intake.rejected(), [], "{format:?}");
        assert_eq!(
            intake.rows("dossier_code,solving_agency,received_at,due_at,return_channel,status"),
            [
                "H37-231204-0001,06283,2023-12-04 00:00:00,2023-12-07 00:00:00,postal,returned",
                "H37-231212-0005,06274,2023-12-12 00:00:00,2023-12-19 00:00:00,,in_progress"
            ],
            "{format:?}"
        );
        assert_eq!(intake.source.snapshot_on.to_string(), "2023-12-30", "{format:?}");
    }
}

#[test]
fn a_list_of_open_cps_goes_on_under_a_heading_in_another_order() {
    for format in WORKBOOKS {
        let intake = taken(
            format,
            &[
                "Mã hồ sơ|Mã thủ tục|Cơ quan thụ lý|Ngày tiếp nhận|Ngày hẹn trả|Ngày hoàn thành|Trạng thái",
                "H37-231204-0001|1.001193|xã An Sơn|04/12/2023|07/12/2023|06/12/2023|Đã hoàn thành",
                "MÃ HỒ SƠ|CƠ QUAN THỤ LÝ|MÃ THỦ TỤC|NGÀY HẸN TRẢ|NGÀY TIẾP NHẬN|TRẠNG THÁI|NGÀY HOÀN THÀNH",
                "H37-231212-0005|xã Hòa Bình|1.001193|19/12/2023|12/12/2023|Đã hoàn thành|18/12/2023",
            ],
        );
        assert_eq!(
            (intake.source.connector.as_str(), intake.counts()),
            ("opencps_xlsx", (2, 1, 0)),
            "{format:?}"
        );
        assert_eq!(
            intake.rows("dossier_code,solving_agency,received_at,ended_at"),
            [
                "H37-231204-0001,06283,2023-12-04 00:00:00,2023-12-06 00:00:00",
                "H37-231212-0005,06274,2023-12-12 00:00:00,2023-12-18 00:00:00"
            ],
            "{format:?}"
        );
    }
}

#[test]
fn a_register_of_tan_dan_has_merged_areas_sections_and_totals() {
    for format in WORKBOOKS {
        let rows = [
            "SỔ THEO DÕI HỒ SƠ",
            "Từ ngày 01/12/2023 đến ngày 30/12/2023",
            "STT|Mã hồ sơ|Thủ tục/Lĩnh vực|Ngày, tháng, năm|||Địa bàn",
            "|||Nhận hồ sơ|Hẹn trả kết quả|Ngày có kết quả/nhận kết quả|",
            "I|||||",
            "1|H37-231204-0001|Khai sinh|04/12/2023|07/12/2023|06/12/2023|Xã An Sơn",
            "2|H37-231205-0002|Khai sinh|05/12/2023|12/12/2023|13/12/2023|",
            "Tổng cộng|60 hồ sơ",
        ];
        let name = format!("so.{}", format.ending());
        let office = Office::new();
        let path = office.file(&name, format.bytes(&[sheet("Sổ", &rows).merged(5, 6, 1)]));
        let intake = Intake::by(office, &[path], &IngestOverrides::default()).remove(0);
        assert_eq!(
            (intake.source.connector.as_str(), intake.rejected()),
            ("tan_dan_xlsx", vec![]),
            "{format:?}"
        );
        assert_eq!(
            intake.rows("dossier_code,solving_agency"),
            ["H37-231204-0001,06283", "H37-231205-0002,06283"],
            "{format:?}"
        );
        assert_eq!(intake.source.snapshot_on.to_string(), "2023-12-30", "{format:?}");
    }
}

const FIGURES: &str = "Mã đơn vị|Tổng tiếp nhận|Đúng hạn";

#[rstest]
#[case("Tháng 8 năm 2026", "so.xlsx", Some("2026-08"))]
#[case("KỲ BÁO CÁO: QUÝ III/2026", "so.xlsx", Some("2026-Q3"))]
#[case("Từ ngày 15/07/2026 đến ngày 14/08/2026", "so.xlsx", Some("bc:2026-08"))]
#[case("Tháng 8 năm 2026", "so-2026-08.xlsx", Some("2026-08"))]
#[case("Tháng 8 năm 2026", "so-2026-09.xlsx", None)]
#[case("9 tháng đầu năm 2026", "so.xlsx", None)]
#[case("TIẾN ĐỘ", "so.xlsx", None)]
fn the_period_of_figures_stands_in_the_title(
    #[case] title: &str,
    #[case] name: &str,
    #[case] period: Option<&str>,
) {
    for below in [false, true] {
        let row = "06283|4|2";
        let rows = if below { [FIGURES, row, title] } else { [title, FIGURES, row] };
        let office = Office::new();
        let path = office.file(name, Format::Xlsx.bytes(&[sheet("Sổ", &rows)]));
        let mut taken = office.ingest(&path, &IngestOverrides::default()).0;
        match (taken.remove(0), period) {
            (Ok(IngestOutcome::New(source)), Some(period)) => {
                assert_eq!(source.period.as_deref(), Some(period));
            }
            (Err(error), None) => assert!(error.to_string().contains("kỳ"), "{error}"),
            other => panic!("{title}: {other:?}"),
        }
    }
}

/// A list of which one heading in eight is known was taken for letters of apology.
#[test]
fn one_heading_of_eight_is_no_evidence() {
    for format in ALL {
        let rows = [
            "STT|Mã hồ sơ|Thủ tục|Ngày nộp|Hạn xử lý|Ngày xong|Tình trạng|UBND xã",
            "1|H37-230105-0001|Chứng thực|05/01/2023|06/01/2023|06/01/2023|Đã trả|Xã An Sơn",
        ];
        let office = Office::new();
        let path =
            office.file(&format!("ds.{}", format.ending()), format.bytes(&[sheet("Sổ", &rows)]));
        let told = office
            .ingest(&path, &IngestOverrides::default())
            .0
            .remove(0)
            .expect_err("not recognised")
            .to_string();
        for part in [
            "gần nhất là `generic_",
            "thiếu cột `Đơn vị giải quyết`, `Ngày tiếp nhận`",
            "`Ngày xong`, `UBND xã`",
        ] {
            assert!(told.contains(part), "{format:?}: {told}");
        }
        assert!(!told.contains("An Sơn"), "{told}");
    }
}

fn motcua(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("motcua").expect("the binary");
    command.current_dir(folder).env_remove("MOTCUA_DATA").args(arguments).output().expect("it ran")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[rstest]
#[case::no_rows("Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\n")]
#[case::totals_alone(
    "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\nTổng cộng;;;;\n"
)]
#[case::letters_not_sent("Mã hồ sơ;Ngày gửi văn bản xin lỗi\nH37-230105-0001;chưa gửi\n")]
fn an_export_of_which_nothing_is_kept_is_no_success(#[case] csv: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("ds-2023-12-31.csv"), csv).expect("written");
    let done = motcua(folder.path(), &["ingest", "ds-2023-12-31.csv"]);
    let told = text(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{told}");
    assert!(told.contains("Không dòng nào của tệp được tính"), "{told}");
}

/// Writes a connector of the office's own, and reads the content with it.
fn with_own(toml: &str) -> Result<Catalog, String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let own = folder.path().join("connectors/cua_toi");
    fs::create_dir_all(&own).expect("made");
    fs::write(own.join("connector.toml"), toml).expect("written");
    Catalog::load_content(Some(folder.path())).map_err(|error| error.to_string())
}

const OWN: &str = "id = \"cua_toi\"\nname = \"Của tôi\"\nyields = \"dossier\"\nformats = [\"csv\"]\nbasis = \"tự lập\"\n\
    [[column]]\nheading = \"Mã\"\nis = \"dossier_code\"\nrequired = true\n[[column]]\nheading = \"Xã\"\nis = \"solving_agency\"\n";

#[test]
fn a_connector_that_lacks_what_every_dossier_says_is_refused_with_its_place() {
    let told = with_own(OWN).expect_err("no status");
    for part in ["mỗi dòng loại `dossier` phải có `status`", "connectors/cua_toi/connector.toml"]
    {
        assert!(told.contains(part), "{told}");
    }
    let mapped = format!("{OWN}[[column]]\nheading = \"TT\"\nis = \"status\"\n");
    with_own(&mapped).expect("whole");
    with_own(&format!("{OWN}[constant]\nstatus = \"finished\"\n")).expect("whole");
    let misspelt = mapped.replace("is = \"status\"", "is = \"stattus\"");
    assert!(with_own(&misspelt).expect_err("misspelt").contains("không có cột `stattus`"));
    let other = OWN.replace("dossier\"\nformats", "hoso\"\nformats");
    assert!(with_own(&other).expect_err("no such kind").contains("chưa có loại số liệu `hoso`"));
}

#[test]
fn check_points_at_the_place_of_what_is_missing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let own = folder.path().join("office/connectors/cua_toi");
    fs::create_dir_all(&own).expect("made");
    fs::write(own.join("connector.toml"), OWN).expect("written");
    for command in ["check", "ingest"] {
        let arguments: &[&str] = match command {
            "check" => &["--content", "office", "check"],
            _ => &["--content", "office", "ingest", "a.csv"],
        };
        let done = motcua(folder.path(), arguments);
        let told = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{told}");
        assert!(
            told.contains("connectors/cua_toi/connector.toml:3:10") && told.contains("^^^^"),
            "{told}"
        );
    }
}

/// Names, codes and telephones of the rows below are nobody's heading.
#[rstest]
#[case::known(";Mã hồ sơ;Đơn vị xử lý;Ngày nhận;Hạn trả;Tình trạng;Họ tên")]
#[case::known_by_none(";Tệp;Nơi;Bắt đầu;Kết thúc;Mức;Người")]
fn a_new_connector_takes_no_row_of_data_for_headings(#[case] heading: &str) {
    let row = "1;H37-231204-0001;xã An Sơn;02/01/2023;05/01/2023;Đã trả;Nguyễn Văn Bịa\n";
    let other = "2;H37-231204-0002;Thôn Bản Nhang, xã An Sơn;02/01/2023;05/01/2023;0912345678;bia@example.org\n";
    for start in ["", "DANH SÁCH HỒ SƠ\n\n"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let csv = format!("{start}{heading}\n{row}{other}");
        fs::write(folder.path().join("ds.csv"), csv).expect("written");
        let done = motcua(folder.path(), &["connector", "new", "cua_toi", "--from", "ds.csv"]);
        let told = text(&done.stderr);
        assert!(done.status.success(), "{told}");
        let path = folder.path().join("content/connectors/cua_toi/connector.toml");
        let toml = fs::read_to_string(path).expect("written");
        for own in heading.split(';').filter(|own| !own.is_empty()) {
            assert!(toml.contains(&format!("heading = \"{own}\"")), "{own}: {toml}");
        }
        for data in ["Bịa", "H37", "Bản Nhang", "0912345678", "example.org", "2023"] {
            assert!(!toml.contains(data) && !told.contains(data), "{data}: {toml}{told}");
        }
    }
}

#[test]
fn a_table_without_a_heading_gives_no_connector() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("ds.csv"), "H37-231204-0001;Nguyễn Văn Bịa;0912345678\n")
        .expect("written");
    let done = motcua(folder.path(), &["connector", "new", "cua_toi", "--from", "ds.csv"]);
    let told = text(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{told}");
    assert!(told.contains("không tìm thấy dòng tiêu đề") && !told.contains("Bịa"), "{told}");
}
