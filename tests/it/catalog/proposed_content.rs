//! What `motcua connector new` writes, and where: nothing of a person, nothing that cannot be read again, no folder by mistake.

use std::fs;

use super::new_connector::{motcua, text};

#[test]
fn a_content_folder_that_was_mistyped_is_not_made() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("noi-dung")).expect("made");
    fs::write(folder.path().join("a.csv"), "Ký hiệu;Nơi làm\nVS-1;xã An Sơn\n").expect("written");
    let new = motcua(
        folder.path(),
        &["--content", "noi-dug", "connector", "new", "cua_toi", "--from", "a.csv"],
    );
    let said = text(&new.stderr);
    assert_eq!(new.status.code(), Some(2), "{said}");
    assert!(said.contains("`noi-dug`") && said.contains("gần giống nhất là `noi-dung`"), "{said}");
    assert!(!folder.path().join("noi-dug").exists());
}

/// A heading says that its days are births, which look like any other days; a name in small letters stands among the statuses.
#[test]
fn what_is_of_a_person_is_not_placed_and_not_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let csv = "Ký hiệu;Nơi làm;NGÀY SINH;Số hộ chiếu;Tình hình\n\
        VS-1;xã An Sơn;02/01/2023;C1234567;Đã xử lý xong\n\
        VS-2;xã Hòa Bình;03/01/2023;C1234568;Đang xử lý\n\
        VS-3;xã An Sơn;04/01/2023;C1234569;nguyễn văn bịa\n\
        VS-4;xã An Sơn;05/01/2023;C1234560;Đã xử lý xong\n";
    fs::write(folder.path().join("a-2023-12-31.csv"), csv).expect("written");
    let new = motcua(folder.path(), &["connector", "new", "rieng", "--from", "a-2023-12-31.csv"]);
    let said = text(&new.stderr);
    assert!(new.status.success(), "{said}");
    assert!(said.contains("Chưa đặt được, nên không giữ: NGÀY SINH, Số hộ chiếu"), "{said}");
    let toml = fs::read_to_string(folder.path().join("content/connectors/rieng/connector.toml"))
        .expect("written");
    assert!(!toml.contains("bịa"), "{toml}");
}

#[test]
fn keys_of_any_letters_are_written_so_that_the_content_can_be_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let json = r#"{"hồ \"sơ\"": [
        {"mã \"số\"": "VS-1", "nơi\nlàm": "xã An Sơn", "a\\b": "1"},
        {"mã \"số\"": "VS-2", "nơi\nlàm": "xã An Sơn", "a\\b": "2"}]}"#;
    fs::write(folder.path().join("a-2023-12-31.json"), json).expect("written");
    let new = motcua(folder.path(), &["connector", "new", "rieng", "--from", "a-2023-12-31.json"]);
    assert!(new.status.success(), "{}", text(&new.stderr));
    let toml = fs::read_to_string(folder.path().join("content/connectors/rieng/connector.toml"))
        .expect("written");
    assert!(toml.parse::<toml::Table>().is_ok(), "{toml}");
    assert!(toml.contains(r#"records = ["/hồ \"sơ\""]"#), "{toml}");
}
