//! What a user types and sees: exit code, stdout and stderr together.

use crate::support::desk::Desk;

#[test]
fn show_lists_who_is_below() {
    let desk = Desk::after_demo();
    insta::assert_snapshot!(
        desk.run("show on_time_rate --period 2023 --level commune --below 90 --format json")
    );
    insta::assert_snapshot!(desk.run("show update_count --period 2023"));
    insta::assert_snapshot!(
        desk.run("show progress_766 --published --period 2026-08 --level province --format csv")
    );
    insta::assert_snapshot!(desk.run("show on_time_rate --period 2023 --agency 06283"));
    insta::assert_snapshot!(desk.run(
        "show on_time_rate --period 2023-01 --agency 20 --level district --as-known-on 2023-01-31"
    ));
    let published = desk.run(
        "show progress_766 --published --period 2026-08 --level commune --below 90 --format json",
    );
    assert_eq!(published.matches("\"agency_code\"").count(), 98);
    let rows = desk.run("rows on_time_rate --period 2023 --agency 06283 --failing --format csv");
    assert_eq!(rows.matches("000.26.18.H37-").count(), 93);
}

#[test]
fn the_same_file_again_is_a_no_op() {
    let desk = Desk::after_demo();
    insta::assert_snapshot!(desk.run("ingest motcua-data/samples/so-theo-doi-ho-so.xlsx"));
}

#[test]
fn a_file_with_bad_rows_is_taken_in_and_each_problem_has_its_place() {
    let desk = Desk::new();
    desk.write(
        "ho-so-2023-12-31.csv",
        "Mã hồ sơ;Chủ hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n\
         G1;A;UBND xã An Sơn;02/01/2023;06/01/2023;05/01/2023;Đã xử lý xong\n\
         B1;A;UBND xã An Sôn;02/01/2023;06/01/2023;05/01/2023;Đã xử lý xong\n\
         B2;A;UBND xã An Sơn;31/02/2023;06/01/2023;05/01/2023;Đã xử lý xong\n\
         B3;A;UBND xã An Sơn;02/01/2023;06/01/2023;05/01/2023;Đang bay\n",
    );
    insta::assert_snapshot!(desk.run("ingest ho-so-2023-12-31.csv"));
}

#[test]
fn what_cannot_be_read_is_said_with_a_hint() {
    let desk = Desk::new();
    desk.write("la.csv", "Tên;Tuổi\nA;1\n");
    insta::assert_snapshot!(desk.run("ingest missing.csv la.csv"));
    insta::assert_snapshot!(desk.run("show on_time_rat --period 2023"));
    insta::assert_snapshot!(desk.run("show on_time_rate --period 2023 --data nothing"));
    insta::assert_snapshot!(desk.run("show on_time_rate --period năm"));
    insta::assert_snapshot!(desk.run("serve --listen 0.0.0.0:8686"));
}

/// Nothing found, of what nobody has, would read as if all were well.
#[test]
fn an_export_or_an_agency_that_nobody_knows_is_no_empty_list() {
    let desk = Desk::after_demo();
    let rejected = desk.run("rejected --file khong-co.csv");
    assert!(rejected.starts_with("exit 2"), "{rejected}");
    assert!(rejected.contains("chưa nạp tệp nào tên `khong-co.csv`"), "{rejected}");
    assert!(desk.run("rejected --file so-theo-doi-ho-so.xlsx").starts_with("exit 0"));
    let checks = desk.run("checks --agency 99999");
    assert!(checks.starts_with("exit 2") && checks.contains("`99999`"), "{checks}");
    assert!(!desk.run("checks --agency 06283").starts_with("exit 2"));
}

