//! What somebody at a terminal reads, and how the command ends.

use motcua::state::StateDatabase;

use crate::support::desk::Desk;

const CSV: &str = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n\
    G1;UBND xã An Sơn;02/12/2023;06/12/2023;05/12/2023;Đã xử lý xong\n";

fn desk_with_an_export() -> Desk {
    let desk = Desk::new();
    desk.write("ho-so-2023-12-31.csv", CSV);
    desk.write("motcua.toml", "scope = \"184\"\n");
    let taken = desk.run("ingest ho-so-2023-12-31.csv");
    assert!(taken.starts_with("exit 0"), "{taken}");
    desk
}

#[test]
fn each_line_says_how_something_stands_and_what_to_do() {
    let desk = desk_with_an_export();
    // Taken in now, looked at later: no clock goes by the year of the fixture.
    let said = desk.run("doctor --at 2100-01-01T08:00:00");
    assert!(said.starts_with("exit 1"), "{said}");
    for line in [
        "ổn        Kho lưu tệp: 1 tệp, 1 dòng, tất cả nguyên vẹn",
        "cần xem   Sao lưu: chưa cấu hình sao lưu",
        "          → đặt sao lưu hằng đêm",
        "không có tệp nào mới hơn ngày 31/12/2023",
        "2 mục cần xem; số liệu vẫn đúng và vẫn dùng được.",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
}

#[test]
fn what_is_broken_ends_with_2_and_json_says_the_same() {
    let desk = desk_with_an_export();
    std::fs::write(desk.path().join("motcua-data").join(StateDatabase::FILE), "").expect("emptied");
    let said = desk.run("doctor --at 2100-01-01T08:00:00");
    assert!(said.starts_with("exit 2") && said.contains("hỏng      Tài khoản"), "{said}");
    let json = desk.run("doctor --json --at 2100-01-01T08:00:00");
    let (_, json) = json.split_once("--- stdout\n").expect("its output");
    let (json, _) = json.split_once("--- stderr").expect("its end");
    let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(json["state"], "broken");
    let lines = json["lines"].as_array().expect("lines");
    let state = lines.iter().find(|line| line["check"] == "state").expect("the state's");
    assert_eq!((&state["state"], &state["state_name"]), (&"broken".into(), &"hỏng".into()));
}

#[test]
fn settings_that_cannot_be_read_are_a_line_and_stop_no_other() {
    let desk = desk_with_an_export();
    desk.write("motcua.toml", "[serv]\n");
    let said = desk.run("doctor --at 2100-01-01T08:00:00");
    assert!(said.starts_with("exit 2") && said.contains("hỏng      Nội dung"), "{said}");
    assert!(said.contains("Kho lưu tệp: 1 tệp"), "{said}");
}
