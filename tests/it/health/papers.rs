//! Documents an office hands to its auditors: written from the tables the tests and the program go by. `MOTCUA_WRITE_DOCS=1` writes them anew.

use std::{collections::BTreeMap, fmt::Write, fs};

use motcua::{
    catalog::{
        Catalog,
        settings::{audit::AuditSettings, log::LogSettings},
    },
    domain::sight::UserRole,
    state::audit::AuditAction,
    web::ACCESS_FIELDS,
};

use super::personal_columns::{EXPORT_NOTES, STATE_COLUMNS, kept_columns};
use crate::web::access::{DONE, EXTERNAL_LOGIN, FIRST_RUN, LOOKED_AT, Need, may};

/// Fails where a document is not what the tables say.
fn hold(name: &str, made: &str) {
    let path = format!("docs/ho-so/{name}.md");
    if std::env::var_os("MOTCUA_WRITE_DOCS").is_some() {
        fs::write(&path, made).expect("written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == made, "`{path}` is stale: MOTCUA_WRITE_DOCS=1 cargo test papers");
}

const MATRIX: &str = "# Ma trận phân quyền

Tài liệu này do phép kiểm tra tự động viết ra từ chính bảng mà nó dùng để hỏi thử mọi địa chỉ bằng mọi vai trò (tests/it/web/access.rs); bảng đổi mà tài liệu
không đổi thì không phát hành được. “có” là được trả lời, “–” là bị từ chối và bị ghi vào nhật ký; người chưa đăng nhập chỉ mở được các địa chỉ ghi “mọi người”.

Cấp xã chỉ thấy số liệu và hồ sơ của đơn vị mình, đơn vị dưới và đơn vị đã nhập vào. Vai trò chỉ xem không thấy hồ sơ nào; số quá ít bị che. Mã truy cập API của
một người thấy không hơn người ấy, không thay đổi được gì, không vào được phần quản trị. Khi chưa có tài khoản nào thì chỉ chính máy chủ mở được trang, chỉ để xem;
chưa có cả số liệu thì mở được trang lần đầu ({first_run}) để đặt cơ quan, tài khoản quản trị và hộp thư đến. Trang ấy chỉ mở bằng liên kết riêng, hiện ở cửa sổ chương trình và ghi trong
`first-run.txt` của thư mục số liệu. Có tài khoản hoặc có số liệu rồi thì không ai mở được trang ấy nữa.

Đăng nhập qua máy chủ định danh ({external}) chỉ có khi `motcua.toml` có [login.oidc]: ai cũng mở được, nhưng chỉ vào được khi máy chủ ấy chứng nhận và nhóm của người ấy có vai trò ở đây.
";

#[test]
fn the_matrix_of_permissions_is_what_the_routes_are_tested_by() {
    let catalog = Catalog::load_content(None).expect("the content is well");
    let role = |role: UserRole| catalog.phrases.format_phrase(&format!("role.{}", role.id()), &[]);
    let first_run = FIRST_RUN.map(|route| format!("`{route}`")).join(", ");
    let external = EXTERNAL_LOGIN.map(|route| format!("`{route}`")).join(", ");
    let mut text = MATRIX.replace("{first_run}", &first_run).replace("{external}", &external);
    let heads = UserRole::ALL.map(role).join(" | ");
    let mut table = |title: &str, routes: BTreeMap<&str, Need>| {
        let _ = write!(
            text,
            "\n## {title}\n\n| Địa chỉ | Chưa đăng nhập | {heads} |\n|---|---|---|---|---|---|\n"
        );
        for (route, need) in routes {
            let anyone = if need == Need::Nothing { "mọi người" } else { "–" };
            let cells = UserRole::ALL.map(|role| if may(role, need) { "có" } else { "–" });
            let _ = writeln!(text, "| `{route}` | {anyone} | {} |", cells.join(" | "));
        }
    };
    table("Xem", LOOKED_AT.iter().map(|(route, _, need)| (*route, *need)).collect());
    table("Làm", DONE.iter().map(|(route, _, _, need)| (*route, *need)).collect());
    hold("phan-quyen", &text);
}

const LOGS: &str = "# Chính sách nhật ký

Tài liệu này do phép kiểm tra tự động viết ra từ chương trình: loại việc, cột, thời hạn dưới đây là của chương trình đang chạy.

## Nhật ký việc làm (trong `state.sqlite` hoặc PostgreSQL, trang Quản trị)

Ai, lúc nào, từ địa chỉ nào, làm gì, với gì. Cơ sở dữ liệu tự từ chối sửa dòng đã ghi và xóa dòng còn hạn giữ. Chỉ quản trị xem được. Giữ cùng với tệp trạng thái, nằm trong bản sao lưu.

| Việc | Ghi khi |
|---|---|
";

const OF_REQUESTS: &str = "
## Nhật ký truy cập (`log/access-NGÀY.log` trong thư mục dữ liệu)

Mỗi lượt hỏi một dòng, các cột cách nhau một dấu cách. Không ghi tên người, mã hồ sơ, điều kiện tìm. Địa chỉ IP chỉ ghi khi đặt `[log] address = true`.

| Cột | Là |
|---|---|
";

fn noted_when(action: AuditAction) -> &'static str {
    match action {
        AuditAction::Login => "đăng nhập được",
        AuditAction::LoginFailed => "sai tên hoặc mật khẩu",
        AuditAction::LoginThrottled => "thử quá nhiều lần, phải đợi",
        AuditAction::Logout => "đăng xuất",
        AuditAction::DrillDown => {
            "mở danh sách hoặc chi tiết hồ sơ; ghi địa chỉ trang, gồm mã hồ sơ"
        }
        AuditAction::Export => "tải bảng CSV, XLSX",
        AuditAction::Upload => "gửi tệp từ trang",
        AuditAction::Rebuild => "tính lại số liệu",
        AuditAction::Change => "thêm, khóa, đổi tài khoản, mật khẩu, mã truy cập, ngưỡng, chỉ tiêu",
        AuditAction::Report => "lập, gửi báo cáo",
        AuditAction::Refused => "hỏi địa chỉ không được phép",
        AuditAction::LogShortened => {
            "nhật ký dài quá `[audit] entries`: các dòng cũ nhất bị bớt, ghi đã bớt bao nhiêu"
        }
    }
}

#[test]
fn the_policy_of_logs_is_what_the_program_writes() {
    let catalog = Catalog::load_content(None).expect("the content is well");
    let mut text = LOGS.to_owned();
    for action in AuditAction::ALL {
        let name = catalog.phrases.format_phrase(&format!("audit.{}", action.id()), &[]);
        let _ = writeln!(text, "| {name} (`{}`) | {} |", action.id(), noted_when(action));
    }
    text += OF_REQUESTS;
    for (field, what) in ACCESS_FIELDS {
        let _ = writeln!(text, "| `{field}` | {what} |");
    }
    let settings = LogSettings::default();
    assert!(settings.access && settings.program && !settings.address);
    let days = settings.keep_days;
    let AuditSettings { entries, keep_days: audit_days } = AuditSettings::default();
    let _ = write!(
        text,
        "\n## Nhật ký chương trình (`log/motcua-NGÀY.log`)\n\nLỗi và cảnh báo của chương trình, cùng nội dung với nhật ký của hệ điều hành (journald). \
         Không có bí mật, không có nội dung ô của cột không được giữ. \
         Khi ổ đĩa đầy hoặc chỉ cho đọc, việc xem hồ sơ không ghi được vào nhật ký việc làm thì ghi ở đây: ai, từ địa chỉ nào, trang nào (có mã hồ sơ); \
         khi chính ổ của thư mục dữ liệu đầy thì dòng ấy chỉ còn trong nhật ký của hệ điều hành (`journalctl -u motcua`), nên để nhật ký ấy trên ổ khác. Tải về, nạp tệp, đăng nhập, thay đổi thì bị từ chối, vì không ghi lại được.\n\n\
         ## Giữ bao lâu\n\nHai nhật ký trong `log/`: {days} ngày (`[log] keep_days`), tệp cũ hơn tự xóa khi sang ngày mới. Nhật ký việc làm: tải về, nạp tệp, thay đổi giữ {audit_days} ngày (`[audit] keep_days`); \
         dài quá {entries} dòng (`[audit] entries`) thì bớt các lần thử sai, bị từ chối cũ nhất trước, rồi đến đăng nhập, xem hồ sơ, và ghi lại đã bớt bao nhiêu. \
         Muốn tắt: `[log] access = false`, `program = false`. Cơ quan có quy định giữ lâu hơn thì đặt `keep_days` theo quy định ấy.\n"
    );
    hold("nhat-ky", &text);
}

const REGISTER: &str = "# Sổ theo dõi dữ liệu cá nhân

Lập để cơ quan dùng khi thực hiện Luật 91/2025/QH15. Tài liệu này do phép kiểm tra tự động viết ra: thêm một cột mà chưa ghi vào đây thì không phát hành được.
Cơ quan là bên kiểm soát dữ liệu; phần mềm chạy trên máy của cơ quan, không gửi dữ liệu cho ai ngoài những nơi ghi trong `motcua.toml`.

## Không giữ

Họ tên, số giấy tờ, ngày sinh, địa chỉ, số điện thoại, thư điện tử của người nộp hồ sơ: bị bỏ ngay khi đọc tệp, không vào kho lưu tệp, không vào số liệu, báo cáo,
nhật ký, câu báo lỗi. Phép kiểm tra tests/it/ingest/personal_data.rs nạp mọi loại tệp mẫu có những thông tin ấy rồi tìm từng giá trị trong cả thư mục dữ liệu.
Tệp xuất gốc có dữ liệu cá nhân: chỉ nằm trong hộp thư đến (ngoài thư mục dữ liệu), bị xóa sau `[inbox] keep_days` ngày.

## Dữ liệu cá nhân của người dùng và người nhận (`state.sqlite` hoặc PostgreSQL)

| Bảng | Cột | Là | Để làm gì | Giữ bao lâu |
|---|---|---|---|---|
";

#[test]
fn the_register_of_personal_data_is_what_is_stored() {
    let mut text = REGISTER.to_owned();
    for of in STATE_COLUMNS {
        let Some((what, purpose, kept)) = of.personal else { continue };
        let columns = of.columns.join("`, `");
        let _ = writeln!(text, "| `{}` | `{columns}` | {what} | {purpose} | {kept} |", of.table);
    }
    text += "\n## Cột giữ lại của tệp xuất\n\nMã hồ sơ, mã phản ánh không phải tên người nhưng người có hồ sơ giấy suy ra được: chỉ vai trò được xem hồ sơ mới thấy.\n\n| Loại số liệu | Cột giữ lại |\n|---|---|\n";
    for (kind, columns) in kept_columns() {
        let note = EXPORT_NOTES.iter().find(|(of, _)| *of == kind).map_or("", |(_, note)| note);
        let _ = writeln!(text, "| `{kind}`{note} | {} |", columns.join(", "));
    }
    text += "\n## Xem, sửa, xóa theo yêu cầu\n\nTài khoản: khóa ở trang Quản trị; thư điện tử: để trống rồi ghi. Hồ sơ: số liệu đã công bố không sửa bằng tay; nạp tệp đã sửa thì bản mới thay bản cũ.\n";
    hold("du-lieu-ca-nhan", &text);
}
