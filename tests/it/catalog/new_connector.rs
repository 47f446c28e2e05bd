//! `motcua connector new` and `try`: an office describes its own export, without Rust.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path, process::Output};

use assert_cmd::Command;

pub(super) fn motcua(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("motcua")
        .expect("the binary")
        .current_dir(folder)
        .env_remove("MOTCUA_DATA")
        .args(arguments)
        .output()
        .expect("it ran")
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_proposal_places_what_is_known_and_names_what_is_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let csv = "DANH SÁCH\nSố biên nhận;Đơn vị xử lý;Ngày nhận;Hạn trả;Tình trạng;Họ tên\n1;xã An Sơn;02/01/2023;05/01/2023;Đã xử lý xong;A\n";
    fs::write(folder.path().join("ho-so-2023-12-31.csv"), csv).expect("written");
    let new =
        motcua(folder.path(), &["connector", "new", "cua_toi", "--from", "ho-so-2023-12-31.csv"]);
    assert!(new.status.success(), "{}", text(&new.stderr));
    assert!(
        text(&new.stderr)
            .contains("đặt được 5 trong 6 tiêu đề\nChưa đặt được, nên không giữ: Họ tên"),
        "{}",
        text(&new.stderr)
    );
    let toml = fs::read_to_string(folder.path().join("content/connectors/cua_toi/connector.toml"))
        .expect("written");
    assert!(
        toml.contains("heading = \"Số biên nhận\"\nis = \"dossier_code\"\nrequired = true"),
        "{toml}"
    );
    let tried = motcua(
        folder.path(),
        &[
            "--content",
            "content",
            "connector",
            "try",
            "cua_toi",
            "ho-so-2023-12-31.csv",
            "--scope",
            "184",
        ],
    );
    assert_eq!(
        text(&tried.stdout).lines().nth(1),
        Some("1,06283,2023-01-02 00:00:00,2023-01-05 00:00:00,finished,2023-12-31 00:00:00,3"),
        "{}",
        text(&tried.stderr)
    );
    assert!(!folder.path().join("motcua-data").exists(), "nothing is kept");
}

/// A clerk's own list, no heading of which anybody knows, into a folder that is not there yet.
#[test]
fn what_nobody_calls_so_is_placed_by_what_stands_in_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let csv = "Ký hiệu;Nơi làm;Ngày vào sổ;Phải xong trước;Xong hôm;Tình hình;Ghi thêm\n\
        VS-1;xã An Sơn;02/01/2023;09/01/2023;05/01/2023;Đã xử lý xong;bà A gọi\n\
        VS-2;xã Hòa Bình;03/01/2023;10/01/2023;;Đang xử lý;\n\
        VS-3;xã An Sơn;04/01/2023;11/01/2023;12/01/2023;Đã xử lý xong;\n\
        VS-4;xã An Sơn;05/01/2023;12/01/2023;10/01/2023;Đã xử lý xong;\n\
        VS-5;xã An Sơn;06/01/2023;13/01/2023;11/01/2023;Trình ký lần hai;\n\
        VS-6;xã An Sơn;06/01/2023;13/01/2023;11/01/2023;Đã xử lý xong;\n";
    fs::write(folder.path().join("so-rieng-2023-12-31.csv"), csv).expect("written");
    let new = motcua(
        folder.path(),
        &[
            "--content",
            "noi-dung",
            "connector",
            "new",
            "so_rieng",
            "--from",
            "so-rieng-2023-12-31.csv",
        ],
    );
    let said = text(&new.stderr);
    assert!(new.status.success(), "{said}");
    assert!(said.contains("đặt được 6 trong 7 tiêu đề"), "{said}");
    assert!(said.contains("Chưa đặt được, nên không giữ: Ghi thêm"), "{said}");
    let toml =
        fs::read_to_string(folder.path().join("noi-dung/connectors/so_rieng/connector.toml"))
            .expect("written");
    for placed in [
        "heading = \"Ký hiệu\"\nis = \"dossier_code\"\nrequired = true",
        "heading = \"Nơi làm\"\nis = \"solving_agency\"",
        "heading = \"Ngày vào sổ\"\nis = \"received_at\"",
        "heading = \"Phải xong trước\"\nis = \"due_at\"",
        "heading = \"Xong hôm\"\nis = \"ended_at\"",
        "heading = \"Tình hình\"\nis = \"status\"",
        "# \"Trình ký lần hai\" = \"\"",
        "#   received_at: Tiếp nhận",
        "#   ended_at: Giải quyết xong",
    ] {
        assert!(toml.contains(placed), "{placed}\n{toml}");
    }
    // What somebody wrote beside it is in no file.
    assert!(!toml.contains("bà A gọi"), "{toml}");
    let tried = motcua(
        folder.path(),
        &[
            "--content",
            "noi-dung",
            "connector",
            "try",
            "so_rieng",
            "so-rieng-2023-12-31.csv",
            "--scope",
            "184",
        ],
    );
    assert!(text(&tried.stdout).contains("VS-1,06283,2023-01-02"), "{}", text(&tried.stdout));
    // The one status that nobody knows.
    assert_eq!(tried.status.code(), Some(1), "{}", text(&tried.stderr));
}

#[test]
fn a_try_that_keeps_no_row_says_why_and_ends_as_failed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let csv = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\nA1;Nơi không có;02/01/2023;05/01/2023;Đã xử lý xong\n";
    fs::write(folder.path().join("ho-so-2023-12-31.csv"), csv).expect("written");
    let tried = motcua(folder.path(), &["connector", "try", "generic_csv", "ho-so-2023-12-31.csv"]);
    let said = text(&tried.stderr);
    assert_eq!(tried.status.code(), Some(1), "{said}");
    assert!(said.contains("Không dòng nào của tệp được tính") && !said.contains("Error"), "{said}");
}

