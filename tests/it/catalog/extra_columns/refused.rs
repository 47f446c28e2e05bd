//! Columns that a connector cannot keep.

use motcua::catalog::Catalog;
use rstest::rstest;

use super::{OWN, connector, load};

fn extra(heading: &str, name: &str, label: &str) -> String {
    format!("[[column]]\nheading = \"{heading}\"\nis = \"extra.{name}\"\nlabel = \"{label}\"\n")
}

#[rstest]
#[case::personal_heading(&extra("Số điện thoại", "lien_he", "Liên hệ"), "`Số điện thoại` trông như thông tin cá nhân")]
#[case::personal_label(&extra("Cột 9", "cot_9", "Họ tên chủ hồ sơ"), "`Họ tên chủ hồ sơ` trông như")]
#[case::personal_name(&extra("Cột 9", "so_cccd", "Cột 9"), "`so_cccd` trông như")]
#[case::no_name(&extra("Cột 9", "Cột", "Cột 9"), "tên cột riêng chỉ gồm chữ thường không dấu")]
#[case::no_label("[[column]]\nheading = \"Cột 9\"\nis = \"extra.cot_9\"\n", "chưa có `label`")]
#[case::twice(&(extra("Cột 8", "cot", "Cột 8") + &extra("Cột 9", "cot", "Cột 9")), "ghi ở hai cột")]
#[case::a_label_of_another(
    "[[column]]\nheading = \"Cột 9\"\nis = \"sector\"\nlabel = \"x\"\n",
    "không phải cột riêng"
)]
#[case::a_format(
    "[[column]]\nheading = \"Cột 9\"\nis = \"extra.cot\"\nlabel = \"Cột 9\"\nformat = \"%d/%m/%Y\"\n",
    "không phải cột ngày hay cột số"
)]
fn a_column_that_cannot_be_kept_is_refused_with_its_place(#[case] own: &str, #[case] told: &str) {
    let error = load("dossier", own).expect_err("refused");
    assert!(error.to_string().contains(told), "{error}");
    let said = format!("{:?}", miette::Report::new(error));
    assert!(said.contains("connector.toml"), "{said}");
}

#[test]
fn only_dossiers_have_such_columns_and_one_name_has_one_label() {
    let error = load("procedure", OWN).expect_err("refused");
    assert!(error.to_string().contains("chỉ giữ được cùng hồ sơ"), "{error}");
    let content = load("dossier", OWN).expect("well").content;
    let other = connector("other_book", "dossier", &extra("Ngăn", "kho", "Ngăn tủ"));
    let content = content.with_file("connectors/other_book/connector.toml", other);
    let error = Catalog::from_content(content).expect_err("refused");
    assert!(error.to_string().contains("“Ngăn tủ”"), "{error}");
    assert!(error.to_string().contains("“Nơi cất hồ sơ giấy”"), "{error}");
}