#[test]
fn numbers_of_a_locked_period_stand_beside_what_was_reported() {
    let desk = Desk::after_demo();
    let data = "--data motcua-data/xa-2026";
    let asked = format!("show on_time_rate --period 2026-09 {data}");
    let before = desk.run(&asked);
    assert!(!before.contains("Đã báo cáo"), "{before}");
    assert!(desk.run(&format!("lock --period 2026-09 {data}")).starts_with("exit 0"));
    let told = desk.run(&asked);
    assert!(told.contains("khóa lúc") && told.contains("Đã báo cáo"), "{told}");
    assert!(told.contains("như đã báo cáo"), "nothing came since: {told}");
    let published = desk.run(&format!("{asked} --published"));
    assert!(!published.contains("Đã báo cáo"), "{published}");
}

/// Whatever a command tells of a build of invented exports, it says beside it that they are.
#[test]
fn commands_that_tell_of_what_is_built_say_that_it_is_invented() {
    let desk = Desk::after_demo();
    let data = "--data motcua-data/xa-2026";
    for line in [
        "show on_time_rate --period 2026-10",
        "sources",
        "rejected",
        "doctor",
        "verify --rebuild",
        "backup sao-luu --prove",
        "lock --period 2026-09",
    ] {
        let told = desk.run(&format!("{line} {data}"));
        assert!(told.contains("Dữ liệu dùng thử: hồ sơ là giả định"), "{line}: {told}");
    }
}

/// What is invented is never counted with what an office handed in.
#[test]
fn the_demo_refuses_a_folder_with_exports_of_an_office() {
    let desk = Desk::after_demo();
    assert!(desk.run("demo").starts_with("exit 0"), "a second time is no harm");
    let book = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\nA1;Xã An Sơn;04/12/2023;;Đang xử lý\n";
    desk.write("cua-xa.csv", book);
    desk.run("ingest cua-xa.csv --snapshot-on 2023-12-31 --data van-phong");
    let refused = desk.run("demo --data van-phong");
    assert!(refused.starts_with("exit 2"), "{refused}");
    assert!(refused.contains("đang có tệp của văn phòng, như cua-xa.csv"), "{refused}");
    assert!(!desk.path().join("van-phong/samples").exists(), "nothing is written");
}

#[test]
fn the_samples_of_one_office_are_not_counted_with_those_of_another() {
    let desk = Desk::after_demo();
    let refused = desk.run("demo --data motcua-data/xa-2026");
    assert!(refused.starts_with("exit 2"), "{refused}");
    assert!(refused.contains("thư mục này là của một cơ quan mẫu khác"), "{refused}");
    let samples = desk.path().join("motcua-data/xa-2026/samples");
    assert!(!samples.join("so-theo-doi-ho-so.xlsx").exists(), "nothing is written");
}

#[test]
fn an_export_of_an_office_is_not_counted_with_the_samples() {
    let desk = Desk::after_demo();
    let book = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\nA1;Xã Văn Quan;04/10/2026;;Đang xử lý\n";
    desk.write("cua-xa-2026-10-31.csv", book);
    for data in ["motcua-data", "motcua-data/xa-2026"] {
        let refused = desk.run(&format!("ingest cua-xa-2026-10-31.csv --data {data}"));
        assert!(refused.starts_with("exit 1"), "{refused}");
        assert!(refused.contains("thư mục này là của số liệu mẫu"), "{refused}");
        assert!(!desk.run(&format!("sources --data {data}")).contains("cua-xa"));
    }
}