#[test]
fn a_name_that_is_none_is_pointed_at_with_the_nearest() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("own/connectors/so_rieng");
    fs::create_dir_all(&path).expect("made");
    let toml = "id = \"so_rieng\"\nname = \"Sổ\"\nyields = \"dossier\"\nformats = [\"csv\"]\nbasis = \"b\"\n\
        [[column]]\nheading = \"Mã\"\nis = \"dossier_cod\"\nrequired = true\n";
    fs::write(path.join("connector.toml"), toml).expect("written");
    let checked = motcua(folder.path(), &["--content", "own", "check"]);
    let said = text(&checked.stderr);
    assert_eq!(checked.status.code(), Some(2), "{said}");
    assert!(said.contains("không có cột `dossier_cod`") && said.contains("^^^^"), "{said}");
    assert!(said.contains("gần giống nhất trước: dossier_code,"), "{said}");
}

#[test]
fn a_connector_that_is_there_is_not_overwritten() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.csv"), "a;b\n1;2\n").expect("written");
    let new = motcua(folder.path(), &["connector", "new", "generic_csv", "--from", "a.csv"]);
    assert_eq!(new.status.code(), Some(2));
    assert!(text(&new.stderr).contains("đã có connector `generic_csv`"));
}

/// The case file of another country's city: four columns are enough, and its counts by department are those of a plain count.
#[test]
fn a_foreign_case_file_is_taken_in_by_a_connector_folder_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    write("office/connectors/cases/connector.toml", CASES);
    write("office/connectors/cases/staging.sql", STAGING);
    write(
        "office/queries/reference/agency/city.csv",
        "code,area_code,name,level,parent_code,valid_from,valid_to\n\
         CITY,CITY,The City,province,,1900-01-01,\n\
         PW,PW,Public Works,commune,CITY,1900-01-01,\nPK,PK,Parks & Recreation,commune,CITY,1900-01-01,\n",
    );
    let mut csv = String::from("id,received,target,closed,department,who\n");
    let mut counted: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for number in 0..121_000_u64 {
        let (code, name) =
            if number % 3 == 0 { ("PK", "Parks & Recreation") } else { ("PW", "Public Works") };
        let (day, took, target) = (1 + number % 20, number % 7, 1 + number % 5);
        let is_closed = number % 11 != 0;
        let closed =
            if is_closed { format!("2023-05-{:02} 09:30:00", day + took) } else { String::new() };
        let _ = writeln!(
            csv,
            "{number},2023-05-{day:02} 08:00:00,2023-05-{:02} 00:00:00,{closed},{name},\"Doe, {number}\"",
            day + target
        );
        if is_closed {
            let (on_time, all) = counted.entry(code).or_default();
            *on_time += u64::from(took <= target);
            *all += 1;
        }
    }
    write("cases-2023-06-30.csv", &csv);
    let taken = motcua(folder.path(), &["--content", "office", "ingest", "cases-2023-06-30.csv"]);
    assert!(taken.status.success(), "{}", text(&taken.stderr));
    let shown = motcua(
        folder.path(),
        &[
            "--content",
            "office",
            "show",
            "on_time_rate",
            "--period",
            "2023-05",
            "--level",
            "commune",
            "--format",
            "csv",
        ],
    );
    let shown = text(&shown.stdout);
    for (code, (on_time, all)) in counted {
        let line = shown.lines().find(|line| line.starts_with(&format!("{code},"))).expect("a row");
        assert!(line.contains(&format!(",{on_time},{all},")), "{line}: {on_time}/{all}");
    }
}

const CASES: &str = r#"
id = "cases"
name = "Cases of a city"
yields = "dossier"
formats = ["csv"]
basis = "open data"

[[column]]
heading = "id"
required = true

[[column]]
heading = "received"
required = true

[[column]]
heading = "target"
required = true

[[column]]
heading = "closed"

[[column]]
heading = "department"
required = true
"#;

const STAGING: &str = r#"
select
    source_sheet, source_row, "id" as dossier_code, "received" as received_at, "target" as due_at, "closed" as ended_at,
    "department" as solving_agency, case when "closed" is null then 'in_progress' else 'finished' end as status
from raw
"#;

#[test]
fn where_two_connectors_fit_alike_the_offices_own_reads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let own = folder.path().join("content/connectors/cua_toi");
    fs::create_dir_all(&own).expect("made");
    let built_in = "connectors/generic_dossiers/connector.toml";
    let built_in = fs::read_to_string(built_in).expect("built in");
    // The same table, as the office's own: one connector of every format.
    let (head, rest) = built_in.split_once("# Archives tell").expect("variants");
    let columns = &rest[rest.find("[[column]]").expect("columns")..];
    let head = head.replace("id = \"generic_dossiers\"", "id = \"cua_toi\"");
    let named = head + columns;
    fs::write(own.join("connector.toml"), named).expect("written");
    let csv = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\nA1;06283;;;Đang xử lý\n";
    fs::write(folder.path().join("ho-so-2023-12-31.csv"), csv).expect("written");
    let done = motcua(folder.path(), &["--content", "content", "ingest", "ho-so-2023-12-31.csv"]);
    assert!(text(&done.stderr).contains("(cua_toi)"), "{}", text(&done.stderr));
}
