//! A heading that means nothing the program knows, kept as a column of the office's own.

use super::*;

const OWN_BOOK: &str = "Số vào sổ;Nơi làm;Tình hình;Ngày vào sổ;Phải xong trước;Xong ngày;Nơi cất giấy;Ghi thêm\n\
    VS-1001;Xã An Sơn;Đã trả kết quả;01/12/2023;05/12/2023;04/12/2023;Kho A;0912345678\n\
    VS-1002;Xã An Sơn;Đã trả kết quả;01/12/2023;05/12/2023;06/12/2023;;0912345679\n\
    VS-1003;Xã An Sơn;Đang xử lý;02/12/2023;08/12/2023;;Tủ 3;\n\
    VS-1004;Xã An Sơn;Đang xử lý;02/12/2023;08/12/2023;;Tủ 3;\n";

#[tokio::test]
async fn a_column_of_the_offices_own_is_chosen_tried_and_kept() {
    let visitor = visitor();
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    send(&visitor, &cookie, "/sources/describe", "so-2023-12-31.csv", OWN_BOOK).await;
    let page = text(visitor.get_as(&cookie, "/sources/describe?file=1").await).await;
    assert!(page.contains("<option value=\"extra\">Cột riêng của cơ quan</option>"), "{page}");
    let known = ["dossier_code", "solving_agency", "status", "received_at", "due_at", "ended_at"];
    let choices =
        |place: &'static str, more: &'static str| [known.as_slice(), &[place, more]].concat();
    let name = ("name", "Sổ của xã");
    // Telephones are no column to be kept, whatever they are called.
    let told =
        choose(&visitor, &cookie, &choices("extra", "extra"), &[name, ("act", "save")]).await;
    let told = told.expect("shown");
    assert!(said(&told, "[role=alert]").contains("“Ghi thêm” có thông tin cá nhân"), "{told}");

    let page = choose(&visitor, &cookie, &choices("extra", ""), &[name, ("act", "show")]).await;
    let page = page.expect("shown");
    assert!(said(&page, "#thu .total").starts_with("Đọc 4 dòng: dùng được 4"), "{page}");
    assert!(said(&page, "#thu th").contains("Cột riêng của cơ quan"), "{page}");
    assert!(said(&page, "#thu td").contains("Tủ 3"), "{page}");
    let to = choose(&visitor, &cookie, &choices("extra", ""), &[name, ("act", "save")]).await;
    assert_eq!(to.expect_err("led on"), "/work");
    visitor.work_done(&cookie).await;
    let own = visitor.office.data().join("content/connectors/so_cua_xa/connector.toml");
    let written = std::fs::read_to_string(own).expect("written");
    let column =
        "heading = \"Nơi cất giấy\"\nis = \"extra.noi_cat_giay\"\nlabel = \"Nơi cất giấy\"";
    assert!(written.contains(column), "{written}");
    let page = visitor.page_as(&cookie, "/dossiers/VS-1001?period=2023-12").await;
    assert!(all(&page, "dl").join(" ").contains("Nơi cất giấy"));
}