#[test]
fn the_demo_has_a_commune_of_2026_in_a_folder_of_its_own() {
    let desk = Desk::after_demo();
    let shown =
        desk.run("show on_time_rate --period 2026-Q3 --data motcua-data/xa-2026 --format csv");
    assert!(shown.contains("06253") && shown.contains("333") && shown.contains("360"), "{shown}");
    let report =
        desk.run("report dieu_19 --period 2026-Q3 --data motcua-data/xa-2026 --out bao-cao");
    assert!(report.starts_with("exit 0"), "{report}");
    let page = std::fs::read_to_string(desk.path().join("bao-cao/dieu_19-2026-Q3.html"));
    let page = page.expect("written");
    // What no register tells is not nought.
    for said in ["chưa biết bước nào do hệ thống tự thực hiện", "Chưa biết mức", "333"]
    {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn a_broken_content_file_is_pointed_at() {
    let desk = Desk::new();
    let metrics = desk.path().join("own/queries/metrics");
    std::fs::create_dir_all(&metrics).expect("made");
    std::fs::write(
        metrics.join("mine.sql"),
        "-- id = \"mine\"\n-- unit = \"percents\"\nselect 1\n",
    )
    .expect("written");
    insta::assert_snapshot!(desk.run("check --content own"));
    insta::assert_snapshot!(desk.run("check"));
}

#[test]
fn charts_are_written_as_their_name_says() {
    let desk = Desk::after_demo();
    for name in ["a.svg", "a.png"] {
        let transcript = desk.run(&format!("chart on_time_rate --period 2023 -o {name}"));
        assert!(transcript.starts_with("exit 0"), "{transcript}");
        assert!(std::fs::metadata(desk.path().join(name)).expect("written").len() > 4000);
    }
    insta::assert_snapshot!(desk.run("chart on_time_rate --period 2023 -o a.gif"));
}

#[test]
fn every_command_explains_itself() {
    let desk = Desk::new();
    insta::assert_snapshot!(desk.run("--help"));
    insta::assert_snapshot!(desk.run("show --help"));
    insta::assert_snapshot!(desk.run("metrics"));
}

#[test]
fn a_folder_is_taken_in_whole_and_what_is_alike_is_said_once() {
    let desk = Desk::new();
    let row = |code: &str, end: &str| {
        format!(
            "Mã hồ sơ;Chủ hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n\
             {code};A;UBND xã An Sơn;02/01/2023;06/01/2023;{end};Đã xử lý xong\n"
        )
    };
    for (name, code) in [("a", "G1"), ("b", "G2"), ("c", "G3")] {
        desk.write(&format!("thang-1/{name}-2023-12-31.csv"), &row(code, "05/01/2023"));
    }
    desk.write("thang-1/.an", "x");
    desk.write("thang-1/~$b.xlsx", "x");
    desk.write("thang-1/Thumbs.db", "x");
    desk.write("thang-1/desktop.ini", "x");
    desk.write("thang-1/cu/d-2023-12-31.csv", &row("G4", "05/01/2023"));
    let told = desk.run("ingest thang-1 --scope 184");
    assert!(told.starts_with("exit 0"), "{told}");
    let passed = "Bỏ qua 4 tệp do hệ điều hành hay chương trình để lại, không phải tệp xuất: .an, Thumbs.db, desktop.ini, ~$b.xlsx";
    assert!(told.contains(passed), "{told}");
    assert!(
        told.contains("Không vào 1 thư mục con; cần nạp thì ghi riêng từng thư mục: thang-1/cu"),
        "{told}"
    );
    assert_eq!(told.matches("nhận là").count(), 3, "{told}");
    assert_eq!(told.matches("Cột không giữ lại").count(), 1, "{told}");
    let again = desk.run("ingest thang-1 --scope 184");
    assert!(again.contains("3 tệp đã nạp từ trước, không có gì mới: thang-1/a-2023"), "{again}");
    desk.write("trong/.an", "x");
    let empty = desk.run("ingest trong");
    assert!(
        empty.starts_with("exit 2") && empty.contains("thư mục `trong` không có tệp nào"),
        "{empty}"
    );
    desk.write("nam/thang-1/a.csv", "x");
    let folders = desk.run("ingest nam");
    assert!(
        folders.starts_with("exit 2") && folders.contains("chỉ có thư mục con: nam/thang-1"),
        "{folders}"
    );
}

#[test]
fn a_language_of_the_variable_that_there_is_not_stops_no_command() {
    let mut command = assert_cmd::Command::cargo_bin("motcua").expect("built");
    let ran = command.args(["sources", "--data", "khong-co"]).env("MOTCUA_LANG", "vi_VN.UTF-8");
    let ran = ran.output().expect("run");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(said.contains("MOTCUA_LANG là `vi_VN.UTF-8`; chỉ có vi và en nên dùng vi"), "{said}");
    assert!(!said.contains("--lang"), "{said}");
}
